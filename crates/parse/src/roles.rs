//! What classes and ids say an element is.

use std::ops::Range;

use annalist_tables::{DataError, data_file};
use foldhash::{HashMap, HashMapExt};
use scraper::node::Element;

use crate::names::{Name, Names};
use crate::page::class_and_id;

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(u32);

impl Roles {
    pub(crate) const NONE: Roles = Roles(0);
    /// The article or its container.
    pub(crate) const ARTICLE: Roles = Roles(1);
    /// The running text of the article.
    pub(crate) const BODY: Roles = Roles(1 << 1);
    /// Links to other parts of the site.
    pub(crate) const NAVIGATION: Roles = Roles(1 << 2);
    /// The foot of the page.
    pub(crate) const FOOTER: Roles = Roles(1 << 3);
    /// Advertising and appeals.
    pub(crate) const APPEAL: Roles = Roles(1 << 4);
    /// Consent dialogues.
    pub(crate) const CONSENT: Roles = Roles(1 << 5);
    /// Buttons to share and follow.
    pub(crate) const SHARING: Roles = Roles(1 << 6);
    /// Teasers of other articles.
    pub(crate) const RELATED: Roles = Roles(1 << 7);
    /// What stands beside the article.
    pub(crate) const SIDE: Roles = Roles(1 << 8);
    /// Reader comments.
    pub(crate) const COMMENTS: Roles = Roles(1 << 9);
    /// Captions and picture credits.
    pub(crate) const CAPTION: Roles = Roles(1 << 10);
    /// The line that names author and date.
    pub(crate) const BYLINE: Roles = Roles(1 << 11);
    /// The box about the author.
    pub(crate) const AUTHOR_BOX: Roles = Roles(1 << 12);
    /// Notes by the editors.
    pub(crate) const NOTE: Roles = Roles(1 << 13);
    /// Key words of the article.
    pub(crate) const TAGS: Roles = Roles(1 << 14);
    /// Windows over the page.
    pub(crate) const POPUP: Roles = Roles(1 << 15);
    /// Text that only screen readers get.
    pub(crate) const UNSEEN: Roles = Roles(1 << 16);
    /// A date or time.
    pub(crate) const TIME: Roles = Roles(1 << 17);
    /// A person's name.
    pub(crate) const AUTHOR: Roles = Roles(1 << 18);
    /// The body of a comment or post.
    pub(crate) const MESSAGE: Roles = Roles(1 << 19);
    /// Controls of a comment: reply, like, report.
    pub(crate) const CONTROLS: Roles = Roles(1 << 20);
    /// A signature under a post.
    pub(crate) const SIGNATURE: Roles = Roles(1 << 21);
    /// A form to write a comment with.
    pub(crate) const REPLY_FORM: Roles = Roles(1 << 22);
    /// A name, of a person or of something else.
    pub(crate) const NAME: Roles = Roles(1 << 24);
    /// A quotation in a post.
    pub(crate) const QUOTE: Roles = Roles(1 << 23);

    /// A member of the site: an author in a forum, an account elsewhere.
    pub(crate) const MEMBER: Roles = Roles(1 << 25);
    /// A line over or within the headline that is not the headline.
    pub(crate) const KICKER: Roles = Roles(1 << 26);
    /// The name or sign of the site.
    pub(crate) const LOGO: Roles = Roles(1 << 27);
    /// What asks readers for money.
    pub(crate) const PLEA: Roles = Roles(1 << 28);

    /// What a member of the site is called beside the name: a rank, an office.
    pub(crate) const RANK: Roles = Roles(1 << 29);

    const NAMES: &[(&str, Roles)] = &[
        ("appeal", Roles::APPEAL),
        ("article", Roles::ARTICLE),
        ("author", Roles::AUTHOR),
        ("author-box", Roles::AUTHOR_BOX),
        ("body", Roles::BODY),
        ("byline", Roles::BYLINE),
        ("caption", Roles::CAPTION),
        ("comments", Roles::COMMENTS),
        ("consent", Roles::CONSENT),
        ("controls", Roles::CONTROLS),
        ("footer", Roles::FOOTER),
        ("kicker", Roles::KICKER),
        ("logo", Roles::LOGO),
        ("member", Roles::MEMBER),
        ("message", Roles::MESSAGE),
        ("name", Roles::NAME),
        ("navigation", Roles::NAVIGATION),
        ("note", Roles::NOTE),
        ("plea", Roles::PLEA),
        ("popup", Roles::POPUP),
        ("quote", Roles::QUOTE),
        ("rank", Roles::RANK),
        ("related", Roles::RELATED),
        ("reply-form", Roles::REPLY_FORM),
        ("sharing", Roles::SHARING),
        ("side", Roles::SIDE),
        ("signature", Roles::SIGNATURE),
        ("tags", Roles::TAGS),
        ("time", Roles::TIME),
        ("unseen", Roles::UNSEEN),
    ];

    fn named(name: &str) -> Option<Roles> {
        Roles::NAMES.iter().find(|(known, _)| *known == name).map(|(_, roles)| *roles)
    }

    /// Both sets together.
    pub(crate) const fn or(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }

    /// Whether the two sets share a role.
    pub(crate) fn any(self, other: Roles) -> bool {
        self.0 & other.0 != 0
    }
}

/// The words of classes and ids, with the roles that they tell of.
#[derive(Debug)]
pub(crate) struct RoleWords {
    /// Runs of one to three words, joined by hyphens, and the words that such runs begin with.
    words: HashMap<&'static str, Known>,
}

/// What is known of a run of words.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The roles that it tells of; none where it only begins longer ones.
    roles: Roles,
    /// The longest run that it begins, in words.
    longest: usize,
}

impl RoleWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<RoleWords, DataError> {
        let file = data_file!("roles.tsv");
        let mut words: HashMap<&str, Known> = HashMap::new();
        for row in file.rows()? {
            let [word, role, _example] = row.columns()?;
            let roles = Roles::named(role)
                .ok_or_else(|| row.error(format!("no role is called “{role}”")))?;
            let known = words.entry(word).or_default();
            known.roles = known.roles.or(roles);
            let first = words.entry(word.split('-').next().unwrap_or(word)).or_default();
            first.longest = first.longest.max(word.split('-').count());
        }
        Ok(RoleWords { words })
    }

    /// The roles that the words of one name of a class or id tell of. The longest known run of words
    /// counts, so that `related-posts` is not taken for a post.
    fn roles_of(&self, name: &str, buffer: &mut Buffer) -> Roles {
        let Buffer { joined, words } = buffer;
        joined.clear();
        join_words(name, joined);
        words.clear();
        words.extend(words_in(joined));
        let mut roles = Roles::NONE;
        let mut at = 0;
        while at < words.len() {
            let run = |count: usize| {
                let known = self.words.get(&joined[words[at].start..words[at + count - 1].end])?;
                (known.roles != Roles::NONE).then_some((count, known.roles))
            };
            let longest = self.words.get(&joined[words[at].clone()]).map_or(0, |it| it.longest);
            let found = (1..=longest.min(words.len() - at)).rev().find_map(run);
            let (count, known) = found.unwrap_or((1, Roles::NONE));
            roles = roles.or(known);
            at += count;
        }
        roles
    }
}

/// The words of the name that is being read.
#[derive(Default)]
struct Buffer {
    joined: String,
    words: Vec<Range<usize>>,
}

/// Names of one attribute that are read.
const MOST_NAMES: usize = 40;

/// Class and id of an element, where it has them.
pub(crate) type ClassAndId = [Option<Name>; 2];

/// Reads the classes and ids of one page, each value once, and each name in it once.
pub(crate) struct RoleReader<'w, 't> {
    words: &'w RoleWords,
    pub(crate) names: Names<'t>,
    /// What each value tells of.
    roles: Vec<Roles>,
    /// The same of each name in it, without the number that many end in: it says nothing.
    known: HashMap<&'t str, Roles>,
    buffer: Buffer,
}

impl<'w, 't> RoleReader<'w, 't> {
    pub(crate) fn new(words: &'w RoleWords) -> RoleReader<'w, 't> {
        let (names, roles) = (Names::new(), Vec::new());
        RoleReader { words, names, roles, known: HashMap::new(), buffer: Buffer::default() }
    }

    /// Class and id of `element`, and what they say it is.
    pub(crate) fn read(&mut self, element: &'t Element) -> (ClassAndId, Roles) {
        let mut roles = Roles::NONE;
        let names = class_and_id(element).map(|value| {
            let (name, is_new) = self.names.add(value?);
            if is_new {
                let own = self.roles_in(value?);
                self.roles.push(own);
            }
            roles = roles.or(self.roles[name.place()]);
            Some(name)
        });
        (names, roles)
    }

    /// The roles that the names in a class or id tell of.
    fn roles_in(&mut self, names: &'t str) -> Roles {
        let each = names.split_ascii_whitespace().take(MOST_NAMES);
        each.fold(Roles::NONE, |roles, name| {
            let name = name.trim_end_matches(|it: char| it.is_ascii_digit());
            let (words, buffer) = (self.words, &mut self.buffer);
            let own = self.known.entry(name).or_insert_with(|| words.roles_of(name, buffer));
            roles.or(*own)
        })
    }
}

/// The words of a name such as `relatedPosts`, `related_posts` or `related-posts-2`, in lower case.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut joined = String::new();
    join_words(name, &mut joined);
    words_in(&joined).map(|word| joined[word].to_owned()).collect()
}

/// Where the words stand that [`join_words`] has joined.
fn words_in(joined: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    joined.split('-').filter(|word| !word.is_empty()).map(move |word| {
        let own = start..start + word.len();
        start = own.end + 1;
        own
    })
}

/// Adds the words of a name such as `relatedPosts` to `joined`, with a hyphen between them.
pub(crate) fn join_words(name: &str, joined: &mut String) {
    let mut starts_word = true;
    let mut was_lower = false;
    for character in name.chars().take(200) {
        if !character.is_alphabetic() {
            starts_word = true;
            was_lower = false;
            continue;
        }
        let begins = starts_word || (was_lower && character.is_uppercase());
        if begins && !joined.is_empty() {
            joined.push('-');
        }
        if character.is_ascii() {
            joined.push(character.to_ascii_lowercase());
        } else {
            joined.extend(character.to_lowercase());
        }
        starts_word = false;
        was_lower = character.is_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_has_the_role_of_its_line() {
        let words = RoleWords::load().unwrap();
        let mut reader = RoleReader::new(&words);
        for row in data_file!("roles.tsv").rows().unwrap() {
            let [word, role, example] = row.columns().unwrap();
            let roles = reader.roles_in(example);
            assert!(
                roles.any(Roles::named(role).unwrap()),
                "{word}: “{example}” has not the role {role}"
            );
        }
    }

    #[test]
    fn the_longest_run_of_words_counts() {
        let words = RoleWords::load().unwrap();
        let mut reader = RoleReader::new(&words);
        assert!(!reader.roles_in("relatedPosts").any(Roles::ARTICLE));
        for post in ["post", "post-2018", "post-2019 wide", "2018-post"] {
            assert!(reader.roles_in(post).any(Roles::ARTICLE), "{post}");
        }
    }

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words_of("relatedPosts_v2-Wide"), ["related", "posts", "v", "wide"]);
    }
}
