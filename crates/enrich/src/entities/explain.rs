//! Why names were taken for one, and why others were not, in words for those who ask.

use std::collections::BTreeMap;

use annalist_model::{Alias, Annotations, Apart, Code, Diagnostic, Span};
use annalist_tables::{DataError, data_file, read_rows};

/// What each rule says, in words.
#[derive(Debug)]
pub(crate) struct Reasons {
    of_rules: BTreeMap<&'static str, &'static str>,
}

impl Reasons {
    pub(crate) fn load() -> Result<Reasons, DataError> {
        let rows = read_rows(data_file!("entities/reasons.tsv"), 2)?;
        Ok(Reasons { of_rules: rows.iter().map(|row| (row.cell(0), row.cell(1))).collect() })
    }

    /// A diagnostic for each other name of each entity, and for each two that were kept apart.
    pub(crate) fn explain(&self, annotations: &Annotations) -> Vec<Diagnostic> {
        let names = annotations.entities.iter().flat_map(|entity| {
            entity.aliases.iter().map(move |alias| self.merged(&entity.name, alias))
        });
        let apart = annotations.apart.iter().filter_map(|pair| self.apart(annotations, pair));
        names.chain(apart).collect()
    }

    fn merged(&self, name: &str, alias: &Alias) -> Diagnostic {
        let Alias { value, rule, evidence, .. } = alias;
        let message = format!("{value:?} is {name:?}: {} ({rule})", self.in_words(rule));
        diagnostic(Code::NamesJoined, *evidence, message)
    }

    fn apart(&self, annotations: &Annotations, pair: &Apart) -> Option<Diagnostic> {
        let name = |number: u32| Some(&annotations.entities.get(number as usize)?.name);
        let (one, other) = name(pair.one).zip(name(pair.other))?;
        let rule = &pair.rule;
        let message = format!("{other:?} is not {one:?}: {} ({rule})", self.in_words(rule));
        Some(diagnostic(Code::NamesKeptApart, pair.evidence, message))
    }

    fn in_words(&self, rule: &str) -> &str {
        self.of_rules.get(rule).copied().unwrap_or_default()
    }
}

fn diagnostic(code: Code, span: Option<Span>, message: String) -> Diagnostic {
    Diagnostic { code, message, span }
}
