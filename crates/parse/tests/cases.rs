//! Small pages, and what is read from them. Each file of `cases/` holds a page, a line of dashes,
//! and the blocks and comments that come out. Adding a case is adding a file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod support;

use std::fmt::Write;

use annalist_model::{BlockKind, Document, Marker, Owner, Span};

#[test]
fn each_case_reads_as_it_says() {
    support::check("cases", show);
}

/// A line a block: its kind, whose it is, its place in a list, its words; then a line for each part
/// of the structure, and a line a comment.
fn show(document: &Document) -> String {
    let mut out = String::new();
    for block in document.blocks() {
        let owner = match block.owner {
            Owner::Article => String::new(),
            Owner::Comment(id) => format!(" c{id}"),
        };
        let level = match block.kind {
            BlockKind::Heading(level) => format!(" {level}"),
            _ => String::new(),
        };
        let list = block.list.map_or_else(String::new, |place| {
            let marker = match place.marker {
                Marker::Bullet => "-".to_owned(),
                Marker::Number(number) => format!("{number}."),
                Marker::Continued => "+".to_owned(),
            };
            format!(" {}{marker}", ">".repeat(usize::from(place.depth)))
        });
        let words = shown(document, block.span);
        let _ = writeln!(out, "{}{level}{owner}{list}: {words}", block.kind.as_str());
    }
    show_structure(document, &mut out);
    for comment in document.comments() {
        let author = comment.author.as_ref().map_or("nobody", |author| author.value.as_str());
        let posted = comment.posted.as_ref().and_then(|stamp| stamp.value);
        let posted = posted.map_or_else(String::new, |at| format!(", {at}"));
        let edited = comment.edited.as_ref().and_then(|stamp| stamp.value);
        let edited = edited.map_or_else(String::new, |at| format!(", changed {at}"));
        let told = comment.posted.as_ref().and_then(|stamp| stamp.shown.clone());
        let told = told.map_or_else(String::new, |words| format!(", “{words}”"));
        let parent = comment.parent.map_or_else(String::new, |parent| format!(", to {parent}"));
        let kind = comment.kind.as_str();
        let named = comment.addresses.map_or_else(String::new, |other| format!(", names {other}"));
        let id = comment.id;
        let _ = writeln!(out, "= {id} {kind} by {author}{posted}{told}{edited}{parent}{named}");
        for quote in &comment.quotes {
            let of = quote.of.map_or_else(String::new, |of| format!(" of {of}"));
            let by = quote.author.as_deref().map_or_else(String::new, |by| format!(" by {by}"));
            let _ = writeln!(out, "  quotes “{}”{of}{by}", shown(document, quote.span));
        }
    }
    if let Some(place) = &document.metadata().original_publication {
        let _ = writeln!(out, "first in {}", place.value);
    }
    out
}

fn show_structure(document: &Document, out: &mut String) {
    let structure = document.structure();
    let none = || "none".to_owned();
    for link in &structure.links {
        let _ = writeln!(out, "* link “{}” to {}", shown(document, link.span), link.target);
    }
    for emphasis in &structure.emphasis {
        let words = shown(document, emphasis.span);
        let _ = writeln!(out, "* {} “{words}”", emphasis.kind.as_str());
    }
    for table in &structure.tables {
        let headers: Vec<String> = table.headers.iter().map(|it| shown(document, *it)).collect();
        let words = shown(document, table.span);
        let _ = writeln!(out, "* table “{words}” with headers {headers:?}");
    }
    for image in &structure.images {
        let (address, alt) = (image.address.clone(), image.alt.clone());
        let words = shown(document, image.span);
        let (address, alt) = (address.unwrap_or_else(none), alt.unwrap_or_else(none));
        let _ = writeln!(out, "* image “{words}” at {address}, alt {alt}");
    }
    for it in &structure.attributions {
        let words = shown(document, it.span);
        let [service, author, address] =
            [&it.service, &it.author, &it.address].map(|it| it.clone().unwrap_or_else(none));
        let _ = writeln!(out, "* quotation “{words}” from {service} by {author} at {address}");
    }
}

fn shown(document: &Document, span: Span) -> String {
    document.slice(span).replace('\n', "\\n").replace('\t', "\\t")
}
