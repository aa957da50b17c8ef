//! What attributes, classes, addresses and file names say in the markup of threads: data.

use std::collections::HashSet;

use annalist_tables::{DataError, data_file};

use crate::page::{Page, names_of};
use crate::roles::join_words;

/// The words of markup, by what they tell.
#[derive(Debug, Default)]
pub(super) struct Markup {
    answers: HashSet<&'static str>,
    authors: Vec<&'static str>,
    depths: Vec<&'static str>,
    elsewhere: HashSet<&'static str>,
    entries: HashSet<&'static str>,
    hints: Vec<&'static str>,
    instants: Vec<&'static str>,
    levels: Vec<&'static str>,
    own: Vec<&'static str>,
    parents: Vec<&'static str>,
    people: Vec<&'static str>,
    spacers: Vec<&'static str>,
    times: Vec<&'static str>,
    trackbacks: HashSet<&'static str>,
    votes: HashSet<&'static str>,
}

impl Markup {
    /// The words that come with the crate.
    pub(super) fn load() -> Result<Markup, DataError> {
        let mut markup = Markup::default();
        for row in data_file!("thread-markup.tsv").rows()? {
            let [word, kind, _example] = row.columns()?;
            match kind {
                "answers" => _ = markup.answers.insert(word),
                "author" => markup.authors.push(word),
                "depth" => markup.depths.push(word),
                "elsewhere" => _ = markup.elsewhere.insert(word),
                "entries" => _ = markup.entries.insert(word),
                "hint" => markup.hints.push(word),
                "instant" => markup.instants.push(word),
                "level" => markup.levels.push(word),
                "own" => markup.own.push(word),
                "parent" => markup.parents.push(word),
                "person" => markup.people.push(word),
                "spacer" => markup.spacers.push(word),
                "time" => markup.times.push(word),
                "trackback" => _ = markup.trackbacks.insert(word),
                "votes" => _ = markup.votes.insert(word),
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        Ok(markup)
    }

    /// Whether a class says that an element answers the comment before it.
    pub(super) fn is_answer(&self, class: &str) -> bool {
        holds(class, &self.answers)
    }

    /// The attributes that give the name of an author.
    pub(super) fn author_attributes(&self) -> &[&'static str] {
        &self.authors
    }

    /// The attributes that tell how deep a comment is set.
    pub(super) fn depth_attributes(&self) -> &[&'static str] {
        &self.depths
    }

    /// The attributes that say when something was written, the best first.
    pub(super) fn time_attributes(&self) -> impl Iterator<Item = &'static str> {
        self.times.iter().chain(&self.instants).chain(&self.hints).copied()
    }

    /// Whether readers see the value of an attribute on pointing at its element.
    pub(super) fn is_hint(&self, name: &str) -> bool {
        self.hints.contains(&name)
    }

    /// The attributes that hold the number of a comment.
    pub(super) fn number_attributes(&self) -> &[&'static str] {
        &self.own
    }

    /// Whether the attribute `name` holds the number of the comment that is answered.
    pub(super) fn names_parent(&self, name: &str) -> bool {
        let part = name.strip_prefix("data-");
        name == "parent" || part.is_some_and(|part| self.parents.iter().any(|it| part.contains(it)))
    }

    /// Whether class or id of an element say that it is a review or the like, and no comment.
    pub(super) fn is_elsewhere(&self, page: &Page<'_>, node: usize) -> bool {
        names(page, node).any(|name| holds(name, &self.elsewhere))
    }

    /// Whether class or id of an element say that it is an entry that the site writes itself.
    pub(super) fn is_entry(&self, page: &Page<'_>, node: usize) -> bool {
        names(page, node).any(|name| holds(name, &self.entries))
    }

    /// How deep a class such as `depth-2` or `comment_level-2` says that a comment is set.
    pub(super) fn level(&self, class: &str) -> Option<u32> {
        class.split_ascii_whitespace().find_map(|name| {
            let lower = name.to_ascii_lowercase();
            let bare = lower.trim_end_matches(|it: char| it.is_ascii_digit());
            let level: u32 = lower[bare.len()..].parse().ok().filter(|level| *level < 100)?;
            let bare = bare.trim_end_matches(['-', '_']);
            self.levels.iter().any(|word| bare.ends_with(word)).then_some(level)
        })
    }

    /// Whether an address is that of a person on the site.
    pub(super) fn leads_to_person(&self, href: &str) -> bool {
        let path = href.to_ascii_lowercase();
        self.people.iter().any(|part| path.contains(part))
    }

    /// Whether the file of a picture is named after the space that it takes.
    pub(super) fn is_spacer(&self, address: &str) -> bool {
        let name = address.rsplit('/').next().unwrap_or(address);
        self.spacers.iter().any(|known| name.contains(known))
    }

    /// Whether a class says that an element is a trackback.
    pub(super) fn is_trackback(&self, class: &str) -> bool {
        class.split_ascii_whitespace().any(|it| self.trackbacks.contains(it))
    }

    /// Whether a class says that an element shows how readers judged.
    pub(super) fn is_tally(&self, class: &str) -> bool {
        holds(class, &self.votes)
    }
}

fn names<'p>(page: &Page<'p>, node: usize) -> impl Iterator<Item = &'p str> {
    page.element(node).into_iter().flat_map(names_of)
}

/// Whether one of the names in a class or id holds one of `words`, each one or two words joined by a
/// hyphen.
fn holds(names: &str, words: &HashSet<&str>) -> bool {
    let mut joined = String::new();
    names.split_ascii_whitespace().take(20).any(|name| {
        joined.clear();
        join_words(name, &mut joined);
        let ends = || joined.match_indices('-').map(|(at, _)| at).chain([joined.len()]);
        let starts = std::iter::once(0).chain(joined.match_indices('-').map(|(at, _)| at + 1));
        starts.into_iter().any(|start| {
            let own = ends().filter(|&end| end > start).take(3);
            own.into_iter().any(|end| words.contains(&joined[start..end]))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_told() {
        let markup = Markup::load().unwrap();
        for row in data_file!("thread-markup.tsv").rows().unwrap() {
            let [word, kind, example] = row.columns().unwrap();
            let name = example.split('=').next().unwrap();
            let is_told = match kind {
                "answers" => markup.is_answer(example),
                "author" => markup.author_attributes().contains(&name),
                "depth" => markup.depth_attributes().contains(&name),
                "elsewhere" => holds(example, &markup.elsewhere),
                "entries" => holds(example, &markup.entries),
                "hint" => markup.is_hint(name),
                "instant" | "time" => markup.time_attributes().any(|it| it == name),
                "level" => markup.level(example) == Some(2),
                "own" => markup.number_attributes().contains(&name),
                "parent" => markup.names_parent(name),
                "person" => markup.leads_to_person(example),
                "spacer" => markup.is_spacer(example),
                "trackback" => markup.is_trackback(example),
                _ => markup.is_tally(example),
            };
            assert!(is_told, "{word}: {example}");
        }
    }

    #[test]
    fn words_are_whole() {
        let markup = Markup::load().unwrap();
        assert!(!markup.is_answer("replyable grandchild"));
        assert!(!markup.leads_to_person("https://harbour.example/news/12"));
        assert!(!markup.names_parent("data-id") && !markup.names_parent("transparent"));
    }
}
