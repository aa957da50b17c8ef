//! The marked texts, the clusters of words and the lists of names, as they lie in the folder.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use annalist_enrich::training::WordClasses;
use annalist_model::{Document, DocumentId, DocumentParts, EntityKind, Sha256, Span};
use anyhow::{Context, Result, anyhow, bail};
use flate2::read::GzDecoder;
use serde::Deserialize;

/// A set to learn from.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) name: &'static str,
    /// How often each sentence is taken.
    pub(crate) times: usize,
    /// Whether people have marked it, with no worse care in one text than in another.
    pub(crate) is_sure: bool,
    pub(crate) what: &'static str,
    pub(crate) licence: &'static str,
}

impl Set {
    pub(crate) fn file(&self) -> String {
        format!("{}.jsonl.gz", self.name)
    }
}

/// The set that is written here.
pub(crate) const OWN: &str = "own";

/// The sets, in the order in which they are read.
pub(crate) const SETS: [Set; 6] = [
    Set {
        name: "gmb",
        times: 1,
        is_sure: false,
        what: "news, mostly Voice of America 2004-2012",
        licence: "Groningen Meaning Bank: texts public domain by its makers' word; as a table ODbL and, \
                  in part, CDLA-Sharing-1.0",
    },
    Set {
        name: "wikigold",
        times: 2,
        is_sure: true,
        what: "Wikipedia",
        licence: "CC BY 4.0, Balasuriya et al. 2009",
    },
    Set {
        name: "crossner-politics",
        times: 2,
        is_sure: true,
        what: "Wikipedia on politics",
        licence: "repository MIT, text CC BY-SA (Wikipedia), Liu et al. 2021",
    },
    Set {
        name: "wnut17",
        times: 1,
        is_sure: true,
        what: "posts of social media",
        licence: "CC BY 4.0, Derczynski et al. 2017",
    },
    Set {
        name: "btc",
        times: 1,
        is_sure: false,
        what: "Broad Twitter Corpus",
        licence: "CC BY 4.0, Derczynski et al. 2016",
    },
    Set {
        name: OWN,
        times: 1,
        is_sure: false,
        what: "letters, posts, reviews, news of the Middle East",
        licence: "written for this project, with names drawn from lists",
    },
];

/// A text, and what people (or programs that agree) have marked in it.
#[derive(Debug)]
pub(crate) struct Marked {
    pub(crate) document: Document,
    /// The names, in the order of the text; they do not overlap.
    pub(crate) names: Vec<(Span, Tag)>,
    /// What another program has marked.
    pub(crate) others: Vec<(Span, Tag)>,
    /// Passages that two programs read differently.
    pub(crate) doubtful: Vec<Span>,
}

/// What the sets call a kind.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Tag {
    Per,
    Org,
    Loc,
    Misc,
}

impl Tag {
    /// What the product calls it. Nations and religions are told apart by `is_group`.
    pub(crate) fn kind(self, is_group: bool) -> EntityKind {
        match self {
            Tag::Per => EntityKind::Person,
            Tag::Org => EntityKind::Organisation,
            Tag::Loc => EntityKind::Place,
            Tag::Misc if is_group => EntityKind::Group,
            Tag::Misc => EntityKind::Other,
        }
    }

    /// What the sets call a kind of the product's.
    pub(crate) fn of(kind: EntityKind) -> Tag {
        match kind {
            EntityKind::Person => Tag::Per,
            EntityKind::Organisation => Tag::Org,
            EntityKind::Place => Tag::Loc,
            EntityKind::Group | EntityKind::Other => Tag::Misc,
        }
    }
}

/// A line of a set; places count Unicode code points.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    tokens: Vec<(usize, usize)>,
    #[serde(default)]
    sents: Vec<(usize, usize)>,
    spans: Vec<(usize, usize, Tag)>,
    #[serde(default)]
    /// What a second program has marked.
    spans_md: Vec<(usize, usize, Tag)>,
    /// Where two programs have marked it: in which sentences they say the same.
    agree: Option<Vec<u8>>,
}

/// The texts of a file of JSON Lines, packed with gzip.
pub(crate) fn read(path: &Path) -> Result<Vec<Marked>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let texts = lines.zip(1..).map(|(line, number)| {
        marked(&line?).with_context(|| format!("{}, line {number}", path.display()))
    });
    texts.collect()
}

fn marked(line: &str) -> Result<Marked> {
    let line: Line = serde_json::from_str(line)?;
    let bytes: Vec<usize> =
        line.text.char_indices().map(|(at, _)| at).chain([line.text.len()]).collect();
    let span = |range: Range<usize>| {
        let ends = bytes.get(range.start).zip(bytes.get(range.end));
        ends.and_then(|(from, to)| Span::from_range(*from..*to)).context("a place off the text")
    };
    let marks = |spans: &[(usize, usize, Tag)]| {
        let names = spans.iter().map(|(from, to, tag)| Ok((span(*from..*to)?, *tag)));
        let mut names = names.collect::<Result<Vec<_>>>()?;
        names.sort();
        names.dedup_by(|later, earlier| later.0.start() < earlier.0.end());
        anyhow::Ok(names)
    };
    let (names, others) = (marks(&line.spans)?, marks(&line.spans_md)?);
    let mut doubtful = Vec::new();
    for ((first, behind), agrees) in line.sents.iter().zip(line.agree.unwrap_or_default()) {
        let ends =
            line.tokens.get(*first).zip(behind.checked_sub(1).and_then(|it| line.tokens.get(it)));
        if let Some((first, last)) = ends.filter(|_| agrees == 0) {
            doubtful.push(span(first.0..last.1)?);
        }
    }
    Ok(Marked { document: document(&line.id, &line.text)?, names, others, doubtful })
}

/// A text as a document of paragraphs, which blank lines part.
fn document(id: &str, text: &str) -> Result<Document> {
    let mut parts = DocumentParts::of_text(id, text, Sha256([0; 32])).context("it is too long")?;
    parts.id = DocumentId::given(id);
    Document::new(parts).map_err(|error| anyhow!("{error}"))
}

/// A text of our own.
pub(crate) fn own(id: &str, text: &str, names: Vec<(Span, Tag)>) -> Result<Marked> {
    Ok(Marked { document: document(id, text)?, names, others: Vec::new(), doubtful: Vec::new() })
}

/// The same text without capitals.
pub(crate) fn without_capitals(text: &Marked) -> Result<Marked> {
    let words = text.document.text().to_ascii_lowercase();
    Ok(Marked {
        document: document(text.document.id().as_str(), &words)?,
        names: text.names.clone(),
        others: text.others.clone(),
        doubtful: text.doubtful.clone(),
    })
}

/// What the folder tells of words: their clusters, and which lists of names have them.
pub(crate) fn read_words(folder: &Path) -> Result<Vec<WordClasses>> {
    let mut words: BTreeMap<String, WordClasses> = BTreeMap::new();
    let mut of_word = |word: &str, tell: &mut dyn FnMut(&mut WordClasses)| {
        let blank = WordClasses { word: word.to_owned(), clusters: None, lists: 0 };
        tell(words.entry(word.to_owned()).or_insert(blank));
    };
    for_rows(&folder.join("word-clusters.tsv.gz"), |row| {
        let [word, coarse, fine] = row else { bail!("a row has other than three cells") };
        let clusters = (coarse.parse()?, fine.parse()?);
        if is_plain(word) {
            of_word(word, &mut |known| known.clusters = Some(clusters));
        }
        Ok(())
    })?;
    for_rows(&folder.join("gazetteer.tsv.gz"), |row| {
        let [list, name] = row else { bail!("a row has other than two cells") };
        let bit = match *list {
            "CO" => 1,
            "CI" => 2,
            "FI" => 4,
            "LA" => 8,
            list => bail!("the list {list} is not known"),
        };
        if !name.contains(' ') {
            of_word(name, &mut |known| known.lists |= bit);
        }
        Ok(())
    })?;
    Ok(words.into_values().collect())
}

/// Whether a word may stand in running text: letters, with the marks that hold them together.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '.'))
        && word.chars().any(char::is_alphabetic)
}

pub(crate) fn for_rows(path: &Path, mut tell: impl FnMut(&[&str]) -> Result<()>) -> Result<()> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    for (line, number) in BufReader::new(GzDecoder::new(file)).lines().zip(1..) {
        let line = line?;
        let cells: Vec<&str> = line.split('\t').collect();
        tell(&cells).with_context(|| format!("{}, line {number}", path.display()))?;
    }
    Ok(())
}
