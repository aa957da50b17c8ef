//! The pages on the collection, to be made one by one.

use super::{ASSETS, HtmlError, HtmlFile, HtmlReport, entity, graph, overview, timeline};

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
            Kind::Documents => overview::documents(self),
            Kind::Entities => overview::entities(self),
            Kind::Entity(id) => match self.corpus.entities.get(id as usize) {
                Some(entity) => entity::pages(self, entity),
                None => Ok(Vec::new()),
            },
            Kind::Timeline => timeline::pages(self),
            Kind::Graph => Ok(vec![graph::page(self)?]),
            Kind::Search => Ok(vec![self.search_page()?, self.search_names()]),
        }
    }

    /// What a document is called.
    pub(super) fn title(&self, document: u32) -> String {
        let summary = self.corpus.documents.get(document as usize);
        summary.map(|it| it.title.clone().unwrap_or_else(|| it.input.clone())).unwrap_or_default()
    }
}
