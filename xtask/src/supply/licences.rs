//! Whether licences are among those that `deny.toml` allows.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::graph::Part;

#[derive(Debug, Deserialize)]
struct DenyFile {
    licenses: Licences,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

/// The licences that parts may have.
#[derive(Debug)]
pub(super) struct Allowed(BTreeSet<String>);

impl Allowed {
    pub(super) fn read(text: &str) -> Result<Allowed> {
        let file: DenyFile = toml::from_str(text).context("deny.toml is not understood")?;
        Ok(Allowed(file.licenses.allow))
    }

    /// The parts that may not be used, each with its licence.
    pub(super) fn refused(&self, parts: &[Part]) -> Vec<String> {
        let refused =
            parts.iter().filter(|part| !part.licence.as_ref().is_some_and(|it| self.allow(it)));
        let said = |part: &Part| part.licence.clone().unwrap_or_else(|| "none is given".to_owned());
        refused.map(|part| format!("{} {}: {}", part.name, part.version, said(part))).collect()
    }

    /// Whether an SPDX expression can be met with these licences.
    fn allow(&self, expression: &str) -> bool {
        let spaced = expression.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut reader = Reader { words: &words, allowed: &self.0 };
        let is_whole = spaced.matches('(').count() == spaced.matches(')').count();
        is_whole && reader.any() && reader.words.is_empty()
    }
}

/// Reads an expression from its start.
struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn take(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.take();
        }
        is_next
    }

    /// One of several, each told by `OR`.
    fn any(&mut self) -> bool {
        let mut holds = self.all();
        while self.takes("OR") {
            holds |= self.all();
        }
        holds
    }

    /// Several at once, told by `AND`.
    fn all(&mut self) -> bool {
        let mut holds = self.one();
        while self.takes("AND") {
            holds &= self.one();
        }
        holds
    }

    fn one(&mut self) -> bool {
        if self.takes("(") {
            return self.any() & self.takes(")");
        }
        let Some(mut licence) = self.take().map(str::to_owned) else { return false };
        if self.takes("WITH")
            && let Some(exception) = self.take()
        {
            licence = format!("{licence} WITH {exception}");
        }
        self.allowed.contains(&licence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_held_to_the_list() {
        let allowed = Allowed::read(include_str!("../../../deny.toml")).unwrap();
        for (expression, holds) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR Apache-2.0) AND GPL-2.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0 WITH Bison-exception-2.2", false),
            ("MIT OR (Apache-2.0", false),
            ("", false),
        ] {
            assert_eq!(allowed.allow(expression), holds, "{expression}");
        }
    }
}
