//! The search over a collection, in the database that `sqlite` exports.

mod passage;
mod query;

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row, params_from_iter};
use serde::Serialize;

pub use self::passage::Passage;
use self::passage::{CLOSE, OPEN};
pub use self::query::{Query, QueryError, Where};
use crate::ExportError;

/// The file of the database, in the folder that `sqlite` is exported to. Datasette calls it by its name.
pub const DATABASE: &str = "collection.db";

/// Something that was found. Offsets count code points of the text of the document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "in", rename_all = "lowercase")]
pub enum Hit {
    /// A name.
    Names {
        /// The fullest name.
        name: String,
        /// What it is of: `person` and so on.
        #[serde(rename = "type")]
        kind: String,
        /// The spellings that were found, where the name itself was not.
        spellings: Vec<String>,
        /// How often articles name it.
        article_mentions: u32,
        /// How often comments name it.
        comment_mentions: u32,
        /// The documents that name it: their inputs.
        documents: Vec<String>,
    },
    /// Words of an article.
    Articles {
        /// The document.
        document: Found,
        /// Where in it; none where only its title has the words.
        passage: Option<Passage>,
    },
    /// Words of a comment.
    Comments {
        /// The document.
        document: Found,
        /// The number of the comment in it.
        comment: u32,
        /// Who signed it.
        author: Option<String>,
        /// When it was written.
        posted: Option<String>,
        /// Where in it.
        passage: Option<Passage>,
    },
}

/// The document that something was found in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Identity.
    pub id: String,
    /// The name of its input.
    pub input: String,
    /// Its title.
    pub title: String,
    /// Its site.
    pub site: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<String>,
}

/// Most documents that are named with a name.
const DOCUMENTS: usize = 20;

/// Looks for `query` in the database at `path`: at most `most` hits of each place, the best first;
/// names, then articles, then comments.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn search(path: &Path, query: &Query, most: usize) -> Result<Vec<Hit>, ExportError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut hits = Vec::new();
    if query.looks_in(Where::Names) {
        hits.extend(names(&connection, query, most)?);
    }
    if query.looks_in(Where::Articles) {
        hits.extend(articles(&connection, query, most)?);
    }
    if query.looks_in(Where::Comments) {
        hits.extend(comments(&connection, query, most)?);
    }
    Ok(hits)
}

/// A statement as it grows: conditions, and what they are about.
#[derive(Default)]
struct Conditions {
    text: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.text.push(condition.replace('?', &format!("?{}", self.values.len())));
    }

    fn written(&self) -> String {
        match self.text.is_empty() {
            true => "1".to_owned(),
            false => self.text.join(" AND "),
        }
    }

    /// What holds of the document `d`; `written` is the column that has when words were written.
    fn of_document(&mut self, query: &Query, written: &str) {
        if let Some(site) = &query.site {
            self.add(
                "instr(lower(coalesce(d.site, '') || ' ' || coalesce(d.url, '')), lower(?)) > 0",
                site.clone(),
            );
        }
        if let Some(input) = &query.input {
            self.add("instr(d.input, ?) > 0", input.clone());
        }
        if let Some(language) = &query.language {
            self.add("(lower(d.language) || '-') LIKE (lower(?) || '-%')", language.clone());
        }
        if let Some(after) = &query.after {
            self.add(&format!("substr({written}, 1, {}) >= ?", after.len()), after.clone());
        }
        if let Some(before) = &query.before {
            self.add(&format!("substr({written}, 1, {}) <= ?", before.len()), before.clone());
        }
    }
}

fn names(connection: &Connection, query: &Query, most: usize) -> Result<Vec<Hit>, rusqlite::Error> {
    let mut conditions = Conditions::default();
    if let Some(words) = query.expression() {
        let whole: Vec<&str> = query.words.iter().map(|it| it.words.as_str()).collect();
        let like = whole.join(" ").replace(['%', '_', '\\'], "_");
        conditions
            .add("(e.id IN (SELECT rowid FROM entities_fts WHERE entities_fts MATCH ?)", words);
        let aliases = "OR e.id IN (SELECT entity FROM aliases WHERE name LIKE ?))";
        conditions.values.push(format!("%{like}%").into());
        let aliases = aliases.replace('?', &format!("?{}", conditions.values.len()));
        if let Some(last) = conditions.text.last_mut() {
            *last = format!("{last} {aliases}");
        }
    }
    if let Some(kind) = &query.kind {
        conditions.add("e.type = ?", kind.clone());
    }
    let sql = format!(
        "SELECT e.id, e.name, e.type, e.article_mentions, e.comment_mentions FROM entities e \
         WHERE {} ORDER BY e.id LIMIT {most}",
        conditions.written()
    );
    let mut spellings = connection.prepare("SELECT name FROM aliases WHERE entity = ?1")?;
    let mut documents = connection.prepare(
        "SELECT DISTINCT d.input FROM mentions m JOIN claims c ON c.id = m.claim \
         JOIN documents d ON d.id = c.document WHERE m.entity = ?1 ORDER BY d.id LIMIT ?2",
    )?;
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&conditions.values))?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let found = spellings.query_map([id], |row| row.get(0))?;
        let listed = documents.query_map([id, DOCUMENTS as i64], |row| row.get(0))?;
        hits.push(Hit::Names {
            name: row.get(1)?,
            kind: row.get(2)?,
            spellings: found.collect::<Result<_, _>>()?,
            article_mentions: row.get(3)?,
            comment_mentions: row.get(4)?,
            documents: listed.collect::<Result<_, _>>()?,
        });
    }
    Ok(hits)
}

fn articles(
    connection: &Connection,
    query: &Query,
    most: usize,
) -> Result<Vec<Hit>, rusqlite::Error> {
    let mut conditions = Conditions::default();
    let words = query.expression();
    let (from, shown, order) = match &words {
        Some(words) => {
            conditions.add("documents_fts MATCH ?", words.clone());
            let from = "documents_fts f JOIN documents d ON d.id = f.rowid";
            (from, marked("documents_fts", 1), "f.rank, d.id")
        }
        None => ("documents d", "d.text".to_owned(), "d.id"),
    };
    conditions.of_document(query, "d.published");
    if let Some(author) = &query.author {
        conditions.add(
            "EXISTS (SELECT 1 FROM authors a WHERE a.document = d.id AND instr(lower(a.name), lower(?)) > 0)",
            author.clone(),
        );
    }
    let title = words.as_ref().map_or("d.title".to_owned(), |_| marked("documents_fts", 0));
    let sql = format!(
        "SELECT {DOCUMENT}, {shown}, {title}, d.id FROM {from} \
         WHERE d.duplicate_of IS NULL AND {} ORDER BY {order}",
        conditions.written()
    );
    let mut spans = connection.prepare(
        "SELECT first_character, end_character FROM comments WHERE document = ?1 \
         ORDER BY first_character",
    )?;
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&conditions.values))?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()?.filter(|_| hits.len() < most) {
        let of = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let comments = spans.query_map([row.get::<_, i64>(8)?], of)?;
        let comments: Vec<(u32, u32)> = comments.collect::<Result<_, _>>()?;
        let text: String = row.get(6)?;
        let title: String = row.get(7)?;
        let passage = match words {
            Some(_) => Passage::first(&text, 0, &comments),
            None => Some(Passage::beginning(&text, 0)),
        };
        // What only comments say is found as their words.
        if passage.is_some() || title.contains(OPEN) {
            hits.push(Hit::Articles { document: document(row)?, passage });
        }
    }
    Ok(hits)
}

fn comments(
    connection: &Connection,
    query: &Query,
    most: usize,
) -> Result<Vec<Hit>, rusqlite::Error> {
    let mut conditions = Conditions::default();
    let words = query.expression();
    let (from, shown, order) = match &words {
        Some(words) => {
            conditions.add("comments_fts MATCH ?", format!("text : ({words})"));
            (
                "comments_fts f JOIN comments c ON c.id = f.rowid",
                marked("comments_fts", 1),
                "f.rank, c.id",
            )
        }
        None => ("comments c", "c.text".to_owned(), "c.id"),
    };
    conditions.of_document(query, "coalesce(c.posted, d.published)");
    if let Some(author) = &query.author {
        conditions.add("instr(lower(c.author), lower(?)) > 0", author.clone());
    }
    let sql = format!(
        "SELECT {DOCUMENT}, {shown}, c.number, c.author, c.posted, c.first_character FROM {from} \
         JOIN documents d ON d.id = c.document WHERE d.duplicate_of IS NULL AND {} \
         ORDER BY {order} LIMIT {most}",
        conditions.written()
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&conditions.values))?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get(6)?;
        let from = row.get(10)?;
        let passage = match words {
            Some(_) => Passage::first(&text, from, &[]),
            None => Some(Passage::beginning(&text, from)),
        };
        hits.push(Hit::Comments {
            document: document(row)?,
            comment: row.get(7)?,
            author: row.get(8)?,
            posted: row.get(9)?,
            passage,
        });
    }
    Ok(hits)
}

/// The columns that [`document`] reads.
const DOCUMENT: &str = "d.key, d.input, d.title, d.site, d.url, d.published";

fn document(row: &Row<'_>) -> Result<Found, rusqlite::Error> {
    Ok(Found {
        id: row.get(0)?,
        input: row.get(1)?,
        title: row.get(2)?,
        site: row.get(3)?,
        url: row.get(4)?,
        published: row.get(5)?,
    })
}

/// A column of a table of words, with signs around those that were looked for.
fn marked(table: &str, column: u32) -> String {
    format!("highlight({table}, {column}, char({}), char({}))", OPEN as u32, CLOSE as u32)
}
