//! `decisions.jsonl`: what the user has decided about names, a line each, never changed, only added
//! to.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use annalist_model::{Decision, EntityKind};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// Longest name in a decision, in bytes.
const LONGEST_NAME: usize = 1_000;

/// A line of the file.
#[derive(Deserialize, Serialize)]
#[serde(tag = "decision", rename_all = "kebab-case", deny_unknown_fields)]
enum Line {
    Same {
        names: [String; 2],
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    NotSame {
        names: [String; 2],
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    NotAnEntity {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    Type {
        name: String,
        r#type: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    Name {
        name: String,
        preferred: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
}

/// The decisions of a file, in order.
///
/// # Errors
///
/// Where the file cannot be read, or the first line that cannot be used, named with the file.
pub fn read_decisions(path: &Path) -> Result<Vec<Decision>, Problem> {
    let bytes = fs::read(path).map_err(Problem::file("read the decisions", path))?;
    let mut decisions = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let decision = decision_of(line).map_err(|message| {
            Problem::Usage(format!(
                "{}, line {number}: {message}; mend the line or take it out",
                path.display()
            ))
        })?;
        decisions.push(decision);
    }
    Ok(decisions)
}

fn decision_of(line: &[u8]) -> Result<Decision, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default().to_owned();
        format!("column {}: {what}", error.column())
    })?;
    let decision = match line {
        Line::Same { names: [one, other], .. } => Decision::Same { one, other },
        Line::NotSame { names: [one, other], .. } => Decision::NotSame { one, other },
        Line::NotAnEntity { name, .. } => Decision::NotAnEntity { name },
        Line::Type { name, r#type: given, .. } => {
            let kind = EntityKind::parse(&given).ok_or_else(|| {
                let known = EntityKind::ALL.map(EntityKind::as_str).join(", ");
                format!("the type {given:?} is none of {known}")
            })?;
            Decision::Kind { name, kind }
        }
        Line::Name { name, preferred, .. } => Decision::Preferred { name, preferred },
    };
    check(&decision)?;
    Ok(decision)
}

fn check(decision: &Decision) -> Result<(), String> {
    let names: Vec<&String> = match decision {
        Decision::Same { one, other } | Decision::NotSame { one, other } => vec![one, other],
        Decision::NotAnEntity { name } | Decision::Kind { name, .. } => vec![name],
        Decision::Preferred { name, preferred } => vec![name, preferred],
    };
    match names.iter().find(|name| !name.contains(char::is_alphanumeric)) {
        Some(empty) => return Err(format!("{empty:?} is no name")),
        None if names.iter().any(|name| name.len() > LONGEST_NAME) => {
            return Err(format!("a name has more than {LONGEST_NAME} bytes"));
        }
        None => {}
    }
    match decision {
        Decision::Same { one, other } | Decision::NotSame { one, other } if one == other => {
            Err(format!("{one:?} is one name, not two"))
        }
        _ => Ok(()),
    }
}

/// Adds a decision to the end of the file, which is made where there is none.
///
/// # Errors
///
/// Where the decision says nothing, or the file cannot be written or holds a line that cannot be
/// used.
pub fn write_decision(path: &Path, decision: &Decision, note: Option<&str>) -> Result<(), Problem> {
    check(decision).map_err(Problem::Usage)?;
    let mut ends_in_line = true;
    if path.exists() {
        read_decisions(path)?;
        let bytes = fs::read(path).map_err(Problem::file("read the decisions", path))?;
        ends_in_line = bytes.last().is_none_or(|byte| *byte == b'\n');
    }
    let note = note.map(str::to_owned);
    let line = match decision.clone() {
        Decision::Same { one, other } => Line::Same { names: [one, other], note },
        Decision::NotSame { one, other } => Line::NotSame { names: [one, other], note },
        Decision::NotAnEntity { name } => Line::NotAnEntity { name, note },
        Decision::Kind { name, kind } => {
            Line::Type { name, r#type: kind.as_str().to_owned(), note }
        }
        Decision::Preferred { name, preferred } => Line::Name { name, preferred, note },
    };
    let line = serde_json::to_string(&line).map_err(|error| Problem::Usage(error.to_string()))?;
    let text = format!("{}{line}\n", if ends_in_line { "" } else { "\n" });
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .map_err(Problem::file("write the decisions", path))?;
    file.write_all(text.as_bytes()).map_err(Problem::file("write the decisions", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_added_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.jsonl");
        let (one, other) = ("Orvik Zandrik".to_owned(), "Abu Morvel".to_owned());
        let decisions = [
            Decision::Same { one: one.clone(), other: other.clone() },
            Decision::NotSame { one: one.clone(), other: other.clone() },
            Decision::NotAnEntity { name: one.clone() },
            Decision::Kind { name: one.clone(), kind: EntityKind::Place },
            Decision::Preferred { name: one, preferred: other },
        ];
        for decision in &decisions {
            write_decision(&path, decision, Some("seen in print")).unwrap();
        }
        assert_eq!(read_decisions(&path).unwrap(), decisions);
        let text = fs::read_to_string(&path).unwrap();
        let first =
            r#"{"decision":"same","names":["Orvik Zandrik","Abu Morvel"],"note":"seen in print"}"#;
        assert_eq!(text.lines().next(), Some(first));
    }

    #[test]
    fn a_line_that_is_cut_short_is_not_written_onto() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.jsonl");
        fs::write(&path, r#"{"decision":"not-an-entity","name":"Monday"}"#).unwrap();
        write_decision(&path, &Decision::NotAnEntity { name: "May".to_owned() }, None).unwrap();
        assert_eq!(read_decisions(&path).unwrap().len(), 2);
    }

    #[test]
    fn lines_that_cannot_be_used_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("decisions.jsonl");
        for (line, expected) in [
            ("{", "line 2: column 1: EOF"),
            (r#"{"decision":"perhaps"}"#, "unknown variant `perhaps`"),
            (r#"{"decision":"same","names":["A"]}"#, "invalid length 1"),
            (r#"{"decision":"same","names":["A","A"]}"#, "\"A\" is one name, not two"),
            (r#"{"decision":"type","name":"A","type":"ship"}"#, "none of person, organisation"),
            (r#"{"decision":"not-an-entity","name":"?"}"#, "\"?\" is no name"),
        ] {
            fs::write(&path, format!("\n{line}\n")).unwrap();
            let error = read_decisions(&path).unwrap_err().to_string();
            assert!(error.contains(expected) && error.contains("decisions.jsonl"), "{error}");
        }
    }
}
