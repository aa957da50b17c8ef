//! A vault of Obsidian: a note for each document and for each name that more than one passage has,
//! linked, with a timeline and a graph that Mermaid draws.
//!
//! The words of a page are escaped for Markdown, and names of notes hold letters and digits alone.
//! An alias stands with one note only: one that several share is not given to any, and is listed
//! with each as a spelling.

mod document;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_model::EntityKind;

use self::words::{Names, label, link, plain, value};
use crate::co_mentions::CoMentions;
use crate::collection::Entity;
use crate::text::shortened;
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "obsidian",
    meaning: "a vault of linked notes, with timeline and graph, for Obsidian and other editors",
    opening: Opening::Folder(open),
};

/// Most lines that are kept for the note of a name; those of the documents have all.
const LINES: usize = 40;

/// Most dated events that the timeline lists, and that its picture shows.
const EVENTS: usize = 2_000;
const DRAWN: usize = 40;

/// Most pairs that the graph lists, and that its picture shows.
const PAIRS: usize = 300;
const TIES: usize = 40;

/// Names of each kind on the first note.
const MOST: usize = 15;

/// Longest title, in code points.
const TITLE: usize = 160;

/// A claim that a note of a name shows, and when it was so.
struct Line {
    day: Option<String>,
    text: String,
}

struct Vault<'c> {
    collection: &'c Collection,
    folder: PathBuf,
    names: Names,
    /// The note of each entity that has one.
    notes: BTreeMap<u32, String>,
    /// The notes of the documents, with their titles and days.
    documents: BTreeMap<u32, (String, String, Option<String>)>,
    /// What is told of entities.
    told: BTreeMap<u32, Vec<Line>>,
    /// Dated events: day, words for the picture, line.
    events: BTreeMap<(String, String), String>,
    pairs: CoMentions,
}

fn open<'c>(collection: &'c Collection, folder: &Path) -> Exporting<'c> {
    let mut names = Names::default();
    let mut notes = BTreeMap::new();
    for entity in collection.entities.iter().filter(|it| has_note(it)) {
        notes.insert(entity.id, names.give(folder_of(entity.kind), &entity.name));
    }
    Ok(Box::new(Vault {
        collection,
        folder: folder.to_owned(),
        names,
        notes,
        documents: BTreeMap::new(),
        told: BTreeMap::new(),
        events: BTreeMap::new(),
        pairs: CoMentions::default(),
    }))
}

/// Whether there is more to say of an entity than its document does.
fn has_note(entity: &Entity) -> bool {
    entity.documents.len() > 1 || entity.article_mentions + entity.comment_mentions > 1
}

fn folder_of(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "People",
        EntityKind::Organisation => "Organisations",
        EntityKind::Place => "Places",
        EntityKind::Group => "Groups",
        EntityKind::Other => "Other names",
    }
}

impl Export for Vault<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        let title = shortened(page.title(), TITLE);
        let note = self.names.give("Documents", &title);
        let published = page.published().map(|it| it.date.to_string());
        self.pairs.add(page);
        let text = self.document(page, &note);
        self.documents.insert(page.number, (note.clone(), title, published));
        self.write(&note, &text)
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        let owners = self.owners_of_aliases();
        for (id, note) in &self.notes {
            if let Some(entity) = self.collection.entities.get(*id as usize) {
                self.write(note, &self.name(entity, &owners))?;
            }
        }
        self.write("Timeline", &self.timeline())?;
        self.write("Graph", &self.graph())?;
        self.write("Start here", &self.start())
    }
}

impl Vault<'_> {
    fn write(&self, note: &str, text: &str) -> Result<(), ExportError> {
        let path = self.folder.join(format!("{note}.md"));
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        Ok(fs::write(path, text)?)
    }

    /// A name, linked to its note where there is one.
    fn linked(&self, entity: &Entity, words: &str) -> String {
        match self.notes.get(&entity.id) {
            Some(note) => link(note, words),
            None => plain(words),
        }
    }

    /// How many notes each alias would stand with, in small letters; a name counts for its own.
    fn owners_of_aliases(&self) -> BTreeMap<String, u32> {
        let mut owners = BTreeMap::new();
        let entities =
            self.notes.keys().filter_map(|it| self.collection.entities.get(*it as usize));
        for entity in entities {
            let mut own: Vec<String> =
                entity.other_names().map(|it| it.value.to_lowercase()).collect();
            own.push(entity.name.to_lowercase());
            own.sort();
            own.dedup();
            for alias in own {
                *owners.entry(alias).or_default() += 1;
            }
        }
        owners
    }

    /// The note of a name.
    fn name(&self, entity: &Entity, owners: &BTreeMap<String, u32>) -> String {
        let mut text = String::from("---\naliases:\n");
        let is_own = |alias: &str| owners.get(&alias.to_lowercase()) == Some(&1);
        let aliases = entity.other_names().map(|it| it.value.as_str());
        for alias in std::iter::once(entity.name.as_str()).chain(aliases).filter(|it| is_own(it)) {
            let _ = writeln!(text, "  - {}", value(alias));
        }
        let _ = writeln!(text, "type: {}", entity.kind.as_str());
        let _ = writeln!(text, "article_mentions: {}", entity.article_mentions);
        let _ = writeln!(text, "comment_mentions: {}", entity.comment_mentions);
        let _ = writeln!(text, "documents: {}", entity.documents.len());
        if let Some((latitude, longitude)) = entity.point() {
            let _ = writeln!(text, "location: [{latitude}, {longitude}]");
        }
        let _ = writeln!(text, "---\n\n# {}\n", plain(&entity.name));
        if let Some(site) = entity.site() {
            let region = site.region.as_deref().unwrap_or_default();
            let _ =
                writeln!(text, "{}\n", plain(&format!("{} {region} {}", site.name, site.country)));
        }
        let mut spellings = entity.other_names().peekable();
        if spellings.peek().is_some() {
            text.push_str("## Spellings\n\n");
            for alias in spellings {
                let kinds = alias.kinds.join(", ");
                let shared = if is_own(&alias.value) { "" } else { ", shared with others" };
                let times = alias.mentions;
                let _ = writeln!(text, "- {} ({kinds}; {times}×{shared})", plain(&alias.value));
            }
            text.push('\n');
        }
        if let Some(told) = self.told.get(&entity.id) {
            text.push_str("## What is told\n\n");
            let mut told: Vec<&Line> = told.iter().collect();
            told.sort_by(|a, b| (a.day.is_none(), &a.day).cmp(&(b.day.is_none(), &b.day)));
            for line in told {
                let _ = writeln!(text, "- {}", line.text);
            }
            text.push('\n');
        }
        text.push_str("## Documents\n\n");
        for occurrence in &entity.documents {
            if let Some((note, title, day)) = self.documents.get(&occurrence.document) {
                let day = day.as_deref().map(|it| format!(", {it}")).unwrap_or_default();
                let _ = writeln!(text, "- {}{day}", link(note, title));
            }
        }
        text
    }

    fn timeline(&self) -> String {
        let mut text = String::from("# Timeline\n\n");
        let mut drawn: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (day, words) in self.events.keys().filter(|it| !it.1.is_empty()).take(DRAWN) {
            drawn.entry(day).or_default().push(words);
        }
        if drawn.is_empty() {
            text.push_str("No dated event is told.\n");
            return text;
        }
        text.push_str("```mermaid\ntimeline\n");
        for (day, words) in drawn {
            let _ = writeln!(text, "    {day} : {}", words.join(" : "));
        }
        text.push_str("```\n\n");
        for ((day, _), line) in &self.events {
            let _ = writeln!(text, "- {day}: {line}");
        }
        text
    }

    fn graph(&self) -> String {
        let mut pairs: Vec<_> = self.pairs.pairs(self.collection).collect();
        pairs.sort_by_key(|(one, other, tie)| {
            (std::cmp::Reverse((tie.documents, tie.blocks)), one.id, other.id)
        });
        let mut text = String::from("# Who is named beside whom\n\n");
        if pairs.is_empty() {
            text.push_str("No passage names two.\n");
            return text;
        }
        text.push_str("```mermaid\ngraph LR\n");
        for (one, other, tie) in pairs.iter().take(TIES) {
            let _ = writeln!(
                text,
                "    n{}[\"{}\"] ---|{}| n{}[\"{}\"]",
                one.id,
                label(&one.name),
                tie.documents,
                other.id,
                label(&other.name)
            );
        }
        text.push_str("```\n\n");
        for (one, other, tie) in pairs.iter().take(PAIRS) {
            let documents = if tie.documents == 1 { "document" } else { "documents" };
            let (first, second) = (self.linked(one, &one.name), self.linked(other, &other.name));
            let _ = writeln!(text, "- {first} – {second}: {} {documents}", tie.documents);
        }
        text
    }

    fn start(&self) -> String {
        let mut text = String::from("# Start here\n\n");
        let count = self.documents.len();
        let _ = writeln!(text, "{count} {}.\n", if count == 1 { "document" } else { "documents" });
        text.push_str("[[Timeline]] · [[Graph]]\n");
        for kind in [EntityKind::Person, EntityKind::Organisation, EntityKind::Place] {
            let _ = writeln!(text, "\n## {}\n", folder_of(kind));
            let of_kind = self.collection.entities.iter().filter(|it| it.kind == kind);
            for entity in of_kind.take(MOST) {
                let mentions = entity.article_mentions + entity.comment_mentions;
                let name = self.linked(entity, &entity.name);
                let _ =
                    writeln!(text, "- {name}: {mentions}×, {} documents", entity.documents.len());
            }
        }
        text.push_str("\n## Documents\n\n");
        for (note, title, day) in self.documents.values() {
            let day = day.as_deref().unwrap_or("no date");
            let _ = writeln!(text, "- {}, {day}", link(note, title));
        }
        text
    }
}
