//! What the pages are called, and which of them a name of a document leads to.

use std::collections::HashMap;

use annalist_corpus::CorpusEntity;
use annalist_model::EntityKind;
use sha2::{Digest, Sha256};

use super::known::Document;

/// The names of pages.
#[derive(Debug, Default)]
pub(super) struct Index {
    documents: Vec<u64>,
    /// By entity; none where all that there is to say stands on the page of a document. Of several
    /// that would have one name, each has a number.
    entities: Vec<Option<(u64, u32)>>,
    taken: HashMap<u64, u32>,
    /// By document and by the number of an entity there, its number in the collection: sorted.
    links: Vec<(u32, u32, u32)>,
}

impl Index {
    pub(super) fn new(documents: &[Document]) -> Index {
        let documents = documents.iter().map(|it| hash([it.input.as_str()])).collect();
        Index { documents, ..Index::default() }
    }

    /// Adds the next entity.
    pub(super) fn add(&mut self, number: u32, entity: &CorpusEntity) {
        self.entities.push(has_page(entity).then(|| {
            let source = entity.place.as_ref().and_then(|place| place.site.as_ref());
            let source = source.and_then(|site| site.source.as_deref()).unwrap_or_default();
            let name = hash([entity.kind.as_str(), &entity.name, source]);
            let count = self.taken.entry(name).or_default();
            *count += 1;
            (name, *count)
        }));
        for it in &entity.documents {
            self.links.extend(it.entities.iter().map(|local| (it.document, *local, number)));
        }
    }

    /// Ends the adding.
    pub(super) fn finish(&mut self) {
        self.taken = HashMap::new();
        self.links.sort_unstable();
        self.links.shrink_to_fit();
    }

    pub(super) fn document_page(&self, document: u32) -> String {
        let name = self.documents.get(document as usize).copied().unwrap_or_default();
        format!("d/{name:016x}.html")
    }

    pub(super) fn entity_page(&self, entity: u32) -> Option<String> {
        let (name, count) = (*self.entities.get(entity as usize)?)?;
        Some(match count {
            1 => format!("e/{name:016x}.html"),
            _ => format!("e/{name:016x}-{count}.html"),
        })
    }

    /// The number in the collection of what a document calls its entity `local`.
    pub(super) fn entity(&self, document: u32, local: u32) -> Option<u32> {
        let at = self.links.partition_point(|it| (it.0, it.1) < (document, local));
        let link = self.links.get(at).filter(|it| (it.0, it.1) == (document, local));
        link.map(|it| it.2)
    }

    /// The page of what a document calls its entity `local`.
    pub(super) fn link(&self, document: u32, local: u32) -> Option<String> {
        self.entity_page(self.entity(document, local)?)
    }

    pub(super) fn links_of(&self, document: u32) -> impl Iterator<Item = (u32, String)> {
        let from = self.links.partition_point(|it| it.0 < document);
        let to = self.links.partition_point(|it| it.0 <= document);
        let links = self.links.get(from..to).unwrap_or_default().iter();
        links.filter_map(|(_, local, entity)| Some((*local, self.entity_page(*entity)?)))
    }
}

/// Whether there is more to say of an entity than its document does.
fn has_page(entity: &CorpusEntity) -> bool {
    entity.documents.len() > 1 || entity.article_mentions + entity.comment_mentions > 1
}

/// A short name for `parts`, the same wherever it is made.
pub(super) fn digest<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    format!("{:016x}", hash(parts))
}

/// The same as a number.
pub(super) fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().first_chunk().map_or(0, |it| u64::from_be_bytes(*it))
}

/// What people call a kind, one and several.
pub(super) fn kind_words(kind: EntityKind) -> (&'static str, &'static str) {
    match kind {
        EntityKind::Person => ("Person", "People"),
        EntityKind::Organisation => ("Organisation", "Organisations"),
        EntityKind::Place => ("Place", "Places"),
        EntityKind::Group => ("Group", "Groups"),
        EntityKind::Other => ("Other name", "Other names"),
    }
}
