//! What the documents of a collection claim together: each relation and event once, with how many
//! documents say so, how they stand behind it and in which words; and what contradicts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_corpus::{
    ClaimEvidence, ClaimTime, Collection, Contradiction, ContradictionKind, CorpusEvent,
    CorpusParty, CorpusRelation, Passage, Stance,
};
use annalist_model::{Owner, Part};
use serde::{Deserialize, Serialize};

use super::told::Sort;
use super::{HtmlReport, HtmlSheets};
use crate::markdown::days::{Known, days_words};
use crate::markdown::shortened_name;

/// Most relations, and most events, that are listed: those of most sources.
const LISTED: usize = 1_000;

/// Most contradictions that are listed, and most claims that are set side by side in one.
const CONTRADICTIONS: usize = 300;
const SIDES: usize = 6;

/// Most passages of articles, and of comments, that are shown for one claim.
const SAYINGS: usize = 6;

/// Most times that are told of a relation.
const TIMES: usize = 3;

/// Longest name and longest words for an office, in code points.
const NAME: usize = 120;

/// A relation or an event that documents tell of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Joined {
    pub(super) sort: Sort,
    /// Its place among those of its sort.
    pub(super) place: u32,
    who: Vec<Somebody>,
    what: String,
    whom: Vec<Somebody>,
    /// To whom something was given, and where.
    to: Vec<Somebody>,
    at: Vec<Somebody>,
    when: String,
    /// `held`, `denied` or `open`.
    stance: String,
    /// How documents stand behind it, and how many do so.
    modalities: Vec<(String, u32)>,
    /// Articles that tell so and are no near copies of one another.
    sources: u32,
    /// Documents that tell so, in the article or in a comment.
    documents: u32,
    /// Whether articles tell so, and whether comments do.
    pub(super) by_articles: bool,
    by_comments: bool,
    /// Passages that say so: those of articles first.
    sayings: Vec<Saying>,
    /// How many passages more there are.
    more: usize,
}

/// Who takes part.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Somebody {
    name: String,
    /// The page of the entity, from the folder of the report.
    page: Option<String>,
    #[serde(skip)]
    entity: Option<u32>,
    /// Whether the name is only words of a document.
    is_words: bool,
}

/// A passage that says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Saying {
    title: String,
    /// Where it stands, from the folder of the report.
    page: String,
    comment: Option<u32>,
    modality: String,
    /// Who says so, where the document says that others do.
    by: String,
    when: String,
    /// The words for the office or the part.
    role: String,
    exact: String,
    snippet: String,
}

/// Claims that cannot all be true, side by side.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Contradicting {
    why: String,
    claims: Vec<Joined>,
    /// How many claims more there are.
    more: usize,
}

/// What pages on the collection say of its claims.
#[derive(Debug, Default)]
pub(super) struct Claimed {
    pub(super) relations: Best,
    pub(super) events: Best,
    pub(super) contradictions: Vec<Contradicting>,
    /// How many there are of each.
    pub(super) counts: annalist_corpus::ClaimCounts,
}

/// The claims of most sources, of all that come.
#[derive(Debug, Default)]
pub(super) struct Best(Vec<Joined>);

impl Best {
    fn add(&mut self, claim: Joined) {
        self.0.push(claim);
        if self.0.len() >= LISTED * 2 {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.0.sort_by_key(Joined::rank);
        self.0.truncate(LISTED);
    }

    /// The best `most` of them.
    pub(super) fn first(&self, most: usize) -> &[Joined] {
        self.0.get(..most.min(self.0.len())).unwrap_or_default()
    }

    pub(super) fn all(&self) -> &[Joined] {
        &self.0
    }
}

impl Joined {
    /// Where it stands among others: that of most sources first, then that of most documents.
    pub(super) fn rank(&self) -> (Reverse<u32>, Reverse<u32>, u32) {
        (Reverse(self.sources), Reverse(self.documents), self.place)
    }

    /// The entities that take part.
    fn entities(&self) -> impl Iterator<Item = u32> {
        let everyone = self.who.iter().chain(&self.whom).chain(&self.to).chain(&self.at);
        everyone.filter_map(|it| it.entity)
    }
}

impl HtmlReport<'_> {
    /// Takes what the documents claim together. All that single documents give has been taken before.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read or does not take them.
    pub fn take_claims(
        &mut self,
        sheets: &mut HtmlSheets<'_>,
        collection: &mut Collection<'_>,
    ) -> io::Result<()> {
        let mut claimed = Claimed { counts: collection.totals().claims, ..Claimed::default() };
        let mut contradictions: Vec<Contradiction> = Vec::new();
        collection.each_contradiction(&mut |it| {
            if contradictions.len() < CONTRADICTIONS {
                contradictions.push(it);
            }
            Ok(())
        })?;
        let wanted = |of_events: bool| -> BTreeSet<u32> {
            let of_sort = contradictions.iter().filter(|it| it.kind.is_of_events() == of_events);
            of_sort.flat_map(|it| it.claims.iter().take(SIDES).copied()).collect()
        };
        let (mut relations, mut events) = (Looked::new(wanted(false)), Looked::new(wanted(true)));
        let mut place = 0;
        collection.each_relation(&mut |it| {
            let claim = self.relation(&it, place);
            place += 1;
            relations.look(&claim);
            self.give(sheets, &claim)?;
            claimed.relations.add(claim);
            Ok(())
        })?;
        place = 0;
        collection.each_event(&mut |it| {
            let claim = self.event(&it, place);
            place += 1;
            events.look(&claim);
            self.give(sheets, &claim)?;
            claimed.events.add(claim);
            Ok(())
        })?;
        claimed.relations.settle();
        claimed.events.settle();
        for (number, it) in (0..).zip(&contradictions) {
            let of = if it.kind.is_of_events() { &events } else { &relations };
            let claims: Vec<Joined> =
                it.claims.iter().take(SIDES).filter_map(|place| of.at(*place)).cloned().collect();
            let of: BTreeSet<u32> = claims.iter().flat_map(Joined::entities).collect();
            let more = it.claims.len().saturating_sub(claims.len());
            let found = Contradicting { why: why(it.kind).to_owned(), claims, more };
            for entity in of.into_iter().filter(|it| self.has_page(*it)) {
                sheets.contradict(entity, number, &found)?;
            }
            claimed.contradictions.push(found);
        }
        self.claimed = claimed;
        Ok(())
    }

    /// Gives a claim to the pages of those who take part.
    fn give(&self, sheets: &mut HtmlSheets<'_>, claim: &Joined) -> io::Result<()> {
        let of: BTreeSet<u32> = claim.entities().collect();
        let mut of = of.into_iter().filter(|it| self.has_page(*it));
        of.try_for_each(|entity| sheets.join(entity, claim))
    }

    fn relation(&self, it: &CorpusRelation, place: u32) -> Joined {
        let times: BTreeSet<String> =
            it.evidence.iter().filter_map(|it| it.time.as_ref()).map(when).collect();
        let times: Vec<String> = times.into_iter().take(TIMES).collect();
        Joined {
            sort: Sort::Relation,
            place,
            who: vec![self.somebody(&it.subject)],
            what: words(&it.kind),
            whom: vec![self.somebody(&it.object)],
            when: times.join("; "),
            sources: it.sources,
            ..self.joined(it.stance, &it.evidence)
        }
    }

    fn event(&self, it: &CorpusEvent, place: u32) -> Joined {
        let of = |part: Part| -> Vec<Somebody> {
            let of_part = it.participants.iter().filter(|it| it.0 == part);
            of_part.map(|(_, party)| self.somebody(party)).collect()
        };
        Joined {
            sort: Sort::Event,
            place,
            who: of(Part::Agent),
            what: words(&it.predicate),
            whom: of(Part::Patient),
            to: of(Part::Recipient),
            at: of(Part::Place),
            when: it.time.as_ref().map(when).unwrap_or_default(),
            sources: it.sources,
            ..self.joined(it.stance, &it.evidence)
        }
    }

    /// What all claims have.
    fn joined(&self, stance: Stance, evidence: &[ClaimEvidence]) -> Joined {
        let mut modalities = BTreeMap::<&str, u32>::new();
        for it in evidence {
            *modalities.entry(it.modality.as_str()).or_default() += 1;
        }
        let documents: BTreeSet<u32> = evidence.iter().map(|it| it.document).collect();
        let passages = || evidence.iter().flat_map(|it| it.passages.iter().map(move |at| (it, at)));
        let of = |in_articles: bool| {
            passages().filter(move |(_, at)| (at.owner == Owner::Article) == in_articles)
        };
        let shown = of(true).take(SAYINGS).chain(of(false).take(SAYINGS));
        let sayings: Vec<Saying> = shown.map(|(it, at)| self.saying(it, at)).collect();
        Joined {
            sort: Sort::Relation,
            place: 0,
            who: Vec::new(),
            what: String::new(),
            whom: Vec::new(),
            to: Vec::new(),
            at: Vec::new(),
            when: String::new(),
            stance: stance.as_str().to_owned(),
            modalities: modalities.into_iter().map(|(it, count)| (it.to_owned(), count)).collect(),
            sources: 0,
            documents: u32::try_from(documents.len()).unwrap_or(u32::MAX),
            by_articles: of(true).next().is_some(),
            by_comments: of(false).next().is_some(),
            more: passages().count() - sayings.len(),
            sayings,
        }
    }

    fn saying(&self, it: &ClaimEvidence, at: &Passage) -> Saying {
        let name = |words: &String| shortened_name(words, NAME);
        Saying {
            title: self.title(it.document),
            page: format!("{}#p{}", self.document_path(it.document), at.start),
            comment: match at.owner {
                Owner::Comment(comment) => Some(comment),
                Owner::Article => None,
            },
            modality: it.modality.as_str().to_owned(),
            by: it.reporter.as_ref().map(|by| name(&by.words)).unwrap_or_default(),
            when: it.time.as_ref().map(when).unwrap_or_default(),
            role: it.role.as_ref().map(name).unwrap_or_default(),
            exact: at.exact.to_string(),
            snippet: at.snippet.to_string(),
        }
    }

    fn somebody(&self, party: &CorpusParty) -> Somebody {
        Somebody {
            name: shortened_name(&party.words, NAME),
            page: party.entity.and_then(|it| self.index.entity_page(it)),
            entity: party.entity,
            is_words: party.entity.is_none(),
        }
    }
}

/// Claims that are looked for among others, by their places.
struct Looked {
    wanted: BTreeSet<u32>,
    found: BTreeMap<u32, Joined>,
}

impl Looked {
    fn new(wanted: BTreeSet<u32>) -> Looked {
        Looked { wanted, found: BTreeMap::new() }
    }

    fn look(&mut self, claim: &Joined) {
        if self.wanted.contains(&claim.place) {
            self.found.insert(claim.place, claim.clone());
        }
    }

    fn at(&self, place: u32) -> Option<&Joined> {
        self.found.get(&place)
    }
}

/// The name of a rule in words.
fn words(name: &str) -> String {
    shortened_name(&name.replace('_', " "), NAME)
}

fn when(time: &ClaimTime) -> String {
    let ClaimTime { interval, kind, value, details } = time;
    days_words(Known { days: *interval, kind: *kind, value, details })
}

fn why(kind: ContradictionKind) -> &'static str {
    match kind {
        ContradictionKind::Dates => "It happens once, and is told of several dates.",
        ContradictionKind::Holders => "One holds the office at a time, and several are told to.",
        ContradictionKind::RelationDenied | ContradictionKind::EventDenied => {
            "Held for true by some, denied by others."
        }
    }
}
