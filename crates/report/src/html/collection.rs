//! The pages on the collection, to be made one by one.

use annalist_model::EntityKind;

use super::{ASSETS, HtmlError, HtmlFile, HtmlReport, entity, graph, listing, overview, timeline};
use crate::markdown::shortened_name;

/// Longest title, and longest name of a site, in code points.
const TITLE: usize = 200;

/// A page on the collection, or one list that fills several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlPage(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Assets,
    Overview,
    Documents,
    Entities,
    Entity(u32),
    Timeline,
    Graph,
    Search,
}

impl HtmlReport<'_> {
    /// The pages on the collection.
    pub fn collection_pages(&self) -> Vec<HtmlPage> {
        use Kind::{Assets, Documents, Entities, Entity, Graph, Overview, Search, Timeline};
        let own = [Assets, Overview, Documents, Entities, Timeline, Graph, Search];
        let entities = self.corpus.entities.iter().map(|entity| entity.id);
        let entities = entities.filter(|id| self.index.entity_page(*id).is_some()).map(Entity);
        own.into_iter().chain(entities).map(HtmlPage).collect()
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
            Kind::Documents => listing::documents(self),
            Kind::Entities => listing::entities(self),
            Kind::Entity(id) => match self.corpus.entities.get(id as usize) {
                Some(entity) => entity::pages(self, entity),
                None => Ok(Vec::new()),
            },
            Kind::Timeline => timeline::pages(self),
            Kind::Graph => Ok(vec![graph::page(self)?]),
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
            "s" => stem == "names" || stem.parse::<u32>().is_ok(),
            "" => {
                let own = ["index", "documents", "timeline", "graph", "search"];
                let kinds = EntityKind::ALL.map(EntityKind::as_str);
                ASSETS.iter().any(|(asset, _)| *asset == name)
                    || (name.ends_with(".html") && own.iter().chain(&kinds).any(|it| *it == first))
            }
            _ => false,
        }
    }

    /// What a document is called.
    pub(super) fn title(&self, document: u32) -> String {
        let summary = self.corpus.documents.get(document as usize);
        let title = summary.map(|it| it.title.as_deref().unwrap_or(&it.input));
        shortened_name(title.unwrap_or_default(), TITLE)
    }

    /// The site that a document is of; empty where it names none.
    pub(super) fn site(&self, document: u32) -> String {
        let summary = self.corpus.documents.get(document as usize);
        let site = summary.and_then(|it| it.site.as_deref());
        shortened_name(site.unwrap_or_default(), TITLE)
    }
}
