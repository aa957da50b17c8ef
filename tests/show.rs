//! Documents and annotations as text that a person reads: what the snapshots hold.

use std::fmt::Write;

use annalist_model::{
    Block, ByteRange, Comment, DateMention, Document, Marker, Metadata, Modality, Owner, Party,
    Record, RunForm, Sourced, Span, Stamp,
};

/// The document: metadata, blocks, comments, what the source map covers, doubts.
pub fn document(document: &Document) -> String {
    let mut out = String::new();
    let source = document.source();
    line(&mut out, format!("id        {}", document.id()));
    line(
        &mut out,
        format!(
            "source    {}, {}, {} bytes",
            source.media_type.as_str(),
            source.charset,
            source.length
        ),
    );
    for (name, value) in [
        ("url", source.url.clone()),
        ("saved at", source.saved_at.map(|at| at.to_string())),
        ("saved by", source.saved_by.clone()),
    ] {
        if let Some(value) = value {
            line(&mut out, format!("{name:<9} {value}"));
        }
    }
    metadata(&mut out, document.metadata());
    line(&mut out, "\n# blocks");
    for block in document.blocks() {
        line(&mut out, show_block(document, block));
    }
    line(&mut out, "\n# structure");
    structure(&mut out, document);
    line(&mut out, "\n# comments");
    for comment in document.comments() {
        show_comment(&mut out, document, comment);
    }
    line(&mut out, format!("\n# source map\n{}", coverage(document)));
    line(&mut out, "\n# diagnostics");
    for diagnostic in document.diagnostics() {
        line(&mut out, format!("{} {}", diagnostic.code, diagnostic.message));
    }
    out
}

/// What a date says beside its value, in square brackets.
fn details(date: &DateMention) -> String {
    let details = date.details.to_string();
    if details.is_empty() { details } else { format!(" [{details}]") }
}

/// Relations, events and quotations, each with its passages.
fn claims(out: &mut String, record: &Record) {
    let document = record.document();
    let found = record.annotations();
    let words = |span: Span| document.slice(span).replace('\n', " ");
    let party = |party: &Party| {
        let entity = party.entity.and_then(|entity| found.entities.get(entity as usize));
        match entity {
            Some(entity) if entity.name == words(party.span) => entity.name.clone(),
            Some(entity) => format!("{} “{}”", entity.name, words(party.span)),
            None => format!("“{}”", words(party.span)),
        }
    };
    let told = |modality: Modality, by: &Option<Party>, date: Option<Span>| {
        let by = by.as_ref().map(|by| format!(" by {}", party(by))).unwrap_or_default();
        let date = date.map(|date| format!(", {}", words(date))).unwrap_or_default();
        format!("{}{by}{date}", modality.as_str())
    };
    let evidence = |out: &mut String, spans: &[Span]| {
        for span in spans {
            line(out, format!("    {} {}", place(document, *span), words(*span)));
        }
    };
    if !found.claims.relations.is_empty() {
        line(out, "\n# relations");
    }
    for it in &found.claims.relations {
        let role = it.role.map(|role| format!(" as “{}”", words(role))).unwrap_or_default();
        let told = told(it.modality, &it.reporter, it.date);
        let (subject, object) = (party(&it.subject), party(&it.object));
        line(out, format!("{subject} — {} — {object}{role} [{told}] ({})", it.kind, it.rule));
        evidence(out, &it.evidence);
    }
    if !found.claims.events.is_empty() {
        line(out, "\n# events");
    }
    for it in &found.claims.events {
        let parts = it.participants.iter();
        let parts = parts.map(|it| format!("{} {}", it.part.as_str(), party(&it.party)));
        let parts = parts.collect::<Vec<String>>().join(", ");
        let told = told(it.modality, &it.reporter, it.date);
        line(out, format!("{}: {parts} [{told}] ({})", it.predicate, it.rule));
        evidence(out, &it.evidence);
    }
    if !found.claims.quotations.is_empty() {
        line(out, "\n# quotations");
    }
    for it in &found.claims.quotations {
        let speaker = it.speaker.as_ref().map_or("nobody named".to_owned(), party);
        let cue = it.cue.map(|cue| format!(" {}", words(cue))).unwrap_or_default();
        line(out, format!("{speaker}{cue} [{}] ({})", it.kind.as_str(), it.rule));
        evidence(out, &it.parts);
    }
}

/// What was found in the text: entities with their mentions, dates, doubts.
pub fn annotations(record: &Record) -> String {
    let mut out = String::new();
    let document = record.document();
    let found = record.annotations();
    line(&mut out, "# entities");
    for entity in &found.entities {
        line(&mut out, format!("{} {} “{}”", entity.id, entity.kind.as_str(), entity.name));
        for alias in &entity.aliases {
            line(
                &mut out,
                format!("    {} “{}” ({})", alias.kind.as_str(), alias.value, alias.rule),
            );
        }
        for mention in found.mentions.iter().filter(|mention| mention.entity == entity.id) {
            let words = document.slice(mention.span).replace('\n', " ");
            line(
                &mut out,
                format!(
                    "    {} {words} ({}, {})",
                    place(document, mention.span),
                    mention.rule,
                    mention.score
                ),
            );
        }
    }
    line(&mut out, "\n# dates");
    for date in &found.dates {
        let days = date.interval.map_or(String::new(), |interval| {
            let day = |date: Option<annalist_model::Date>| {
                date.map_or("…".to_owned(), |date| date.to_string())
            };
            format!(", {} to {}", day(interval.from), day(interval.to))
        });
        line(
            &mut out,
            format!(
                "{} “{}” {} {}{days}{} ({}, {})",
                place(document, date.span),
                document.slice(date.span).replace('\n', " "),
                date.kind.as_str(),
                date.value,
                details(date),
                date.anchor.as_str(),
                date.rule
            ),
        );
    }
    if let Some(bounds) = found.publication_bounds {
        line(&mut out, "\n# published");
        for (name, bound) in [("not before", bounds.not_before), ("not after", bounds.not_after)] {
            if let Some(bound) = bound {
                line(&mut out, format!("{name} {} {}", bound.date, place(document, bound.span)));
            }
        }
    }
    claims(&mut out, record);
    line(&mut out, "\n# diagnostics");
    for diagnostic in &record.diagnostics()[document.diagnostics().len()..] {
        line(&mut out, format!("{} {}", diagnostic.code, diagnostic.message));
    }
    out
}

fn metadata(out: &mut String, metadata: &Metadata) {
    if let Some(page_type) = metadata.page_type {
        line(out, format!("{:<9} {} ({})", "kind", page_type.kind.as_str(), page_type.score));
    }
    let mut text = |name: &str, value: &Option<Sourced<String>>| {
        if let Some(value) = value {
            line(out, sourced(name, &value.value, value));
        }
    };
    text("title", &metadata.title);
    text("site", &metadata.site);
    text("publisher", &metadata.publisher);
    text("language", &metadata.language);
    text("canonical", &metadata.canonical_url);
    text("summary", &metadata.description);
    text("section", &metadata.section);
    text("first in", &metadata.original_publication);
    for (name, values) in [
        ("author", &metadata.authors),
        ("tag", &metadata.tags),
        ("image", &metadata.images),
        ("about", &metadata.author_notes),
    ] {
        for value in values {
            line(out, sourced(name, &value.value, value));
        }
    }
    for (name, date) in [("published", &metadata.published), ("modified", &metadata.modified)] {
        if let Some(date) = date {
            line(out, sourced(name, &date.value.to_string(), date));
        }
    }
    if let Some(count) = &metadata.comment_count {
        line(out, sourced("declared", &count.value.to_string(), count));
    }
}

fn sourced<T>(name: &str, shown: &str, value: &Sourced<T>) -> String {
    format!("{name:<9} {shown} ({}{})", value.origin.as_str(), bytes(value.bytes))
}

fn bytes(range: Option<ByteRange>) -> String {
    range.map_or(String::new(), |range| format!(" [{range:?}]"))
}

fn place(document: &Document, span: Span) -> String {
    let owner = match document.owner_at(span.start()) {
        Owner::Article => String::new(),
        Owner::Comment(id) => format!(" c{id}"),
    };
    format!("{span:?}{}{owner}", bytes(document.bytes_of(span)))
}

fn show_block(document: &Document, block: &Block) -> String {
    let owner = match block.owner {
        Owner::Article => String::new(),
        Owner::Comment(id) => format!(" c{id}"),
    };
    let level = match block.kind {
        annalist_model::BlockKind::Heading(level) => format!(" {level}"),
        _ => String::new(),
    };
    let list = block.list.map_or(String::new(), |place| {
        let marker = match place.marker {
            Marker::Bullet => "•".to_owned(),
            Marker::Number(number) => format!("{number}."),
            Marker::Continued => "continued".to_owned(),
        };
        format!(" {marker} at depth {}", place.depth)
    });
    let words = document.slice(block.span).replace('\n', "\n    ");
    format!(
        "{}{level}{list}{owner} {:?}{}\n    {words}",
        block.kind.as_str(),
        block.span,
        bytes(document.bytes_of(block.span))
    )
}

/// How the text was set.
fn structure(out: &mut String, document: &Document) {
    let structure = document.structure();
    let words = |span: Span| {
        format!("{} “{}”", place(document, span), document.slice(span).replace('\n', " "))
    };
    let told = |parts: [(&str, &Option<String>); 3]| {
        let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        parts.map(|(name, value)| format!(" {name} {value}")).collect::<String>()
    };
    for link in &structure.links {
        line(out, format!("link {} to {}", words(link.span), link.target));
    }
    for emphasis in &structure.emphasis {
        line(out, format!("{} {}", emphasis.kind.as_str(), words(emphasis.span)));
    }
    for table in &structure.tables {
        line(out, format!("table {}", place(document, table.span)));
        for header in &table.headers {
            line(out, format!("    header {}", words(*header)));
        }
    }
    for image in &structure.images {
        let known = told([("at", &image.address), ("alt", &image.alt), ("", &None)]);
        line(out, format!("image of {}{known}", words(image.span)));
    }
    for it in &structure.attributions {
        let known = told([("from", &it.service), ("by", &it.author), ("at", &it.address)]);
        line(out, format!("quotation {}{known}", place(document, it.span)));
    }
}

fn show_comment(out: &mut String, document: &Document, comment: &Comment) {
    let author = comment.author.as_ref().map_or("nobody", |author| author.value.as_str());
    let parent = comment.parent.map_or(String::new(), |parent| format!(" to {parent}"));
    line(
        out,
        format!(
            "{}{parent} at depth {}: {} by {author}{}{} {:?}{}",
            comment.id,
            comment.depth,
            comment.kind.as_str(),
            stamp(", posted", comment.posted.as_ref()),
            stamp(", edited", comment.edited.as_ref()),
            comment.span,
            bytes(document.bytes_of(comment.span)),
        ),
    );
    for (name, value) in [("author at", &comment.author_url), ("permalink", &comment.permalink)] {
        if let Some(value) = value {
            line(out, format!("    {name} {value}"));
        }
    }
    for quote in &comment.quotes {
        let of = quote.of.map_or("somebody".to_owned(), |of| of.to_string());
        let name = quote.author.as_ref().map_or(String::new(), |name| format!(", named {name}"));
        let posted = quote.posted.map_or(String::new(), |at| format!(", of {at}"));
        line(out, format!("    quotes {of}{name}{posted} {:?}", quote.span));
    }
}

fn stamp(label: &str, stamp: Option<&Stamp>) -> String {
    let Some(stamp) = stamp else { return String::new() };
    let value = stamp.value.map(|at| at.to_string());
    let shown = stamp.shown.as_ref().map(|words| format!("“{words}”"));
    let told: Vec<String> = [value, shown].into_iter().flatten().collect();
    format!("{label} {}{}", told.join(" "), bytes(stamp.bytes))
}

/// How much of the text was read from where.
fn coverage(document: &Document) -> String {
    let runs = document.source_map().runs();
    let covered: usize = runs.iter().map(|run| run.text.range().len()).sum();
    let whole = runs.iter().filter(|run| run.form == RunForm::Whole).count();
    let generated = document.text().len() - covered;
    format!(
        "{} runs, {whole} of them read as one unit; {generated} bytes of the text were generated",
        runs.len()
    )
}

fn line(out: &mut String, text: impl std::fmt::Display) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{text}");
}
