//! What a record was made with. Each part is kept by name, so that the reason for making it anew can
//! be told.

use serde::{Deserialize, Serialize};

use crate::output::RunOptions;
use crate::{Settings, hash};

/// What a record was made with, but for its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Made {
    version: String,
    code: String,
    rules: String,
    models: String,
    configuration: String,
    lists: String,
    decisions: String,
}

impl Made {
    /// What this program makes records with, where the user chose `options` and `settings`, and
    /// `decisions` stand.
    pub(crate) fn now(options: &RunOptions, settings: &Settings, decisions: &str) -> Made {
        let Settings { max_text, explain, .. } = settings;
        let RunOptions { date, prefer, max_bytes, lists, .. } = options;
        let lists: Vec<String> =
            lists.iter().map(|list| format!("{} {}", list.name, list.sha256)).collect();
        let date = date.as_deref().unwrap_or("none");
        let digest = |text: &str| match text {
            "" => "none".to_owned(),
            _ => hash::of(text.as_bytes()).to_string(),
        };
        Made {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            code: env!("ANNALIST_CODE").to_owned(),
            rules: env!("ANNALIST_RULES").to_owned(),
            models: env!("ANNALIST_MODELS").to_owned(),
            configuration: format!(
                "date {date}, prefer {prefer}, max-bytes {max_bytes}, max-text {max_text}, \
                 explain {explain}"
            ),
            lists: digest(&lists.join("\n")),
            decisions: digest(decisions),
        }
    }

    /// What identifies all of it.
    pub(crate) fn key(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let mut key = hash::of(text.as_bytes()).to_string();
        key.truncate(16);
        key
    }

    /// In what `self`, which holds now, differs from what held before.
    pub(crate) fn differs_from(&self, before: &Made) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.version != before.version {
            let (now, then) = (&self.version, &before.version);
            reasons.push(format!("annalist {now} reads it, {then} did"));
        } else if self.code != before.code {
            reasons.push("another build of annalist reads it".to_owned());
        }
        for (now, then, what) in [
            (&self.rules, &before.rules, "words and rules have changed"),
            (&self.models, &before.models, "models have changed"),
        ] {
            if now != then {
                reasons.push(what.to_owned());
            }
        }
        if self.configuration != before.configuration {
            let (now, then) = (&self.configuration, &before.configuration);
            reasons.push(format!("the configuration is {now}, and was {then}"));
        }
        for (now, then, what) in [
            (&self.lists, &before.lists, "lists have changed"),
            (&self.decisions, &before.decisions, "decisions have changed"),
        ] {
            if now != then {
                reasons.push(what.to_owned());
            }
        }
        reasons
    }
}

/// What of this program is built in: its version, and the digests of words and rules and of models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The version of annalist.
    pub version: &'static str,
    /// The digest of the code.
    pub code: &'static str,
    /// The digest of words and rules.
    pub rules: &'static str,
    /// The digest of the models.
    pub models: &'static str,
}

impl BuiltIn {
    /// What identifies all of it.
    pub(crate) fn key(&self) -> String {
        let text = [self.version, self.code, self.rules, self.models].join(" ");
        let mut key = hash::of(text.as_bytes()).to_string();
        key.truncate(16);
        key
    }
}

/// What is built into this program.
pub fn built_in() -> BuiltIn {
    BuiltIn {
        version: env!("CARGO_PKG_VERSION"),
        code: env!("ANNALIST_CODE"),
        rules: env!("ANNALIST_RULES"),
        models: env!("ANNALIST_MODELS"),
    }
}
