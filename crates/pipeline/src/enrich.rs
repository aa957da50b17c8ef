//! Documents in, records out: the second stage alone, as a stream.

use std::io::Write;
use std::sync::Arc;

use annalist_model::{DateTime, Document};
use annalist_report::{Outcome, StoredRecord};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::documents::tell;
use crate::lines::{self, LineSource};
use crate::{Control, Engine, Failure, Problem, Settings, Summary, outcome, patience};

/// A line that may be a document of ours, a record, or a bare text.
#[derive(Deserialize)]
struct Loose {
    schema_version: Option<IgnoredAny>,
    id: Option<Value>,
    text: Option<Value>,
    date: Option<Value>,
    dct: Option<Value>,
}

/// Finds names and dates in each line of `source`: a document or a record of ours, or an object
/// with `text` and, where known, `id` and `date` (`dct` is taken as well). Writes the records; keys
/// that are not of this version stand at the end of each.
///
/// # Errors
///
/// Where nothing can be done, no line comes, or a stream breaks off.
pub fn enrich_lines(
    engine: &Arc<Engine>,
    source: LineSource<'_>,
    settings: &Settings,
    control: Control<'_>,
    out: &mut dyn Write,
) -> Result<Summary, Problem> {
    let mut summary = Summary::default();
    summary.interrupted = lines::each_line(
        source,
        settings,
        control,
        |line, text| {
            let (engine, max_text) = (Arc::clone(engine), settings.max_text);
            let (name, text) = (line.name.clone(), text.to_owned());
            patience::within(settings.page_timeout, move || {
                record_of(&engine, max_text, &name, &text)
            })
        },
        |result| {
            let outcome = match result {
                Err(outcome) => outcome,
                Ok(made) => {
                    lines::write_line(out, &made.line)?;
                    made.outcome
                }
            };
            tell(&mut summary, control, &outcome);
            Ok(())
        },
    )?;
    out.flush().map_err(Problem::Stream)?;
    Ok(summary)
}

struct Made {
    outcome: Outcome,
    line: String,
}

fn record_of(engine: &Engine, max_text: u64, line_name: &str, text: &str) -> Result<Made, Failure> {
    let document = document_of(line_name, text)?;
    let record = engine.annotate_within(document, max_text)?;
    let stored = StoredRecord::annotated(text, record).map_err(|error| error.to_string())?;
    let (record, line) = (stored.record(), stored.line().to_owned());
    let document = record.document();
    let outcome = outcome::done(&document.source().input, document, &line, record.diagnostics());
    Ok(Made { outcome, line })
}

fn document_of(line_name: &str, line: &str) -> Result<Document, String> {
    let loose: Loose = lines::object(line)?;
    if loose.schema_version.is_some() {
        return annalist_report::read_document(line).map_err(|error| error.to_string());
    }
    let id = loose.id.as_ref().map(id_of).transpose()?;
    let text = match &loose.text {
        Some(Value::String(text)) => text,
        Some(_) => return Err("`text` is no string".to_owned()),
        None => return Err("the object has no `text`".to_owned()),
    };
    let date = loose.date.or(loose.dct).map_or(Ok(None), |date| date_of(&date))?;
    let name = id.as_deref().unwrap_or(line_name);
    annalist_parse::from_text(id.as_deref(), name, text, date)
        .ok_or_else(|| "`text` is too long for a document".to_owned())
}

fn id_of(id: &Value) -> Result<String, String> {
    match id {
        Value::String(id) if !id.is_empty() => Ok(id.clone()),
        Value::Number(id) => Ok(id.to_string()),
        _ => Err("`id` is neither a number nor a string that says something".to_owned()),
    }
}

fn date_of(date: &Value) -> Result<Option<DateTime>, String> {
    match date {
        Value::Null => Ok(None),
        Value::String(text) => match DateTime::parse_iso(text) {
            Some(date) => Ok(Some(date)),
            None => Err(format!("the date {text:?} is none of ISO 8601, such as 2018-09-06")),
        },
        _ => Err("the date is no string".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_cannot_be_used_say_why() {
        for (line, expected) in [
            ("{", "the JSON breaks off after column 1"),
            ("{\"text\" \"a\"}", "from column 9 on it is no JSON"),
            ("a", "no JSON object"),
            ("[1]", "no JSON object"),
            ("{}", "has no `text`"),
            (r#"{"text":1}"#, "`text` is no string"),
            (r#"{"text":"a","id":[]}"#, "`id` is neither"),
            (r#"{"text":"a","date":"soon"}"#, r#"the date "soon""#),
        ] {
            let error = document_of("x, line 1", line).unwrap_err();
            assert!(error.contains(expected), "{line}: {error}");
        }
    }

    #[test]
    fn a_date_may_be_absent_null_or_iso() {
        assert_eq!(date_of(&Value::Null), Ok(None));
        let date = date_of(&Value::from("2018-09-06")).unwrap().unwrap();
        assert_eq!(date.to_string(), "2018-09-06");
    }
}
