//! Other names that the text itself ties to a name: "X, also known as Y".

use std::collections::BTreeMap;

use annalist_model::{AliasKind, EntityKind, Span};

use super::renames::Renamed;
use super::{Cluster, Tie};
use crate::names::{Candidate, NameLexicon, OrganisationWord, fold};

/// Longest stretch between the two names, in bytes.
const FURTHEST: usize = 60;

/// Ties each name to the one before it where the words between say that both are the same one's, and
/// not that the one became the other.
pub(super) fn tie(
    text: &str,
    names: &[Candidate],
    clusters: &[Cluster],
    cluster_of: &[usize],
    lexicon: &NameLexicon,
    renamed: &Renamed,
    ties: &mut BTreeMap<usize, Tie>,
) {
    for (pair, of_pair) in names.windows(2).zip(cluster_of.windows(2)) {
        let ([first, second], [to, from]) = (pair, of_pair) else { continue };
        let is_renamed = renamed.contains_key(&(*to.min(from), *to.max(from)));
        let is_new = to != from && !is_renamed && !ties.contains_key(from);
        let fits = may_be_one(clusters, *to, *from);
        let kind = stated(text, first.span, second.span, lexicon);
        if let Some((kind, rule)) = kind.filter(|_| is_new && fits) {
            let evidence = Some(first.span.cover(second.span));
            // What the first name is short for is what the second one names too.
            let to = ties.get(to).map_or(*to, |tie| tie.to);
            if to != *from {
                ties.insert(*from, Tie { to, kind, rule, evidence });
            }
        }
    }
}

fn may_be_one(clusters: &[Cluster], a: usize, b: usize) -> bool {
    let kind = |at: usize| clusters.get(at).map(|cluster| cluster.kind);
    let is_body = |kind| matches!(kind, Some(EntityKind::Organisation | EntityKind::Group));
    kind(a) == kind(b) || is_body(kind(a)) && is_body(kind(b))
}

fn stated(
    text: &str,
    first: Span,
    second: Span,
    lexicon: &NameLexicon,
) -> Option<(AliasKind, &'static str)> {
    let stated = words_between(text, first, second, lexicon)?;
    let behind = text.get(second.end() as usize..)?.trim_start();
    if let Some(kind) = lexicon.alias_behind(&stated) {
        // What only a comma and a conjunction tie has to be set off on both sides.
        let is_set_off = behind.starts_with([',', '.', ')', '”', '"']);
        return Some((kind, "stated-other-name"))
            .filter(|_| is_set_off || stated.split(' ').count() > 3);
    }
    let name = fold(first.slice(text)?);
    let head = name.split(' ').next()?;
    let is_arabic = lexicon.is_organisation_word(head, OrganisationWord::ArabicHead);
    (is_arabic && stated == "," && behind.starts_with(','))
        .then_some((AliasKind::Transliteration, "translated-beside"))
}

/// The words between two names of one sentence that stand near each other, folded, without the
/// article of the second.
pub(super) fn words_between(
    text: &str,
    first: Span,
    second: Span,
    lexicon: &NameLexicon,
) -> Option<String> {
    let between = text.get(first.end() as usize..second.start() as usize)?;
    if between.len() > FURTHEST || between.contains(['\n', ';', '?', '!']) {
        return None;
    }
    let between = fold(between);
    let words: Vec<&str> = between.split_whitespace().collect();
    if words.iter().any(|word| ends_sentence(word)) {
        return None;
    }
    let has_article = words.last().is_some_and(|word| lexicon.is_article(word));
    Some(words.get(..words.len() - usize::from(has_article))?.join(" "))
}

/// Whether the word ends in a full stop that is not that of an abbreviation with several.
fn ends_sentence(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|word| !word.contains('.'))
}
