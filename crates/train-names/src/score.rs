//! How good names are that were found, as the field counts: the same stretch and the same kind.

use std::collections::BTreeSet;

use annalist_enrich::{Candidate, Enricher, Options};
use annalist_model::Span;

use crate::sets::{Marked, Tag};

/// What was found, what was there, and what of it is the same.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) found: usize,
    pub(crate) there: usize,
}

impl Count {
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.there)
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(self) -> f64 {
        share(2 * self.right, self.found + self.there)
    }

    fn add(&mut self, other: Count) {
        self.right += other.right;
        self.found += other.found;
        self.there += other.there;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The counts of one set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    pub(crate) person: Count,
    pub(crate) organisation: Count,
    pub(crate) place: Count,
    pub(crate) other: Count,
}

impl Score {
    /// People, organisations and places together.
    pub(crate) fn all(self) -> Count {
        let mut all = self.person;
        all.add(self.organisation);
        all.add(self.place);
        all
    }
}

/// How good the names are that `enricher` finds in these texts.
pub(crate) fn score(enricher: &Enricher, texts: &[Marked]) -> Score {
    let mut score = Score::default();
    for text in texts {
        let (found, there) = (found(enricher, text), there(text));
        let of = |tag: Tag| {
            let is_it = |it: &&(Span, Tag)| it.1 == tag;
            Count {
                right: found.intersection(&there).filter(is_it).count(),
                found: found.iter().filter(is_it).count(),
                there: there.iter().filter(is_it).count(),
            }
        };
        score.person.add(of(Tag::Per));
        score.organisation.add(of(Tag::Org));
        score.place.add(of(Tag::Loc));
        score.other.add(of(Tag::Misc));
    }
    score
}

/// A name that was found, and whether it is right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    pub(crate) rule: &'static str,
    pub(crate) score: u16,
    pub(crate) is_right: bool,
}

/// The names that `enricher` finds before it resolves them.
pub(crate) fn judged(enricher: &Enricher, text: &Marked) -> Vec<Judged> {
    let there = there(text);
    let words = text.document.text();
    let names = enricher.names(&text.document).into_iter();
    let judge = |name: Candidate| {
        let is_right = there.contains(&(plain(words, name.span), Tag::of(name.kind)));
        Judged { rule: name.rule, score: name.score, is_right }
    };
    names.map(judge).collect()
}

/// What is marked in a text.
fn there(text: &Marked) -> BTreeSet<(Span, Tag)> {
    let words = text.document.text();
    text.names.iter().map(|(span, tag)| (plain(words, *span), *tag)).collect()
}

/// What `enricher` finds in a text.
fn found(enricher: &Enricher, text: &Marked) -> BTreeSet<(Span, Tag)> {
    let found = enricher.enrich(&text.document, &Options::default()).annotations;
    let words = text.document.text();
    let plain = |span| plain(words, span);
    found.mentions.iter().map(|mention| (plain(mention.span), Tag::of(mention.kind))).collect()
}

/// The name without an article before it and a genitive behind it, of which the sets think
/// differently.
pub(crate) fn plain(text: &str, span: Span) -> Span {
    let name = span.slice(text).unwrap_or_default();
    let article = ["the ", "a ", "an "].into_iter().find(|article| {
        name.get(..article.len()).is_some_and(|start| start.eq_ignore_ascii_case(article))
    });
    let front = article.map_or(0, str::len);
    let genitive = ["'s", "\u{2019}s", "'", "\u{2019}"].into_iter().find(|it| name.ends_with(it));
    let back = genitive.map_or(0, str::len);
    let range = span.range();
    let shorter = Some(range.start + front..range.end - back).filter(|it| it.start < it.end);
    shorter.and_then(Span::from_range).unwrap_or(span)
}
