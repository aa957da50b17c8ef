//! A job of a worker: which bytes, and what is known of them.

use std::path::{Path, PathBuf};

use annalist_model::DateTime;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde_json::Value;

use crate::{lines, name, place};

/// The longest name of an input that a job may give, in bytes.
const LONGEST_NAME: usize = 4_000;

/// Bytes of a message that are shown: it may repeat what the job holds.
const SHOWN: usize = 400;

/// Base64 with or without the signs that fill it up.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A job as a line gives it. A key that is not one of these fails the job: a mistyped `date` would
/// else give another record, and nobody would know.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    pub(super) id: Option<Value>,
    pub(super) input: Option<String>,
    pub(super) bytes: Option<Bytes>,
    pub(super) path: Option<String>,
    pub(super) archive: Option<String>,
    pub(super) offset: Option<u64>,
    pub(super) length: Option<u64>,
    pub(super) url: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) date: Option<String>,
}

/// The bytes of a page, as they came.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) enum Bytes {
    /// As base64.
    Base64(String),
    /// As they are.
    #[cfg(feature = "arrow")]
    Plain(Vec<u8>),
}

impl From<String> for Bytes {
    fn from(text: String) -> Bytes {
        Bytes::Base64(text)
    }
}

/// By what the answer to a job is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// The name of the input, in what is said of a failure.
    pub(super) name: String,
    /// The `id` that came with it.
    pub(super) id: Option<Value>,
}

/// A job that can be done.
#[derive(Debug)]
pub(super) struct Job {
    /// The name of the input; none where that of the page in its archive is to be taken.
    pub(super) name: Option<String>,
    pub(super) what: What,
    pub(super) url: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) date: Option<DateTime>,
}

/// Which bytes.
#[derive(Debug)]
pub(super) enum What {
    Bytes(Vec<u8>),
    Path(PathBuf),
    Record { archive: PathBuf, name: String, offset: u64, length: Option<u64> },
}

/// The job that a line gives, and by what its answer is known; `line` is what the line is called.
pub(super) fn read(line: &str, text: &str, root: &Path) -> (Label, Result<Job, String>) {
    match lines::object::<Given>(text) {
        Ok(given) => given.job(line, root),
        Err(why) => {
            // What can be read of it tells whose job it was.
            let known: Known = serde_json::from_str(text).unwrap_or_default();
            let input = known.input.as_ref().and_then(Value::as_str);
            (label(known.id, input, line), Err(cut(why)))
        }
    }
}

#[derive(Default, Deserialize)]
struct Known {
    id: Option<Value>,
    input: Option<Value>,
}

/// An `id` is a text that says something, or a number.
fn text_of(id: &Value) -> Option<String> {
    match id {
        Value::String(text) if !text.is_empty() && text.len() <= LONGEST_NAME => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn label(id: Option<Value>, input: Option<&str>, line: &str) -> Label {
    let id = id.filter(|id| text_of(id).is_some());
    let input = input.filter(|input| !input.is_empty() && input.len() <= LONGEST_NAME);
    let name = input.map(str::to_owned).or_else(|| id.as_ref().and_then(text_of));
    Label { name: name.unwrap_or_else(|| line.to_owned()), id }
}

fn cut(mut why: String) -> String {
    if why.len() > SHOWN {
        why.truncate(why.floor_char_boundary(SHOWN));
        why.push('…');
    }
    why
}

impl Given {
    /// What is to be done, and by what the answer is known.
    pub(super) fn job(self, line: &str, root: &Path) -> (Label, Result<Job, String>) {
        let mut label = label(self.id.clone(), self.input.as_deref(), line);
        let job = self.checked(root);
        if let Ok(Job { name: Some(name), .. }) = &job {
            label.name.clone_from(name);
        }
        (label, job.map_err(cut))
    }

    fn checked(self, root: &Path) -> Result<Job, String> {
        let id = match &self.id {
            None => None,
            Some(id) => Some(text_of(id).ok_or("`id` is neither a number nor a short text")?),
        };
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        let input = said(self.input);
        if input.as_ref().is_some_and(|input| input.len() > LONGEST_NAME) {
            return Err(format!("`input` is longer than {LONGEST_NAME} bytes"));
        }
        let date = said(self.date).map(|text| {
            let date = DateTime::parse_iso(&text);
            date.ok_or_else(|| format!("`date` {text:?} is none of ISO 8601, such as 2018-09-06"))
        });
        let date = date.transpose()?;
        let of_archive = self.offset.is_some() || self.length.is_some();
        if self.archive.is_none() && of_archive {
            return Err("`offset` and `length` are of an `archive`, which is missing".to_owned());
        }
        let (name, what) = match (self.bytes, self.path, self.archive) {
            (Some(bytes), None, None) => {
                let name = input.or(id);
                let name = name.ok_or("the page has no name: `input` or `id` is missing")?;
                (Some(name), What::Bytes(bytes.plain()?))
            }
            (None, Some(path), None) => {
                let (path, name) = below(root, &path);
                let name = input.or(name).or(id).ok_or(
                    "`path` leads out of the folder that names start from; a name (`input`) is missing",
                )?;
                (Some(name), What::Path(path))
            }
            (None, None, Some(archive)) => {
                let offset = self.offset.ok_or("`offset` is missing beside `archive`")?;
                let (archive, name) = below(root, &archive);
                let own = || archive.file_name().map(Path::new).map(name::of_path);
                let name = name.or_else(own).ok_or("`archive` is no file's name")?;
                (input, What::Record { archive, name, offset, length: self.length })
            }
            (None, None, None) => {
                return Err("one of `bytes`, `path` and `archive` is missing".to_owned());
            }
            _ => return Err("only one of `bytes`, `path` and `archive` may stand".to_owned()),
        };
        Ok(Job { name, what, url: said(self.url), charset: said(self.charset), date })
    }
}

/// A path as it is opened, and the name of what lies there, where that is below the root.
fn below(root: &Path, path: &str) -> (PathBuf, Option<String>) {
    let absolute = place::absolute(root, Path::new(path));
    let start = place::absolute(root, Path::new(""));
    let name = absolute.strip_prefix(start).ok().map(name::of_path).filter(|name| !name.is_empty());
    (root.join(path), name)
}

impl Bytes {
    fn plain(self) -> Result<Vec<u8>, String> {
        match self {
            #[cfg(feature = "arrow")]
            Bytes::Plain(bytes) => Ok(bytes),
            Bytes::Base64(text) => {
                BASE64.decode(text).map_err(|fault| format!("`bytes` is no base64: {fault}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: &str) -> (String, String) {
        let (label, job) = read("stdin, line 1", line, Path::new("/w"));
        (label.name, job.map_or_else(|why| why, |job| format!("{job:?}")))
    }

    #[test]
    fn what_is_wrong_with_a_job_is_said_by_its_key() {
        for (line, name, expected) in [
            ("", "stdin, line 1", "no JSON object"),
            ("[]", "stdin, line 1", "no JSON object"),
            (r#"{"input":"a","bytes":"#, "stdin, line 1", "the JSON breaks off"),
            (r#"{"input":"a"}"#, "a", "one of `bytes`, `path` and `archive` is missing"),
            (r#"{"id":7,"bytes":"PA==","path":"x"}"#, "7", "only one of"),
            (r#"{"id":"j","bytes":"P*=="}"#, "j", "`bytes` is no base64"),
            (r#"{"bytes":"PA=="}"#, "stdin, line 1", "`input` or `id` is missing"),
            (r#"{"id":"j","bytes":"PA==","dat":"2018"}"#, "j", "unknown field `dat`"),
            (r#"{"id":"j","bytes":"PA==","date":"soon"}"#, "j", "`date` \"soon\" is none"),
            (r#"{"id":"j","bytes":7}"#, "j", "the number 7 stands where"),
            (r#"{"id":[],"bytes":"PA=="}"#, "stdin, line 1", "`id` is neither"),
            (r#"{"id":"j","path":"a","offset":3}"#, "j", "`archive`, which is missing"),
            (r#"{"id":"j","archive":"a"}"#, "j", "`offset` is missing"),
            (r#"{"id":"j","archive":"a","offset":-1}"#, "j", "-1"),
            (r#"{"path":"../a"}"#, "stdin, line 1", "leads out of the folder"),
            (r#"{"path":"a","path":"b"}"#, "stdin, line 1", "stands there twice"),
        ] {
            let (known, why) = fault(line);
            assert!(why.contains(expected), "{line}: {why}");
            assert_eq!(known, name, "{line}");
        }
        let long = format!(r#"{{"id":"j","offset":"{}"}}"#, "x".repeat(1 << 20));
        assert!(fault(&long).1.len() < 2 * SHOWN);
    }

    #[test]
    fn a_job_is_called_by_its_input_its_path_or_its_id() {
        for (line, expected) in [
            (r#"{"id":"j","input":"a/b.html","bytes":"PGI+"}"#, "a/b.html"),
            (r#"{"id":7,"input":null,"bytes":"PGI"}"#, "7"),
            (r#"{"id":"j","path":"./a/../b.html","url":""}"#, "b.html"),
            (r#"{"path":"/w/c.html"}"#, "c.html"),
            (r#"{"path":"/v/../w/d.html"}"#, "d.html"),
            (r#"{"path":"/elsewhere/c.html","input":"c"}"#, "c"),
        ] {
            let (label, job) = read("stdin, line 1", line, Path::new("/v/../w"));
            let job = job.unwrap();
            assert_eq!((label.name.as_str(), job.name.as_deref()), (expected, Some(expected)));
            assert_eq!(job.url, None);
        }
    }
}
