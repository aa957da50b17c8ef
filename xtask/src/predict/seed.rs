//! Text files: all that is found in each, as one line. Offsets count code points of the file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::answers::Answers;
use super::extraction::body;
use super::stage::Stage;
use super::{Done, Job, claims, thread};
use crate::record::{CodePoints, EntityKind, Record, value_of};
use crate::workspace::status_of;

pub(super) fn predict(job: &Job<'_>) -> Result<Done> {
    let files = files_of(job.data)?;
    let stage = Stage::new()?;
    let ids = files.iter().map(|file| stem(file).into()).collect();
    for (number, file) in files.iter().enumerate() {
        stage.show(number, file, &staged_name(file), None)?;
    }

    let mut answers = Answers::<Seed>::create(job.out, "id", ids)?;
    let output = Stage::new()?;
    let mut command = job.product.command("run");
    // What a run says of its folder is of no use: the folder goes.
    command.args(["--quiet", "--no-ignore"]).args(job.options);
    command.arg("--output").arg(output.path());
    let status = status_of(command.arg("--").arg(stage.path()))?;
    for (number, file) in files.iter().enumerate() {
        let path = Stage::record(output.path(), number, &staged_name(file));
        let Ok(json) = fs::read_to_string(path) else { continue };
        let shown = file.display();
        let bytes = fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let seed = Record::read(&json)
            .and_then(|record| Seed::of(&record, &CodePoints::of(&bytes)))
            .with_context(|| format!("in {shown}"))?;
        answers.answer(number, &seed)?;
    }
    answers.finish(status)
}

/// The files of a folder that are not hidden, sorted by name; or the file itself.
fn files_of(data: &Path) -> Result<Vec<PathBuf>> {
    if data.is_file() {
        return Ok(vec![data.to_owned()]);
    }
    let cannot_read = || format!("cannot read {}", data.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(data).with_context(cannot_read)? {
        let path = entry.with_context(cannot_read)?.path();
        if path.is_file() && !stem(&path).starts_with('.') {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!("there is no file in {}", data.display());
    }
    files.sort();
    Ok(files)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The name that a file is staged under: its own ending says what it is.
fn staged_name(file: &Path) -> String {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
    let is_plain = ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    format!("page.{}", if is_plain { ending } else { "txt" })
}

/// What is found in one text file.
#[derive(Debug, Default, Serialize)]
struct Seed {
    offset_unit: OffsetUnit,
    metadata: Metadata,
    body: String,
    comments: Vec<Comment>,
    entities: Vec<Entity>,
    dates: Vec<Date>,
    relations: Vec<claims::Relation>,
    events: Vec<claims::Event>,
    quotes: Vec<claims::Quote>,
}

/// What offsets count.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
enum OffsetUnit {
    #[default]
    Char,
}

#[derive(Debug, Default, Serialize)]
struct Metadata {
    title: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    original_publication: Option<String>,
    published: Option<String>,
    tags: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Comment {
    author: Option<String>,
    text: String,
    datetime: Option<String>,
    /// The comment that it answers or else quotes, counted from 1.
    reply_to: Option<usize>,
}

#[derive(Debug, Serialize)]
struct Entity {
    name: String,
    r#type: &'static str,
    mentions: Vec<[usize; 2]>,
    aliases: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Date {
    start: usize,
    end: usize,
    text: String,
    r#type: String,
    value: String,
}

impl Seed {
    /// What a record says, in offsets of the file that has the code points `file`.
    fn of(record: &Record, file: &CodePoints) -> Result<Seed> {
        let points = CodePoints::of(record.text.as_bytes());
        Ok(Seed {
            offset_unit: OffsetUnit::Char,
            metadata: Metadata::of(record),
            body: body(record, &points)?,
            comments: comments(record, &points)?,
            entities: record.entities.iter().map(|entity| Entity::of(entity, file)).collect(),
            dates: dates(record, &points, file)?,
            relations: claims::relations(record, &points)?,
            events: claims::events(record, &points, file)?,
            quotes: claims::quotes(record, &points)?,
        })
    }
}

impl Metadata {
    fn of(record: &Record) -> Metadata {
        let metadata = &record.metadata;
        let text = |value| value_of(value).map(str::to_owned);
        Metadata {
            title: record.title().map(str::to_owned),
            author: record.author(),
            publisher: text(metadata.publisher.as_ref().or(metadata.site.as_ref())),
            original_publication: text(metadata.original_publication.as_ref()),
            published: text(metadata.published.as_ref()),
            tags: metadata.tags.iter().map(|tag| tag.value.clone()).collect(),
        }
    }
}

fn comments(record: &Record, points: &CodePoints) -> Result<Vec<Comment>> {
    let said = thread::of(record, points)?;
    Ok(said
        .into_iter()
        .map(|said| Comment {
            author: said.comment.author.clone(),
            text: said.text.to_owned(),
            datetime: said.comment.posted.as_ref().and_then(|posted| posted.value.clone()),
            reply_to: said.parent.or(said.quoted).map(|place| place + 1),
        })
        .collect())
}

impl Entity {
    fn of(entity: &crate::record::Entity, file: &CodePoints) -> Entity {
        let mentions = entity.mentions.iter().filter_map(|mention| mention.source_bytes);
        Entity {
            name: entity.name.clone(),
            r#type: tag(entity.kind),
            mentions: mentions.map(|bytes| bytes.map(|byte| file.before(byte))).collect(),
            aliases: entity.aliases.iter().map(|alias| alias.value.clone()).collect(),
        }
    }
}

fn tag(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PERSON",
        EntityKind::Organisation => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Group => "NORP",
        EntityKind::Other => "MISC",
    }
}

/// The dates that stand in the file in one piece.
fn dates(record: &Record, points: &CodePoints, file: &CodePoints) -> Result<Vec<Date>> {
    let mut dates = Vec::new();
    for date in &record.dates {
        let Some([start, end]) = date.source_bytes else { continue };
        dates.push(Date {
            start: file.before(start),
            end: file.before(end),
            text: points.slice(&record.text, date.start, date.end)?.to_owned(),
            r#type: date.kind.clone(),
            value: date.value.clone(),
        });
    }
    Ok(dates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::testing::record;

    #[test]
    fn offsets_are_those_of_the_file() {
        // The first mention of the record stands at bytes 4 to 8 of the file, its date at 20 to 24.
        let file = CodePoints::of("é😀 Quai and more, then".as_bytes());
        let seed = serde_json::to_value(Seed::of(&record(), &file).unwrap()).unwrap();
        let keys: Vec<&String> = seed.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "offset_unit",
                "metadata",
                "body",
                "comments",
                "entities",
                "dates",
                "relations",
                "events",
                "quotes"
            ]
        );
        assert_eq!(seed["offset_unit"], "char");
        assert_eq!(
            seed["entities"][0].to_string(),
            r#"{"name":"Ada Lorne","type":"PERSON","mentions":[],"aliases":["Lorne"]}"#
        );
        assert_eq!(
            seed["entities"][1].to_string(),
            r#"{"name":"Quai","type":"LOC","mentions":[[3,7]],"aliases":[]}"#
        );
        assert_eq!(
            seed["dates"].to_string(),
            r#"[{"start":16,"end":20,"text":"left","type":"DATE","value":"2018-09-06"}]"#
        );
        assert_eq!(
            seed["relations"].to_string(),
            r#"[{"subject":"Ada Lorne","relation":"visited","object":"Quai"}]"#
        );
        assert_eq!(
            seed["events"].to_string(),
            r#"[{"date":"2018-09-06","text":"left","start":16,"end":20}]"#
        );
        assert_eq!(seed["quotes"].to_string(), r#"[{"speaker":"Ada Lorne","quote":"left"}]"#);
        assert_eq!(
            seed["metadata"].to_string(),
            concat!(
                r#"{"title":"Title","author":"A. Bee; C. Dee","publisher":"The Site","#,
                r#""original_publication":null,"published":"2018-09-06T10:00","tags":["tag"]}"#
            )
        );
    }

    #[test]
    fn an_answer_counts_comments_from_one_and_a_quotation_is_one() {
        let mut record = record();
        let reply_to = |record: &Record| {
            let comments = comments(record, &CodePoints::of(record.text.as_bytes())).unwrap();
            comments.iter().map(|comment| comment.reply_to).collect::<Vec<_>>()
        };
        assert_eq!(reply_to(&record), [None, Some(1)]);
        record.comments[2].parent = None;
        assert_eq!(reply_to(&record), [None, Some(1)], "it quotes the first");
        record.comments[2].quotes.clear();
        assert_eq!(reply_to(&record), [None, None]);
    }

    #[test]
    fn text_files_are_staged_by_what_they_are() {
        assert_eq!(staged_name(Path::new("a b.txt")), "page.txt");
        assert_eq!(staged_name(Path::new("dump")), "page.txt");
        assert_eq!(staged_name(Path::new("a.html")), "page.html");
        assert_eq!(staged_name(Path::new("a.0 x")), "page.txt");
    }
}
