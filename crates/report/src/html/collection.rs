//! The pages on the collection, to be made one by one.

use annalist_model::EntityKind;

use super::{ASSETS, HtmlError, HtmlFile, HtmlReport, listing, overview};

/// A page on the collection, or one list that fills several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlPage(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Assets,
    Overview,
    Claims,
    Documents,
    Entities,
    Search,
}

impl HtmlReport<'_> {
    /// The pages on the collection, but for the timeline, the graph and those of entities, which
    /// are made of what lies on sheets. All that documents give has been taken before.
    pub fn collection_pages(&self) -> Vec<HtmlPage> {
        use Kind::{Assets, Claims, Documents, Entities, Overview, Search};
        [Assets, Overview, Documents, Entities, Claims, Search].map(HtmlPage).to_vec()
    }

    /// The files of a page on the collection.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken.
    pub fn collection_page(&self, page: HtmlPage) -> Result<Vec<HtmlFile>, HtmlError> {
        match page.0 {
            Kind::Assets => Ok(ASSETS
                .iter()
                .map(|(path, text)| HtmlFile { path: (*path).to_owned(), text: (*text).to_owned() })
                .collect()),
            Kind::Overview => Ok(vec![overview::page(self)?]),
            Kind::Claims => listing::claims(self),
            Kind::Documents => listing::documents(self),
            Kind::Entities => listing::entities(self),
            Kind::Search => Ok(vec![self.search_page()?, self.search_names()]),
        }
    }

    /// Whether a file below the folder of the report is one that some report may hold, so that it may
    /// be removed where this one does not.
    pub fn is_of_report(path: &str) -> bool {
        let (folder, name) = path.split_once('/').unwrap_or(("", path));
        let stem = name.strip_suffix(".html").or(name.strip_suffix(".js")).unwrap_or_default();
        let first = stem.split('-').next().unwrap_or_default();
        match folder {
            "d" | "e" => first.len() == 16 && first.bytes().all(|it| it.is_ascii_hexdigit()),
            "s" => {
                let number = stem.strip_prefix("w-").or(stem.strip_prefix("t-")).unwrap_or(stem);
                stem == "names" || number.parse::<u32>().is_ok()
            }
            "" => {
                let own = [
                    "index",
                    "documents",
                    "relations",
                    "events",
                    "contradictions",
                    "timeline",
                    "graph",
                    "search",
                ];
                let kinds = EntityKind::ALL.map(EntityKind::as_str);
                ASSETS.iter().any(|(asset, _)| *asset == name)
                    || (name.ends_with(".html") && own.iter().chain(&kinds).any(|it| *it == first))
            }
            _ => false,
        }
    }

    /// What a document is called.
    pub(super) fn title(&self, document: u32) -> String {
        self.known.document(document).map(|it| it.title.clone()).unwrap_or_default()
    }

    /// The site that a document is of; empty where it names none.
    pub(super) fn site(&self, document: u32) -> String {
        self.known.document(document).map(|it| it.site.clone()).unwrap_or_default()
    }
}
