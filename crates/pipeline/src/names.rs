//! Pairs of names in, judgements out, as a stream.

use std::io::Write;

use annalist_enrich::{NameMatch, WordPair};
use annalist_model::EntityKind;
use serde_json::{Map, Value, json};

use crate::lines::{self, LineSource};
use crate::{Control, Engine, Problem, Settings, Summary};

/// Compares `name1` and `name2` of each line of `source`, and writes the line again with `match`,
/// `score` (per mille) and `rule` at its end, and with the words that were paired or are left.
/// Other fields stay.
///
/// # Errors
///
/// Where nothing can be done, no line comes, or a stream breaks off.
pub fn match_lines(
    engine: &Engine,
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
        |_, text| Ok(judged(engine, text)?),
        |result| {
            match result {
                Ok(line) => {
                    summary.done += 1;
                    lines::write_line(out, &line)?;
                }
                Err(outcome) => {
                    summary.failed += 1;
                    control.watch.on_document(&outcome);
                }
            }
            Ok(())
        },
    )?;
    out.flush().map_err(Problem::Stream)?;
    Ok(summary)
}

fn judged(engine: &Engine, line: &str) -> Result<String, String> {
    let mut pair: Map<String, Value> = lines::object(line)?;
    let kind = kind_of(string(&pair, "type")?)?;
    let found = engine.match_names(string(&pair, "name1")?, string(&pair, "name2")?, kind);
    for (key, value) in answer(found) {
        pair.shift_remove(key);
        pair.insert(key.to_owned(), value);
    }
    serde_json::to_string(&pair).map_err(|error| error.to_string())
}

/// What is said of a pair: the answer first, then the words that it rests on.
fn answer(found: NameMatch) -> [(&'static str, Value); 6] {
    let words = |pair: &WordPair| json!([pair.a, pair.b, pair.likeness]);
    [
        ("match", found.is_match.into()),
        ("score", found.score.into()),
        ("rule", found.rule.into()),
        ("words", found.pairs.iter().map(words).collect()),
        ("left1", found.left_of_a.into()),
        ("left2", found.left_of_b.into()),
    ]
}

/// Compares two names, and says so for people to read or, as JSON, for programs.
pub fn compare_names(
    engine: &Engine,
    a: &str,
    b: &str,
    kind: EntityKind,
    as_json: bool,
) -> (bool, String) {
    let found = engine.match_names(a, b, kind);
    let is_match = found.is_match;
    if as_json {
        let mut pair = Map::new();
        let asked = [("name1", a.into()), ("name2", b.into()), ("type", kind.as_str().into())];
        for (key, value) in asked.into_iter().chain(answer(found)) {
            pair.insert(key.to_owned(), value);
        }
        return (is_match, format!("{}\n", Value::Object(pair)));
    }
    let verdict = if is_match { "match" } else { "no match" };
    let mut text = format!("{verdict}, {} of 1000 ({})\n", found.score, found.rule);
    for WordPair { a, b, likeness } in &found.pairs {
        text.push_str(&format!("  {a} = {b} ({likeness})\n"));
    }
    for (name, left) in [("first", &found.left_of_a), ("second", &found.left_of_b)] {
        if !left.is_empty() {
            text.push_str(&format!("  only in the {name}: {}\n", left.join(", ")));
        }
    }
    (is_match, text)
}

fn string<'p>(pair: &'p Map<String, Value>, key: &str) -> Result<&'p str, String> {
    match pair.get(key) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("`{key}` is no string")),
        None => Err(format!("the object has no `{key}`")),
    }
}

pub(crate) fn kind_of(name: &str) -> Result<EntityKind, String> {
    EntityKind::parse(name).ok_or_else(|| {
        let known: Vec<&str> = EntityKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("`type` is {name:?}; known are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_back_with_a_judgement() {
        let engine = Engine::new(annalist_enrich::Options::default()).unwrap();
        let line = r#"{"row":3,"name1":"Ann Lee","name2":"Ann Lee","type":"person","score":"?"}"#;
        let answer: Map<String, Value> =
            serde_json::from_str(&judged(&engine, line).unwrap()).unwrap();
        let keys: Vec<&str> = answer.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            ["row", "name1", "name2", "type", "match", "score", "rule", "words", "left1", "left2"]
        );
        assert_eq!(answer["match"], Value::Bool(true));
        assert!(answer["score"].is_u64());
    }

    #[test]
    fn pairs_that_cannot_be_used_say_why() {
        let engine = Engine::new(annalist_enrich::Options::default()).unwrap();
        for (line, expected) in [
            (r#"{"name1":"a","name2":"b"}"#, "no `type`"),
            (r#"{"name1":"a","name2":"b","type":"ship"}"#, "known are person, organisation"),
            (r#"{"name1":"a","name2":2,"type":"person"}"#, "`name2` is no string"),
        ] {
            let error = judged(&engine, line).unwrap_err();
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}
