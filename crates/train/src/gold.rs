//! Sets of pages whose articles people have marked: folders with `gold.jsonl` and
//! `pages/ID.html.gz`.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use annalist_parse::training::{self, Page};
use annalist_parse::{Input, Parser};
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::align;

/// What people say of a page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Gold {
    pub(crate) id: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    pub(crate) article_text: Option<String>,
    /// Passages of the article, and passages that are not of it.
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    page_type: Option<String>,
    /// Why the gold is doubtful.
    #[serde(default)]
    suspect: Option<String>,
}

/// A page to learn from.
pub(crate) struct Example {
    pub(crate) set: &'static str,
    pub(crate) gold: Gold,
    pub(crate) page: Page,
    /// Which paragraphs are the article's, and how much each counts.
    pub(crate) labels: Vec<bool>,
    pub(crate) weights: Vec<f64>,
    /// What the first look of models that do not know the page says of each paragraph, once there was
    /// one.
    pub(crate) first: Vec<f32>,
    /// How likely models that do not know it find it of each kind.
    seen_as: [f64; 3],
    /// The site, by which pages are kept together when the model is tested.
    pub(crate) site: String,
}

impl Example {
    /// The kind of page: `None` for an article.
    pub(crate) fn kind(&self) -> Option<usize> {
        match self.gold.page_type.as_deref() {
            Some("forum") => Some(0),
            Some("listing" | "collection") => Some(1),
            Some("product" | "service") => Some(2),
            _ => None,
        }
    }

    /// Lets the page be seen as one of such a likelihood of each kind.
    pub(crate) fn set_kinds(&mut self, kinds: [f64; 3]) {
        self.seen_as = kinds;
        self.page.set_kinds(kinds.map(|it| it as f32));
    }

    /// The kind that the page is taken for by models that do not know it.
    pub(crate) fn taken_for(&self) -> Option<usize> {
        training::kind_of(self.seen_as.map(|it| it as f32))
    }

    /// Whether the page is taken for an article.
    pub(crate) fn is_article(&self) -> bool {
        self.taken_for().is_none()
    }

    /// Whether the first look has settled what a paragraph is.
    pub(crate) fn is_settled(&self, paragraph: usize) -> bool {
        self.first.get(paragraph).is_some_and(|&first| Page::is_hopeless(first))
    }

    pub(crate) fn is_doubtful(&self) -> bool {
        self.gold.suspect.is_some()
    }
}

/// The pages of a set, in the order of its gold.
pub(crate) fn read(parser: &Parser, folder: &Path, set: &'static str) -> Result<Vec<Example>> {
    let path = folder.join(set).join("gold.jsonl");
    let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut examples = Vec::new();
    for line in BufReader::new(file).lines() {
        let gold: Gold = serde_json::from_str(&line?)
            .with_context(|| format!("a line of {} is no page", path.display()))?;
        let page = folder.join(set).join("pages").join(format!("{}.html.gz", gold.id));
        let mut bytes = Vec::new();
        let file = File::open(&page).with_context(|| format!("cannot read {}", page.display()))?;
        GzDecoder::new(file).read_to_end(&mut bytes)?;
        let url = gold.url.as_deref();
        let input = Input { name: "page.html", bytes: &bytes, url, ..Input::default() };
        let page = training::page(parser, &input);
        examples.push(example(set, gold, page));
    }
    Ok(examples)
}

/// The fixtures, whose articles are those of their approved records.
pub(crate) fn fixtures(parser: &Parser, root: &Path) -> Result<Vec<Example>> {
    let mut names: Vec<_> = fs::read_dir(root.join("fixtures"))?
        .map(|entry| entry.map(|it| it.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, _>>()?;
    names.sort();
    let mut examples = Vec::new();
    for name in names {
        let Ok(bytes) = fs::read(root.join("fixtures").join(&name).join("page.html")) else {
            continue;
        };
        let path = root.join("tests").join("snapshots").join(&name).join("record.snap");
        let snapshot =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let record = snapshot.splitn(3, "---\n").nth(2).unwrap_or_default();
        let record: Record = serde_json::from_str(record)
            .with_context(|| format!("no record in {}", path.display()))?;
        let input = Input { name: "page.html", bytes: &bytes, ..Input::default() };
        let page = training::page(parser, &input);
        let article = record.body();
        if !article.is_empty() {
            let gold = Gold { id: name, article_text: Some(article), ..Gold::default() };
            examples.push(example("fixtures", gold, page));
        }
    }
    Ok(examples)
}

/// What the lines of a case open with that give words of the body.
const OWN: &[&str] = &[
    "+ ",
    "code: ",
    "correction: ",
    "editors-note: ",
    "heading: ",
    "list-item: ",
    "paragraph: ",
    "quote: ",
    "table-row: ",
    "update: ",
];

/// The cases of `parse` for bodies: pages with passages that belong to the article, and passages that
/// do not.
pub(crate) fn cases(parser: &Parser, root: &Path) -> Result<Vec<Example>> {
    let folder = root.join("crates").join("parse").join("tests").join("body");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|entry| entry.map(|it| it.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, _>>()?;
    names.sort();
    let mut examples = Vec::new();
    for name in names {
        let case = fs::read_to_string(folder.join(&name))?;
        let (page, says) =
            case.split_once("\n----\n").with_context(|| format!("no line in {name}"))?;
        let after = |signs: &[&str]| {
            let lines = says.lines();
            let said = lines.flat_map(|line| signs.iter().find_map(|sign| line.strip_prefix(sign)));
            said.map(str::to_owned).collect::<Vec<String>>()
        };
        let page_type = match after(&["kind: "]).first().map(String::as_str) {
            Some("thread") => Some("forum"),
            Some("index") => Some("listing"),
            Some("offer") => Some("product"),
            _ => None,
        };
        let gold = Gold {
            id: name,
            with: after(OWN),
            without: after(&["- "]),
            page_type: page_type.map(str::to_owned),
            ..Gold::default()
        };
        let input = Input { name: "page.html", bytes: page.as_bytes(), ..Input::default() };
        examples.push(example("cases", gold, training::page(parser, &input)));
    }
    Ok(examples)
}

/// What is read of a record.
#[derive(Deserialize)]
struct Record {
    text: String,
    blocks: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    kind: String,
    owner: serde_json::Value,
    start: usize,
    end: usize,
}

impl Record {
    /// The running text of the article.
    fn body(&self) -> String {
        const APART: [&str; 5] = ["title", "caption", "byline", "editors-note", "update"];
        let is_body = |block: &&Block| block.owner == "article" && !APART.contains(&&*block.kind);
        let letters: Vec<char> = self.text.chars().collect();
        let text = |block: &Block| letters[block.start..block.end].iter().collect::<String>();
        self.blocks.iter().filter(is_body).map(text).collect::<Vec<_>>().join("\n")
    }
}

fn example(set: &'static str, gold: Gold, page: Page) -> Example {
    let texts: Vec<&str> = page.texts.iter().map(String::as_str).collect();
    let (labels, weights) = match &gold.article_text {
        Some(article) => (align::labels(&texts, article), weights(&texts)),
        None => marked(&texts, &gold),
    };
    let host = gold.url.as_deref().and_then(|url| url.split("://").nth(1)?.split('/').next());
    let site = host.map_or_else(
        || gold.id.clone(),
        |host| {
            let parts: Vec<&str> = host.rsplit('.').take(2).collect();
            parts.join(".")
        },
    );
    Example { set, labels, weights, first: Vec::new(), seen_as: [0.0; 3], site, gold, page }
}

/// Each paragraph by its words; a page by the root of its number of paragraphs.
fn weights(texts: &[&str]) -> Vec<f64> {
    let counts: Vec<f64> = texts.iter().map(|text| align::words(text).len() as f64 + 1.0).collect();
    let all: f64 = counts.iter().sum();
    let page = 3.0 * (texts.len() as f64).sqrt();
    counts.into_iter().map(|count| page * count / all.max(1.0)).collect()
}

/// Only the paragraphs that hold a marked passage count.
fn marked(texts: &[&str], gold: &Gold) -> (Vec<bool>, Vec<f64>) {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let holds = |passages: &[String], text: &str| {
        passages.iter().map(|it| folded(it)).any(|it| !it.is_empty() && text.contains(&it))
    };
    texts
        .iter()
        .map(|text| {
            let text = folded(text);
            let (is, is_not) = (holds(&gold.with, &text), holds(&gold.without, &text));
            (is && !is_not, if is || is_not { 0.3 } else { 0.0 })
        })
        .unzip()
}
