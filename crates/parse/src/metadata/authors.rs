//! The choice of the authors: persons before groups, declared names before shown ones.

use annalist_model::{Origin, Sourced};

use super::byline::{BylineWords, SEAM};
use super::candidate::{Candidate, Field};
use super::headline::key;

/// Names found by looks alone rank behind this: a declared group goes before them.
const GUESSED: u32 = 30;

/// The authors that the best place names; other places are heard where it names none.
///
/// A group, a publication or the site itself is an author where no person is. `site` are the keys of
/// the names of the site.
pub(super) fn choose(
    candidates: &[Candidate],
    words: &BylineWords,
    site: &[String],
) -> Vec<Sourced<String>> {
    let mut persons = Place::default();
    let mut groups = Place::default();
    for candidate in candidates {
        let is_group = match candidate.field {
            Field::Author => false,
            Field::AuthorGroup => true,
            _ => continue,
        };
        let is_line = candidate.text.contains(' ') || candidate.text.contains(SEAM);
        let names = match candidate.origin {
            // "Jobs & Harbours" is one name, though a joiner stands in it.
            _ if site.contains(&key(&candidate.text)) => vec![candidate.text.clone()],
            Origin::Microdata if candidate.text.contains(SEAM) => words.names(&candidate.text),
            Origin::Byline if is_line => words.names(&candidate.text),
            _ => words.declared_names(&candidate.text),
        };
        for name in names {
            let is_site = |name: &str| site.contains(&key(name));
            let person = without_site(&name, site);
            if is_group || is_site(&name) || words.is_organisation(person) {
                groups.add(candidate, name);
            } else {
                persons.add(candidate, person.to_owned());
            }
        }
    }
    // "Ada Lorne, Harbour Desk": a group that one list names beside persons is an author as they are.
    let beside = groups.names.iter().filter(|it| {
        it.origin == Origin::JsonLd
            && groups.rank == persons.rank
            && !site.contains(&key(&it.value))
    });
    persons.names.extend(beside.cloned());
    let is_guessed = persons.rank.is_none_or(|rank| rank >= GUESSED);
    let has_better_group = groups.rank.is_some_and(|rank| rank < GUESSED);
    if let [only] = persons.names.as_mut_slice()
        && let Some(full) = full_name(&only.value, candidates, words)
    {
        *only = full;
    }
    if is_guessed && (has_better_group || persons.names.is_empty()) {
        groups.names
    } else {
        persons.names
    }
}

/// The names of the best place.
#[derive(Default)]
struct Place {
    rank: Option<u32>,
    names: Vec<Sourced<String>>,
}

impl Place {
    fn add(&mut self, candidate: &Candidate, name: String) {
        if self.rank.is_some_and(|rank| rank != candidate.rank) {
            return;
        }
        let own = key(&name);
        // "Ada Lorne" and "Ada Lorne Editor" are one author, who is named by less.
        if self.names.iter().any(|known| own.starts_with(&key(&known.value))) {
            return;
        }
        self.rank = Some(candidate.rank);
        self.names.push(candidate.sourced(name));
    }
}

/// The name that a byline gives whom the page declares by an account: `alorne`, `adalorne` or
/// `lorne` is Ada Lorne.
fn full_name(
    account: &str,
    candidates: &[Candidate],
    words: &BylineWords,
) -> Option<Sourced<String>> {
    let is_account = account.bytes().all(|it| it.is_ascii_lowercase() || b"._-".contains(&it));
    let account = key(account);
    let is_of = |name: &String| {
        let Some((given, surname)) = name.split_once(' ') else { return false };
        let (given, surname) = (key(given), key(surname));
        let before = account.strip_suffix(&surname);
        let initial: String = given.chars().take(1).collect();
        !surname.is_empty() && before.is_some_and(|it| ["", &initial, &given].contains(&it))
    };
    let mut lines = candidates
        .iter()
        .filter(|it| is_account && it.field == Field::Author && it.origin == Origin::Byline);
    lines.find_map(|it| Some(it.sourced(words.names(&it.text).into_iter().find(is_of)?)))
}

/// A name without the name of the site after it: "Ada Lorne Harbour Gazette".
fn without_site<'n>(name: &'n str, site: &[String]) -> &'n str {
    let blanks: Vec<usize> = name.match_indices(' ').map(|(at, _)| at).collect();
    let cut = blanks
        .iter()
        .skip(1)
        .find(|&&at| site.iter().any(|site| site.len() > 3 && *site == key(&name[at..])));
    cut.map_or(name, |&at| &name[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(candidates: &[(Field, u32, &str)]) -> Vec<String> {
        let words = BylineWords::load().unwrap();
        let candidates: Vec<Candidate> = candidates
            .iter()
            .map(|&(field, rank, text)| Candidate {
                field,
                rank,
                text: text.to_owned(),
                origin: Origin::Meta,
                bytes: None,
            })
            .collect();
        let site = ["harbourgazette".to_owned(), "gazette".to_owned()];
        choose(&candidates, &words, &site).into_iter().map(|author| author.value).collect()
    }

    #[test]
    fn persons_go_before_groups_wherever_they_stand() {
        use Field::{Author, AuthorGroup};
        assert_eq!(chosen(&[(Author, 5, "Gazette"), (Author, 24, "Ada Lorne")]), ["Ada Lorne"]);
        assert_eq!(
            chosen(&[(Author, 5, "Harbour Gazette"), (Author, 50, "Most Read")]),
            ["Harbour Gazette"]
        );
        assert_eq!(
            chosen(&[(AuthorGroup, 5, "Port Union"), (Author, 22, "Ada Lorne")]),
            ["Ada Lorne"]
        );
        assert_eq!(chosen(&[(Author, 5, "Gazette Staff")]), ["Gazette Staff"]);
    }

    #[test]
    fn the_site_and_a_repeated_name_are_cut() {
        use Field::Author;
        assert_eq!(chosen(&[(Author, 5, "Ada Lorne Harbour Gazette")]), ["Ada Lorne"]);
        assert_eq!(chosen(&[(Author, 5, "Ada Lorne; Ada Lorne")]), ["Ada Lorne"]);
    }
}
