//! The page tree stays in crates/parse: none of its types stands in what that crate shows.

use std::collections::BTreeSet;

use anyhow::Result;

use super::house::House;
use super::rust_source::{Kind, Token};
use super::sources::{LibraryFile, library_files};

/// The crates of the page tree, as sources name them.
const PAGE_TREE: [&str; 4] = ["ego_tree", "html5ever", "html5gum", "scraper"];

/// Words that begin an item behind `pub`; anything else is a field.
const ITEMS: [&str; 12] = [
    "async", "const", "enum", "extern", "fn", "mod", "static", "struct", "trait", "type", "unsafe",
    "use",
];

/// No type of the page tree stands in what crates/parse shows.
pub(super) fn signatures(house: &House<'_>) -> Result<Vec<String>> {
    Ok(library_files(house, "parse")?.iter().flat_map(page_tree_shown).collect())
}

fn page_tree_shown(file: &LibraryFile) -> Vec<String> {
    let tokens = &file.source.tokens;
    let imported = imported(tokens);
    let mut breaches = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let behind = tokens.get(index + 1..).unwrap_or_default();
        // `pub(crate)` and its like show nothing.
        if !token.is_word("pub") || behind.first().is_some_and(|next| next.is_sign('(')) {
            continue;
        }
        let words = shown(behind).iter().filter_map(Token::word);
        let names: BTreeSet<&str> =
            words.filter(|word| PAGE_TREE.contains(word) || imported.contains(word)).collect();
        for name in names {
            breaches.push(format!(
                "{}:{}: {name} is a type of the page tree, which never leaves crates/parse; show a \
                 value of crates/model",
                file.path, token.line
            ));
        }
    }
    breaches
}

/// The names that a file takes from the crates of the page tree.
fn imported(tokens: &[Token]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word("use")) {
        let statement = tokens.get(index + 1..).unwrap_or_default();
        let end = statement.iter().position(|token| token.is_sign(';')).unwrap_or(0);
        let statement = statement.get(..end).unwrap_or_default();
        let from = statement.iter().find_map(Token::word);
        if from.is_some_and(|from| PAGE_TREE.contains(&from)) && !token.is_word("self") {
            names.extend(statement.iter().filter_map(Token::word).filter(|word| *word != "self"));
        }
    }
    names
}

/// The tokens behind a `pub` that others see: a signature, a whole trait or enum, a field's type.
fn shown(behind: &[Token]) -> &[Token] {
    let item = behind.first().and_then(Token::word).filter(|word| ITEMS.contains(word));
    let whole = matches!(item, Some("enum" | "trait" | "use"));
    let mut depth = 0_i32;
    let mut last = ' ';
    for (index, token) in behind.iter().enumerate() {
        let Kind::Sign(sign) = token.kind else {
            last = ' ';
            continue;
        };
        let ends = match sign {
            ';' => depth == 0,
            ',' => depth == 0 && item.is_none(),
            '{' => depth == 0 && !whole,
            _ => false,
        };
        if ends {
            return &behind[..index];
        }
        match sign {
            '(' | '[' | '{' => depth += 1,
            '<' => depth += 1,
            '>' if last != '-' && last != '=' => depth -= 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        let is_end_of_whole = sign == '}' && depth == 0 && item != Some("use");
        if depth < 0 || is_end_of_whole {
            return &behind[..index];
        }
        last = sign;
    }
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_tree_stays_inside() {
        let head = "use scraper::{Html, node::Element};\n";
        for (item, expected) in [
            ("pub fn f(page: &Html) -> u32 { 1 }", 1),
            ("pub fn f<A, B>(a: A) -> Result<Html, B> where B: X { 1 }", 1),
            ("pub fn f() -> u32 { Html::new(); 1 }", 0),
            ("pub(crate) fn f(page: &Html) {}", 0),
            ("fn f(page: &Html) {}", 0),
            ("pub struct A { tree: Html, pub name: String }", 0),
            ("pub struct A { pub name: String, pub tree: Vec<(u8, Html)> }", 1),
            ("pub struct A { pub name: BTreeMap<u8, u8>, tree: Html }", 0),
            ("pub enum A { Tree(Html), None }\nfn g() {}", 1),
            ("pub trait A { fn f(&self) -> Element; }", 1),
            ("pub enum A { One }\nfn g(page: Html) {}", 0),
            ("pub use scraper::Selector;", 2),
            ("pub type Tree = ego_tree::Tree<u8>;", 1),
        ] {
            let breaches = page_tree_shown(&LibraryFile::of(&format!("{head}{item}")));
            assert_eq!(breaches.len(), expected, "{item}: {breaches:?}");
        }
        let breaches =
            page_tree_shown(&LibraryFile::of("use scraper::Html;\n\npub fn f(page: Html) {}"));
        assert!(breaches[0].starts_with("crates/parse/src/a.rs:3: Html"), "{breaches:?}");
    }
}
