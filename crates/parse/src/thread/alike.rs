//! Elements of a page that are alike: by tag and one word of the class or the id, by what they are
//! declared to be, and where they have neither by the element around them.

use foldhash::{HashMap, HashMapExt};
use html5ever::{LocalName, local_name};
use scraper::node::Element;

use super::groups::{can_be_head, stands_aside};
use super::moments::Moments;
use crate::page::{Page, names_of};
use crate::roles::{Roles, join_words};

/// Elements of one kind that are looked at: no page shows more comments.
const MOST_ITEMS: usize = 20_000;

/// Words of one class or id that are looked at.
const MOST_WORDS: usize = 8;

/// Elements that are alike, in the order of the page.
pub(super) struct Alike {
    /// Whether the vocabulary of the page calls them comments.
    pub(super) are_declared: bool,
    pub(super) nodes: Vec<usize>,
}

/// The elements of a page that may be comments, or the lines over them, and stand neither beside what
/// the page is about nor in a quotation. An element of several words is in several kinds.
pub(super) fn find(page: &Page<'_>, moments: &Moments) -> Vec<Alike> {
    let mut kinds = Kinds::new(page);
    let mut quoted_until = 0;
    for node in page.all() {
        let Some(element) = page.element(node) else { continue };
        if is_quotation(page, node) {
            quoted_until = page.subtree(node).end.max(quoted_until);
        }
        if node < quoted_until || !page.is_visible(node) || page.text_length(node) == 0 {
            continue;
        }
        let is_declared = is_declared(element);
        let is_head = || can_be_head(page, node) && !moments.within(page.subtree(node)).is_empty();
        if (is_declared || can_hold_comment(page, node) || is_head()) && !stands_aside(page, node) {
            kinds.add(node, element, is_declared);
        }
    }
    kinds.found
}

fn can_hold_comment(page: &Page<'_>, node: usize) -> bool {
    matches!(
        page.tag(node),
        local_name!("div")
            | local_name!("li")
            | local_name!("article")
            | local_name!("section")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("tbody")
            | local_name!("table")
            | local_name!("dl")
            | local_name!("dt")
    ) && !page.roles(node).any(Roles::REPLY_FORM.or(Roles::POPUP))
}

/// Whether an element is a quotation: what it says was said elsewhere.
fn is_quotation(page: &Page<'_>, node: usize) -> bool {
    // Not all that floats to a side is quoted, though its class may speak of a pull.
    let is_called_one = || {
        page.text_length(node) * 4 < page.text_length(0)
            && page.attribute(node, "class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                // What a script takes hold of is named after what it does.
                class
                    .split_ascii_whitespace()
                    .filter(|it| !it.starts_with("js-"))
                    .any(|it| it.contains("quote") || it.contains("zitat") || it.contains("cita"))
            })
    };
    page.is(node, &local_name!("blockquote"))
        || page.roles(node).any(Roles::QUOTE) && is_called_one()
}

/// Whether the vocabulary of the page calls an element a comment or an answer.
fn is_declared(element: &Element) -> bool {
    let is_comment = |value: &str| {
        value.split_ascii_whitespace().any(|kind| {
            let name = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
            matches!(name, "Comment" | "Answer" | "UserComments")
        })
    };
    element.attrs.iter().any(|(name, value)| match &*name.local {
        "itemtype" | "typeof" => is_comment(value),
        "itemprop" => matches!(
            &**value,
            "comment" | "suggestedAnswer" | "acceptedAnswer" | "suggestedAnswer acceptedAnswer"
        ),
        _ => false,
    })
}

/// A word of a class or an id, by its number.
type Word = u32;

/// What all elements that are declared to be comments have in common.
const DECLARED: Word = 0;

/// The kinds of elements of a page.
struct Kinds<'p, 't> {
    page: &'p Page<'t>,
    /// The words that the page has, and their numbers.
    words: HashMap<String, Word>,
    /// The words of each class and id that was met.
    of_names: Vec<Option<Vec<Word>>>,
    /// Where each kind is among those found.
    places: HashMap<(&'t LocalName, Word), usize>,
    found: Vec<Alike>,
    /// The words of the element that is being added.
    own: Vec<Word>,
    /// The word that is being read.
    joined: String,
    /// The last element whose children were asked what they have in common, and the answer.
    around: Option<(usize, Option<Word>)>,
}

impl<'p, 't> Kinds<'p, 't> {
    fn new(page: &'p Page<'t>) -> Kinds<'p, 't> {
        Kinds {
            page,
            words: HashMap::new(),
            of_names: vec![None; page.all_names().len()],
            places: HashMap::new(),
            found: Vec::new(),
            own: Vec::new(),
            joined: String::new(),
            around: None,
        }
    }

    fn add(&mut self, node: usize, element: &'t Element, is_declared: bool) {
        let mut own = std::mem::take(&mut self.own);
        own.clear();
        for name in self.page.names(node) {
            if self.of_names[name.place()].is_none() {
                let value = self.page.all_names()[name.place()];
                let words = value.split_ascii_whitespace().take(MOST_WORDS);
                let words = words.filter_map(|word| self.number(&[word])).collect();
                self.of_names[name.place()] = Some(words);
            }
            own.extend(self.of_names[name.place()].iter().flatten());
        }
        if own.is_empty() {
            own.extend(self.by_element_around(node));
        }
        if is_declared {
            own.push(DECLARED);
        }
        own.sort_unstable();
        own.dedup();
        for &word in &own {
            let next = self.found.len();
            let place = *self.places.entry((&element.name.local, word)).or_insert(next);
            if place == next {
                self.found.push(Alike { are_declared: word == DECLARED, nodes: Vec::new() });
            }
            let nodes = &mut self.found[place].nodes;
            if nodes.len() < MOST_ITEMS {
                nodes.push(node);
            }
        }
        self.own = own;
    }

    /// What children of one element, and of those like it, have in common.
    fn by_element_around(&mut self, node: usize) -> Option<Word> {
        let page = self.page;
        let parent = page.parent(node)?;
        let above = page.element(parent)?;
        let is_row = page.is(node, &local_name!("tr"));
        match self.around {
            Some((known, word)) if known == parent && !is_row => return word,
            _ => (),
        }
        let first = names_of(above).find_map(|value| value.split_ascii_whitespace().next());
        let first = first.unwrap_or(&above.name.local);
        // Rows of a table often come in pairs, told apart by their first cell.
        let inner = page.child_elements(node).next().and_then(|it| page.attribute(it, "class"));
        if let Some(class) = inner.filter(|_| is_row) {
            return self.number(&["", first, class]);
        }
        let word = self.number(&["", first]);
        self.around = Some((parent, word));
        word
    }

    /// The number of names, each joined from its words; none where they have no words.
    fn number(&mut self, names: &[&str]) -> Option<Word> {
        self.joined.clear();
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                self.joined.push('\u{2}');
            }
            join_words(name, &mut self.joined);
        }
        if self.joined.is_empty() {
            return None;
        }
        if let Some(known) = self.words.get(&self.joined) {
            return Some(*known);
        }
        let next = DECLARED + 1 + self.words.len() as Word;
        self.words.insert(self.joined.clone(), next);
        Some(next)
    }
}
