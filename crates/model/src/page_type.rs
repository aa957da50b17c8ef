//! What kind of page a page is.

/// What a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// One article: news, a blog post, documentation.
    Article,
    /// A topic and what people answer: its opening post is the article, the rest are comments.
    Thread,
    /// A list of other pages. Its text is the list.
    Index,
    /// Something on offer: a product, a service.
    Offer,
}

impl PageKind {
    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            PageKind::Article => "article",
            PageKind::Thread => "thread",
            PageKind::Index => "index",
            PageKind::Offer => "offer",
        }
    }

    /// The kind with this published name.
    pub fn parse(name: &str) -> Option<PageKind> {
        [PageKind::Article, PageKind::Thread, PageKind::Index, PageKind::Offer]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// A kind, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageType {
    /// The kind of the page.
    pub kind: PageKind,
    /// How likely it is that, 0 to 1000.
    pub score: u16,
}
