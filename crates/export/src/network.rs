//! Who is tied to whom: the edges that formats of networks have.
//!
//! Edges have no direction, for those of people who are named together have none and common readers
//! refuse a network of both sorts. An edge of a relation says in `subject` from whom it goes.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{Date, Modality};

use crate::Page;
use crate::co_mentions::CoMentions;
use crate::collection::{Collection, Entity};
use crate::stretch::Stretch;
use crate::told::Sort;

/// The kind of an edge between two that one block of an article names.
const NAMED_TOGETHER: &str = "named-together";

/// The edges of a collection. Kept are counts, never records.
#[derive(Debug, Default)]
pub(crate) struct Network {
    together: CoMentions,
    relations: BTreeMap<Ends, Count>,
}

/// What relations that are counted together share.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ends {
    subject: u32,
    object: u32,
    kind: String,
    modality: Modality,
}

#[derive(Debug, Default)]
struct Count {
    claims: u32,
    documents: u32,
    last_document: Option<u32>,
    /// The known days on which such documents were published, the earliest and the latest.
    published: Option<(Date, Date)>,
    /// What the texts say of when it was so.
    when: BTreeSet<String>,
}

/// What ties two entities.
#[derive(Debug)]
pub(crate) struct Edge<'n> {
    pub(crate) id: String,
    /// The one; of a relation its subject.
    pub(crate) one: &'n Entity,
    pub(crate) other: &'n Entity,
    /// `named-together`, or the type of the relation.
    pub(crate) kind: &'n str,
    /// How the texts stand behind a relation; none where there is none.
    pub(crate) modality: Option<Modality>,
    /// Blocks that name both; claims that say so.
    pub(crate) weight: u32,
    pub(crate) documents: u32,
    /// The known days on which such documents were published, the earliest and the latest.
    pub(crate) published: Option<(Date, Date)>,
    /// The dates that texts give a relation, as ISO 8601, parted by blanks.
    pub(crate) when: Option<String>,
}

impl Network {
    /// Counts what an article ties. What repeats another document counts once; what is denied, meant
    /// or only expected ties nobody, nor does what a comment says.
    pub(crate) fn add(&mut self, page: &Page<'_>) {
        self.together.add(page);
        if page.is_duplicate {
            return;
        }
        let day = page.published().map(|at| at.date).filter(|date| date.day().is_some());
        for told in page.told().into_iter().filter(|it| it.sort == Sort::Relation) {
            let entity = |part| told.parties(part).next().and_then(|it| it.entity);
            let Some(((subject, object), modality)) =
                entity("subject").zip(entity("object")).zip(told.held())
            else {
                continue;
            };
            if subject.id == object.id || told.place.comment.is_some() {
                continue;
            }
            let kind = told.what.to_owned();
            let ends = Ends { subject: subject.id, object: object.id, kind, modality };
            let count = self.relations.entry(ends).or_default();
            count.claims += 1;
            count.documents += u32::from(count.last_document != Some(page.number));
            count.last_document = Some(page.number);
            let days = count.published.map(|(first, last)| [first, last]).into_iter().flatten();
            let days: BTreeSet<Date> = days.chain(day).collect();
            count.published = days.first().copied().zip(days.last().copied());
            count.when.extend(told.date.and_then(Stretch::of).map(|when| when.to_string()));
        }
    }

    /// The edges between entities that `collection` has, those of who is named together first, in
    /// the order of the numbers of entities.
    pub(crate) fn edges<'n>(
        &'n self,
        collection: &'n Collection,
    ) -> impl Iterator<Item = Edge<'n>> {
        let together = self.together.pairs(collection).map(|(one, other, tie)| Edge {
            id: format!("n-{}-{}", one.key, other.key),
            one,
            other,
            kind: NAMED_TOGETHER,
            modality: None,
            weight: tie.blocks,
            documents: tie.documents,
            published: tie.first.zip(tie.last),
            when: None,
        });
        let entity = |number: u32| collection.entities.get(number as usize);
        let relations = self.relations.iter().filter_map(move |(ends, count)| {
            let Ends { subject, object, kind, modality } = ends;
            let (one, other) = entity(*subject).zip(entity(*object))?;
            let when: Vec<&str> = count.when.iter().map(String::as_str).collect();
            Some(Edge {
                id: format!("r-{}-{}-{kind}-{}", one.key, other.key, modality.as_str()),
                one,
                other,
                kind,
                modality: Some(*modality),
                weight: count.claims,
                documents: count.documents,
                published: count.published,
                when: (!when.is_empty()).then(|| when.join(" ")),
            })
        });
        together.chain(relations)
    }
}
