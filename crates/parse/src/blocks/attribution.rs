//! What a block quotation says of its source: the post that it embeds, its author, its address.

use annalist_model::{Attribution, Link, Span};

use crate::links::LinkBase;
use crate::manuscript::Manuscript;
use crate::page::Page;
use annalist_tables::{DataError, data_file};

/// A line that names a source is no longer than this, in bytes.
const LONGEST_LINE: usize = 250;

/// The text for a picture that stands for a sign is no longer than this, in bytes.
const LONGEST_SIGN: usize = 30;

/// What stands before a name at the end of a quotation.
const DASHES: [char; 4] = ['—', '–', '―', '‒'];

/// What parts a name from a date or link behind it.
const BEHIND_NAME: [char; 7] = [' ', ',', '·', '|', '-', '—', '–'];

/// Where a page keeps the address of what it embeds.
const ADDRESSES: [&str; 2] = ["cite", "data-instgrm-permalink"];

/// The words that tell embedded posts.
#[derive(Debug, Default)]
pub(crate) struct EmbedWords {
    services: Vec<(&'static str, &'static str)>,
    before_author: Vec<&'static str>,
    /// Words in the class of pictures that stand for signs.
    signs: Vec<&'static str>,
}

impl EmbedWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<EmbedWords, DataError> {
        let mut words = EmbedWords::default();
        for row in data_file!("embeds.tsv").rows()? {
            let [word, _, service, _example] = row.columns()?;
            match row.choice(1, &[("author", 0), ("class", 1), ("sign", 2)])? {
                0 => words.before_author.push(word),
                1 => words.services.push((word, service)),
                _ => words.signs.push(word),
            }
        }
        Ok(words)
    }

    /// The service that a quotation of these classes is embedded from.
    fn service(&self, classes: &str) -> Option<&'static str> {
        classes.split_ascii_whitespace().take(20).find_map(|class| {
            self.services.iter().find(|(known, _)| *known == class).map(|(_, service)| *service)
        })
    }

    /// The sign that a picture stands for, as its text for readers without pictures has it: "😀", ":-)".
    pub(super) fn sign<'p>(&self, page: &Page<'p>, image: usize) -> Option<&'p str> {
        let sign = page.attribute(image, "alt").map(str::trim)?;
        let class = page.attribute(image, "class").unwrap_or_default().to_lowercase();
        let is_marked = || self.signs.iter().any(|word| class.contains(word));
        let is_sign = |it: char| !it.is_ascii() && !it.is_alphanumeric() && !it.is_whitespace();
        let is_told = sign.chars().all(is_sign) || is_marked();
        ((1..=LONGEST_SIGN).contains(&sign.len()) && is_told).then_some(sign)
    }

    /// The author that the last line of a quotation names.
    fn author<'l>(&self, line: &'l str) -> Option<&'l str> {
        let after_dash = line.strip_prefix(DASHES).or_else(|| line.strip_prefix("--"));
        let name = after_dash.or_else(|| {
            self.before_author.iter().find_map(|words| {
                let before = line.get(..words.len())?;
                before.eq_ignore_ascii_case(words).then(|| &line[words.len()..])
            })
        })?;
        let name = name.trim_matches(BEHIND_NAME);
        (!name.is_empty()).then_some(name)
    }
}

/// A block quotation that is open.
pub(super) struct OpenQuotation {
    pub(super) node: usize,
    pub(super) end: usize,
    /// From the first of its blocks to the last, and the last.
    spans: Option<(Span, Span)>,
}

impl OpenQuotation {
    /// The quotation that is the element `node`.
    pub(super) fn new(page: &Page<'_>, node: usize) -> OpenQuotation {
        OpenQuotation { node, end: page.subtree(node).end, spans: None }
    }

    /// Adds a block of it.
    pub(super) fn add(&mut self, span: Span) {
        let whole = self.spans.map_or(span, |(whole, _)| whole.cover(span));
        self.spans = Some((whole, span));
    }

    /// What it says of its source, where it says anything.
    pub(super) fn attribution(
        &self,
        page: &Page<'_>,
        words: &EmbedWords,
        base: &LinkBase,
        out: &Manuscript,
    ) -> Option<Attribution> {
        let (span, last) = self.spans?;
        let links = links_within(out.structure.links(), span);
        let service = page.attribute(self.node, "class").and_then(|classes| words.service(classes));
        let given = ADDRESSES.into_iter().filter_map(|name| page.attribute(self.node, name));
        let given = given.filter_map(|address| base.web_address(address)).next();
        let link = links.last().filter(|_| service.is_some());
        let address = given.or_else(|| link.map(|link| link.target.clone()));
        // The link at the end of the line is the date of a post, or its name.
        let end = link.map(|link| link.span.start()).filter(|start| last.start() < *start);
        let line = Span::new(last.start(), end.unwrap_or(last.end()))?.slice(out.text.text())?;
        let whole = last.slice(out.text.text())?;
        let author = words.author(line).or_else(|| words.author(whole));
        let author = author.filter(|_| last.range().len() <= LONGEST_LINE).map(str::to_owned);
        let says_source = service.is_some() || author.is_some() || address.is_some();
        let service = service.map(str::to_owned);
        says_source.then_some(Attribution { span, service, author, address })
    }
}

fn links_within(links: &[Link], span: Span) -> &[Link] {
    let first = links.partition_point(|link| link.span.start() < span.start());
    let last = links.partition_point(|link| link.span.start() < span.end());
    &links[first..last.max(first)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_told() {
        let words = EmbedWords::load().unwrap();
        for row in data_file!("embeds.tsv").rows().unwrap() {
            let [word, kind, service, example] = row.columns().unwrap();
            if kind == "sign" {
                assert!(words.signs.contains(&word) && example.contains(word), "{example}");
            } else if kind == "class" {
                assert_eq!(words.service(example), Some(service), "{example}");
            } else {
                assert_eq!(words.author(example), Some("Ada Lorne (@ada)"), "{example}");
            }
        }
    }

    #[test]
    fn only_a_line_that_says_so_names_an_author() {
        let words = EmbedWords::load().unwrap();
        assert_eq!(words.author("— Ada Lorne, "), Some("Ada Lorne"));
        assert_eq!(words.author("We sail, said the captain."), None);
        assert_eq!(words.author("—"), None);
    }
}
