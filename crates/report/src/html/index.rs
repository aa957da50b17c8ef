//! What the pages are called, and which of them a name of a document leads to.

use std::collections::BTreeMap;

use annalist_corpus::{Corpus, CorpusEntity};
use annalist_model::EntityKind;
use sha2::{Digest, Sha256};

/// The names of pages.
#[derive(Debug)]
pub(super) struct Index {
    documents: Vec<String>,
    /// By entity; none where all that there is to say stands on the page of a document.
    entities: Vec<Option<String>>,
    /// By document, the page of each of its entities.
    links: Vec<BTreeMap<u32, u32>>,
}

impl Index {
    pub(super) fn new(corpus: &Corpus) -> Index {
        let documents = corpus.documents.iter().map(|it| digest([it.input.as_str()])).collect();
        let mut taken = BTreeMap::<String, u32>::new();
        let mut entities = Vec::with_capacity(corpus.entities.len());
        let mut links = vec![BTreeMap::new(); corpus.documents.len()];
        for (number, entity) in (0_u32..).zip(&corpus.entities) {
            entities.push(has_page(entity).then(|| {
                let source = entity.place.as_ref().and_then(|place| place.site.as_ref());
                let source = source.and_then(|site| site.source.as_deref()).unwrap_or_default();
                let name = digest([entity.kind.as_str(), &entity.name, source]);
                let count = taken.entry(name.clone()).or_default();
                *count += 1;
                match count {
                    1 => name,
                    _ => format!("{name}-{count}"),
                }
            }));
            for occurrence in &entity.documents {
                if let Some(links) = links.get_mut(occurrence.document as usize) {
                    links.extend(occurrence.entities.iter().map(|local| (*local, number)));
                }
            }
        }
        Index { documents, entities, links }
    }

    pub(super) fn document_page(&self, document: u32) -> String {
        let name = self.documents.get(document as usize).map_or("none", String::as_str);
        format!("d/{name}.html")
    }

    pub(super) fn entity_page(&self, entity: u32) -> Option<String> {
        let name = self.entities.get(entity as usize)?.as_ref()?;
        Some(format!("e/{name}.html"))
    }

    /// The number in the collection of what a document calls its entity `local`.
    pub(super) fn entity(&self, document: u32, local: u32) -> Option<u32> {
        self.links.get(document as usize)?.get(&local).copied()
    }

    /// The page of what a document calls its entity `local`.
    pub(super) fn link(&self, document: u32, local: u32) -> Option<String> {
        self.entity_page(self.entity(document, local)?)
    }

    pub(super) fn links_of(&self, document: u32) -> impl Iterator<Item = (u32, String)> {
        let links = self.links.get(document as usize).into_iter().flatten();
        links.filter_map(|(local, entity)| Some((*local, self.entity_page(*entity)?)))
    }
}

/// Whether there is more to say of an entity than its document does.
fn has_page(entity: &CorpusEntity) -> bool {
    entity.documents.len() > 1 || entity.article_mentions + entity.comment_mentions > 1
}

/// A short name for `parts`, the same wherever it is made.
pub(super) fn digest<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
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
