//! `annalist search`: words, names and comments of a collection.

use std::io::{self, Write};

use annalist_export::{Found, Hit, Passage, Query};
use annalist_pipeline::{Problem, SearchPlan, search};
use anyhow::Result;

use super::{count, results};
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::talk::visible;

/// Spellings, and documents, that are shown with a name.
const FEW: usize = 6;

pub(super) fn run(plan: &Plan, arguments: &args::Search) -> Result<Exit> {
    let what = SearchPlan {
        folder: arguments.folder.clone(),
        working_folder: plan.working_folder.clone(),
        query: Query::parse(&arguments.query.join(" "))
            .map_err(|error| Problem::Usage(error.to_string()))?,
        most: arguments.limit as usize,
    };
    let progress = Progress::new(&plan.talk)?;
    let found = search(&what, progress.control());
    progress.finish();
    let Some(hits) = found? else { return Ok(Exit::Interrupted) };
    let mut out = results();
    let written = hits.iter().try_for_each(|hit| match arguments.json {
        true => writeln!(out, "{}", serde_json::to_string(hit)?),
        false => show(&mut out, hit, plan.colors_results),
    });
    if let Err(error) = written.and_then(|()| out.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(error.into());
    }
    Ok(if hits.is_empty() { Exit::No } else { Exit::Done })
}

fn show(out: &mut impl Write, hit: &Hit, color: bool) -> io::Result<()> {
    match hit {
        Hit::Names { name, kind, spellings, article_mentions, comment_mentions, documents } => {
            let (times, by) = (article_mentions + comment_mentions, comment_mentions);
            let times = count(times, "mention", "mentions");
            writeln!(out, "{}  {kind}, {times}, {by} of them in comments", bold(name, color))?;
            list(out, "also", spellings)?;
            list(out, "in", documents)
        }
        Hit::Articles { document, passage } => {
            head(out, document, color)?;
            show_passage(out, passage.as_ref(), color)
        }
        Hit::Comments { document, comment, author, posted, passage } => {
            head(out, document, color)?;
            let author = author.as_deref().unwrap_or("somebody who gives no name");
            let posted = posted.as_deref().map(|it| format!(", {it}")).unwrap_or_default();
            writeln!(out, "    comment {comment} by {}", visible(&format!("{author}{posted}")))?;
            show_passage(out, passage.as_ref(), color)
        }
    }
}

fn head(out: &mut impl Write, it: &Found, color: bool) -> io::Result<()> {
    let about = [it.published.as_deref(), it.site.as_deref(), Some(it.input.as_str())];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    writeln!(out, "{}  {}", bold(&it.title, color), visible(&about.join(", ")))
}

fn list(out: &mut impl Write, word: &str, values: &[String]) -> io::Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = values.iter().take(FEW).map(String::as_str).collect();
    let more = if values.len() > FEW { ", …" } else { "" };
    writeln!(out, "    {word} {}{more}", visible(&shown.join(", ")))
}

fn show_passage(out: &mut impl Write, passage: Option<&Passage>, color: bool) -> io::Result<()> {
    let Some(Passage { start, end, snippet, marks }) = passage else { return Ok(()) };
    let characters: Vec<char> = snippet.chars().collect();
    let slice = |from: u32, to: u32| -> String {
        characters.get(from as usize..to as usize).unwrap_or_default().iter().collect()
    };
    let (mut line, mut at) = (String::new(), 0);
    for (from, to) in marks {
        line.push_str(&visible(&slice(at, *from)));
        line.push_str(&bold(&slice(*from, *to), color));
        at = *to;
    }
    line.push_str(&visible(&slice(at, characters.len() as u32)));
    writeln!(out, "    {start}–{end}: {}", line.trim())
}

fn bold(words: &str, color: bool) -> String {
    let words = visible(words);
    if color { format!("\u{1b}[1m{words}\u{1b}[0m") } else { words }
}
