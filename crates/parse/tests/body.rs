//! Pages as sites make them, one for each mistake that is easily made about the body of an article.
//! Each file of `body/` holds a page, a line of dashes, and what is true of the page, a line each:
//!
//! - `kind: article`, `thread`, `index` or `offer`: what the page was taken for
//! - `+ words`: they stand in one block of the body
//! - `- words`: they stand on the page, and not in the body
//! - `comment: words`: they stand in a comment
//! - `caption: words`, or any other kind of block: they stand in a block of that kind
//! - `title: words`: the headline
//! - `= 3`: the number of comments
//!
//! Adding a case is adding a file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::Write;

use annalist_model::{Block, BlockKind, Document, Owner};
use support::Case;

#[test]
fn each_body_holds_what_it_should_and_nothing_else() {
    support::check_each("body", |case| {
        assert!(case.expected.contains("\n+ "), "a case without words of the body shows little");
        case.expected.lines().fold(String::new(), |mut faults, line| {
            if let Err(fault) = check_line(case, line) {
                let _ = writeln!(faults, "{line}\n   {fault}");
            }
            faults
        })
    });
}

/// Whether what a line says is true; what is found instead where it is not.
fn check_line(case: &Case<'_>, line: &str) -> Result<(), String> {
    let document = case.document;
    if let Some(words) = line.strip_prefix("+ ") {
        return find(document, words, is_body);
    }
    if let Some(words) = line.strip_prefix("- ") {
        assert!(folded(case.page).contains(words), "no such words stand on the page: {words}");
        return match block_with(document, words, is_body) {
            Some(block) => Err(format!("stands in the body: {}", shown(document, block))),
            None => Ok(()),
        };
    }
    if let Some(number) = line.strip_prefix("= ") {
        return same(&document.comments().len().to_string(), number);
    }
    let (name, words) =
        line.split_once(": ").unwrap_or_else(|| panic!("a line of no known form: {line}"));
    match name {
        "kind" => {
            let page_type = document.metadata().page_type;
            same(page_type.map_or("none", |it| it.kind.as_str()), words)
        }
        "title" => {
            same(document.metadata().title.as_ref().map_or("none", |it| it.value.as_str()), words)
        }
        "comment" => find(document, words, |block| block.owner != Owner::Article),
        kind => {
            let kind = BlockKind::parse(kind, Some(2))
                .unwrap_or_else(|| panic!("a line of no known form: {line}"));
            find(document, words, |block| {
                block.kind.as_str() == kind.as_str() && block.owner == Owner::Article
            })
        }
    }
}

fn is_body(block: &Block) -> bool {
    block.owner == Owner::Article && block.kind.is_body()
}

fn find(document: &Document, words: &str, fits: impl Fn(&Block) -> bool) -> Result<(), String> {
    if block_with(document, words, fits).is_some() {
        return Ok(());
    }
    Err(match block_with(document, words, |_| true) {
        Some(block) => format!("stands elsewhere: {}", shown(document, block)),
        None => "stands in no block".to_owned(),
    })
}

fn block_with<'d>(
    document: &'d Document,
    words: &str,
    fits: impl Fn(&Block) -> bool,
) -> Option<&'d Block> {
    let mut blocks = document.blocks().iter();
    blocks.find(|block| fits(block) && folded(document.slice(block.span)).contains(words))
}

fn shown(document: &Document, block: &Block) -> String {
    let owner = match block.owner {
        Owner::Article => String::new(),
        Owner::Comment(id) => format!(" c{id}"),
    };
    format!("{}{owner}: {}", block.kind.as_str(), folded(document.slice(block.span)))
}

fn same(found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("found: {found}")) }
}

/// White space as one blank each.
fn folded(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
