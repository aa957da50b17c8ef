//! The note of a document: what it says of itself, its text with links, its claims, its comments.

use std::fmt::Write as _;

use annalist_model::{Block, BlockKind, Mention, Owner, Part, Party, Span};

use super::words::{label, link, plain, value};
use super::{EVENTS, LINES, Line, Vault};
use crate::Page;
use crate::text::shortened;

/// Deepest indent of an answer; what is deeper stands there, too.
const DEEPEST: u16 = 8;

/// Longest passage that is shown with a claim, in code points.
const PASSAGE: usize = 300;

impl Vault<'_> {
    /// The note of a document, called `note`.
    pub(super) fn document(&mut self, page: &Page<'_>, note: &str) -> String {
        let (document, metadata) = (page.document(), page.document().metadata());
        let mut text = String::from("---\n");
        let mut fact = |key: &str, words: Option<&str>| {
            if let Some(words) = words {
                let _ = writeln!(text, "{key}: {}", value(words));
            }
        };
        fact("input", Some(&document.source().input));
        fact("sha256", Some(&document.source().sha256.to_string()));
        fact("published", page.published().map(|it| it.to_string()).as_deref());
        fact("site", metadata.site.as_ref().map(|it| it.value.as_str()));
        fact("url", page.address());
        fact("language", metadata.language.as_ref().map(|it| it.value.as_str()));
        if !metadata.authors.is_empty() {
            text.push_str("authors:\n");
            for author in &metadata.authors {
                let _ = writeln!(text, "  - {}", value(&author.value));
            }
        }
        let _ = writeln!(text, "---\n\n# {}\n", plain(page.title()));
        for block in document.blocks().iter().filter(|it| it.owner == Owner::Article) {
            if block.kind != BlockKind::Title {
                let _ = writeln!(text, "{}{}\n", sign(block), self.words(page, block.span));
            }
        }
        let claims = self.claims(page, note);
        if !claims.is_empty() {
            let _ = writeln!(text, "## What is told\n\n{claims}");
        }
        if !document.comments().is_empty() {
            text.push_str("## Comments\n\n");
        }
        for comment in document.comments() {
            let indent = "  "
                .repeat(usize::from(u16::try_from(comment.depth).unwrap_or(DEEPEST).min(DEEPEST)));
            let author = comment.author.as_ref().map_or("no name", |it| &it.value);
            let posted = comment.posted.as_ref().and_then(|it| it.value);
            let posted = posted.map(|it| format!(", {it}")).unwrap_or_default();
            let words = self.words(page, comment.span);
            let _ = writeln!(
                text,
                "{indent}- **{}**{}: {words} ^c{}",
                plain(author),
                plain(&posted),
                comment.id
            );
        }
        text
    }

    /// Words with links to the notes of those whom they name, on one line.
    fn words(&self, page: &Page<'_>, span: Span) -> String {
        let document = page.document();
        let mentions = &page.record.annotations().mentions;
        let first = mentions.partition_point(|it| it.span.start() < span.start());
        let (mut text, mut at) = (String::new(), span.start());
        let within = mentions.iter().skip(first).take_while(|it| it.span.start() < span.end());
        for mention in within.filter(|it| it.span.end() <= span.end()) {
            if mention.span.start() < at {
                continue;
            }
            self.push(&mut text, document.text(), at, mention.span.start());
            text.push_str(&self.mention(page, mention));
            at = mention.span.end();
        }
        self.push(&mut text, document.text(), at, span.end());
        text.trim().to_owned()
    }

    /// Adds words that name nobody; blanks at their ends part them from the names.
    fn push(&self, text: &mut String, of: &str, from: u32, to: u32) {
        let words = of.get(from as usize..to as usize).unwrap_or_default();
        let blank = |it: bool| if it { " " } else { "" };
        text.push_str(blank(words.starts_with(char::is_whitespace)));
        text.push_str(&plain(words));
        if !words.trim().is_empty() {
            text.push_str(blank(words.ends_with(char::is_whitespace)));
        }
    }

    fn mention(&self, page: &Page<'_>, mention: &Mention) -> String {
        let words = page.document().slice(mention.span);
        page.entity(mention).map_or_else(|| plain(words), |entity| self.linked(entity, words))
    }

    /// Relations, events and quotations, a line each; they are kept for the notes of those who take
    /// part as well.
    fn claims(&mut self, page: &Page<'_>, note: &str) -> String {
        let claims = &page.record.annotations().claims;
        let mut text = String::new();
        let from = link(note, &shortened(page.title(), 60));
        for it in &claims.relations {
            let what = it.kind.replace('_', " ");
            let line = format!(
                "{} – {} – {}{}",
                self.party(page, &it.subject),
                plain(&what),
                self.party(page, &it.object),
                self.said(page, it.date, it.modality.as_str(), it.evidence.first())
            );
            let day = day(page, it.date);
            self.keep(page, [&it.subject, &it.object], &day, &format!("{line} ({from})"));
            let _ = writeln!(text, "- {line}");
        }
        for it in &claims.events {
            let parties = |vault: &Self, part: Part| -> Vec<String> {
                it.parties(part).map(|party| vault.party(page, party)).collect()
            };
            let who = parties(self, Part::Agent).join(", ");
            let whom: Vec<String> = Part::ALL
                .iter()
                .filter(|it| **it != Part::Agent)
                .flat_map(|part| parties(self, *part))
                .collect();
            let what = it.predicate.replace('_', " ");
            let said = self.said(page, it.date, it.modality.as_str(), it.evidence.first());
            let line = format!("{who} **{}** {}{said}", plain(&what), whom.join(", "));
            let line = line.trim().to_owned();
            let (day, with_source) = (day(page, it.date), format!("{line} ({from})"));
            self.keep(page, it.participants.iter().map(|it| &it.party), &day, &with_source);
            if let Some(day) = day.filter(|_| it.modality.is_held() && self.events.len() < EVENTS) {
                let names: Vec<&str> =
                    it.participants.iter().map(|it| page.document().slice(it.party.span)).collect();
                let words = label(&format!("{} {what}", names.join(" ")));
                self.events.entry((day, words)).or_insert(with_source);
            }
            let _ = writeln!(text, "- {line}");
        }
        for it in &claims.quotations {
            let words: Vec<&str> =
                it.parts.iter().map(|part| page.document().slice(*part)).collect();
            let words = plain(&shortened(&words.join(" … "), PASSAGE));
            let by = it.speaker.as_ref().map(|it| self.party(page, it)).unwrap_or_default();
            let _ = writeln!(text, "- {by}: “{words}”");
        }
        text
    }

    fn party(&self, page: &Page<'_>, party: &Party) -> String {
        let words = page.document().slice(party.span);
        let entity = party.entity.and_then(|it| page.entity_of(it));
        entity.map_or_else(|| plain(words), |entity| self.linked(entity, &entity.name))
    }

    /// When, how surely, and in which words.
    fn said(
        &self,
        page: &Page<'_>,
        date: Option<Span>,
        modality: &str,
        at: Option<&Span>,
    ) -> String {
        let when =
            date.map(|it| format!(", {}", plain(page.document().slice(it)))).unwrap_or_default();
        let sure = if modality == "asserted" { String::new() } else { format!(" ({modality})") };
        let words = at.map(|it| plain(&shortened(page.document().slice(*it), PASSAGE)));
        format!("{when}{sure}: “{}”", words.unwrap_or_default())
    }

    fn keep<'p>(
        &mut self,
        page: &Page<'_>,
        parties: impl IntoIterator<Item = &'p Party>,
        day: &Option<String>,
        text: &str,
    ) {
        let entities = parties.into_iter().filter_map(|it| page.entity_of(it.entity?));
        let mut numbers: Vec<u32> = entities.map(|it| it.id).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers.into_iter().filter(|it| self.notes.contains_key(it)) {
            let told = self.told.entry(number).or_default();
            if told.len() < LINES {
                told.push(Line { day: day.clone(), text: text.to_owned() });
            }
        }
    }
}

/// The first day of a date, as it is known.
fn day(page: &Page<'_>, date: Option<Span>) -> Option<String> {
    let interval = page.record.annotations().date_at(date?)?.interval?;
    interval.from.or(interval.to).map(|it| it.to_string())
}

/// What stands before the words of a block.
fn sign(block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Heading(1 | 2) => "## ",
        BlockKind::Heading(_) => "### ",
        BlockKind::ListItem => "- ",
        BlockKind::Quote => "> ",
        _ => "",
    }
}
