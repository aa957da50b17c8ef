//! What is looked for: words, phrases, and what must hold of where they stand.

use std::fmt;

/// Where it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// In names.
    Names,
    /// In the words of articles, and in their titles.
    Articles,
    /// In the words of comments.
    Comments,
}

impl Where {
    /// All places, each with its name in queries.
    pub const ALL: [(Where, &str); 3] =
        [(Where::Names, "names"), (Where::Articles, "articles"), (Where::Comments, "comments")];
}

/// What is looked for.
///
/// ```text
/// water pipeline          both words, in any order
/// "water pipeline"        one after the other
/// pipe*                   words that begin so
/// -rain                   and not this word
/// author:haddad           of what is written by him
/// in:comments             of comments alone (or articles, or names)
/// site:example.org language:en after:2018-09 before:2019 type:person input:2018/
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) words: Vec<Term>,
    pub(super) not: Vec<Term>,
    pub(super) places: Vec<Where>,
    pub(super) author: Option<String>,
    pub(super) site: Option<String>,
    pub(super) language: Option<String>,
    pub(super) input: Option<String>,
    pub(super) after: Option<String>,
    pub(super) before: Option<String>,
    pub(super) kind: Option<String>,
}

/// A word, or several that stand one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) words: String,
    /// Whether more may follow.
    is_start: bool,
}

/// Why a query cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError(String);

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Reads a query as it is typed.
    ///
    /// # Errors
    ///
    /// Where it asks for nothing, or for what there is not.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let mut query = Query::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (is_not, after) = match rest.strip_prefix('-') {
                Some(after) if !after.starts_with(char::is_whitespace) => (true, after),
                _ => (false, rest),
            };
            let (field, after) = field_of(after);
            let (value, after) = value_of(after);
            rest = after.trim_start();
            match field {
                Some(field) if !is_not => query.take(field, value.words)?,
                Some(field) => {
                    return Err(QueryError(format!("-{field}: words can be left out, fields not")));
                }
                None if value.words.trim().is_empty() => {}
                None if is_not => query.not.push(value),
                None => query.words.push(value),
            }
        }
        let has_fields = query.is_of_pages() || query.kind.is_some();
        if query.words.is_empty() && query.not.is_empty() && !has_fields {
            return Err(QueryError("there is nothing to look for; give some words".to_owned()));
        }
        if query.words.is_empty() && !query.not.is_empty() {
            let message = "words that are left out need words that are looked for beside them";
            return Err(QueryError(message.to_owned()));
        }
        Ok(query)
    }

    fn take(&mut self, field: &str, value: String) -> Result<(), QueryError> {
        match field {
            "in" => {
                let place = Where::ALL.iter().find(|(_, name)| *name == value);
                let (place, _) = place.ok_or_else(|| {
                    QueryError(format!("in:{value} is none of names, articles and comments"))
                })?;
                self.places.push(*place);
            }
            "author" => self.author = Some(value),
            "site" => self.site = Some(value),
            "language" => self.language = Some(value),
            "input" => self.input = Some(value),
            "type" => self.kind = Some(value),
            "after" => self.after = Some(date(field, value)?),
            _ => self.before = Some(date(field, value)?),
        }
        Ok(())
    }

    /// Whether it says something of the page that words stand on.
    fn is_of_pages(&self) -> bool {
        [&self.author, &self.site, &self.language, &self.input, &self.after, &self.before]
            .into_iter()
            .any(Option::is_some)
    }

    /// Whether what is found may stand there.
    pub(super) fn looks_in(&self, place: Where) -> bool {
        let can_be = match place {
            Where::Names => !self.is_of_pages(),
            Where::Articles | Where::Comments => self.kind.is_none(),
        };
        can_be && (self.places.is_empty() || self.places.contains(&place))
    }

    /// The words as FTS5 takes them.
    pub(super) fn expression(&self) -> Option<String> {
        if self.words.is_empty() {
            return None;
        }
        let all = |terms: &[Term], between: &str| {
            terms.iter().map(Term::expression).collect::<Vec<_>>().join(between)
        };
        let mut expression = all(&self.words, " AND ");
        if !self.not.is_empty() {
            expression = format!("({expression}) NOT ({})", all(&self.not, " OR "));
        }
        Some(expression)
    }
}

impl Term {
    fn expression(&self) -> String {
        let star = if self.is_start { " *" } else { "" };
        format!("\"{}\"{star}", self.words.replace('"', "\"\""))
    }
}

const FIELDS: [&str; 8] = ["in", "author", "site", "language", "input", "type", "after", "before"];

/// The field that the query names next, and what follows.
fn field_of(text: &str) -> (Option<&str>, &str) {
    let named = text.split_once(':').filter(|(name, _)| FIELDS.contains(name));
    named.map_or((None, text), |(name, rest)| (Some(name), rest))
}

/// The words up to the next blank, or those in quotation marks.
fn value_of(text: &str) -> (Term, &str) {
    let (words, rest) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    };
    let (words, rest, is_start) = match (words.strip_suffix('*'), rest.strip_prefix('*')) {
        (Some(start), _) => (start, rest, true),
        (None, Some(rest)) => (words, rest, true),
        (None, None) => (words, rest, false),
    };
    (Term { words: words.to_owned(), is_start }, rest)
}

/// A day, a month or a year.
fn date(field: &str, value: String) -> Result<String, QueryError> {
    let is_date = matches!(value.len(), 4 | 7 | 10)
        && value.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_date {
        return Ok(value);
    }
    Err(QueryError(format!("{field}:{value} is no date such as 2018, 2018-09 or 2018-09-06")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> String {
        Query::parse(text).unwrap().expression().unwrap_or_default()
    }

    #[test]
    fn words_are_never_taken_for_signs_of_the_database() {
        for (text, expected) in [
            ("water pipeline", r#""water" AND "pipeline""#),
            ("\"water pipeline\" pipe*", r#""water pipeline" AND "pipe" *"#),
            ("water -rain -\"acid snow\"", r#"("water") NOT ("rain" OR "acid snow")"#),
            ("a\"b OR NEAR(", r#""a""b" AND "OR" AND "NEAR(""#),
            ("http://x.example", r#""http://x.example""#),
            ("\"open", r#""open""#),
            ("water - rain", r#""water" AND "-" AND "rain""#),
        ] {
            assert_eq!(expression(text), expected, "{text}");
        }
    }

    #[test]
    fn fields_say_where_words_stand() {
        let query = Query::parse("pipe author:\"Omar Haddad\" in:comments after:2018-09").unwrap();
        assert_eq!(query.author.as_deref(), Some("Omar Haddad"));
        assert!(query.looks_in(Where::Comments) && !query.looks_in(Where::Articles));
        assert!(!query.looks_in(Where::Names));
        assert!(Query::parse("author:Haddad").unwrap().expression().is_none());
        let named = Query::parse("haddad type:person").unwrap();
        assert!(named.looks_in(Where::Names) && !named.looks_in(Where::Articles));
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        for (text, cause) in [
            ("", "nothing to look for"),
            ("  -rain", "words that are left out"),
            ("in:comments", "nothing to look for"),
            ("x in:margins", "in:margins is none of"),
            ("x after:yesterday", "no date such as"),
            ("x -site:y", "fields not"),
        ] {
            let error = Query::parse(text).unwrap_err().to_string();
            assert!(error.contains(cause), "{text}: {error}");
        }
    }
}
