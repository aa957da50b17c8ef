//! Why a page shows fewer comments than it declares: it shows them page by page, or a part of them
//! until a reader asks for more.

use annalist_model::{Code, Diagnostic};
use html5ever::local_name;

use super::{Thread, ThreadWords};
use crate::page::{Page, folded};

/// What leads on stands in an element of so many bytes, markup aside.
const LONGEST_LINE: usize = 60;

/// Elements above a comment that may hold what leads to the next page.
const HEIGHT: usize = 4;

/// Says that a page declares another number of comments than were found, and why where it shows that.
pub(crate) fn note_count(
    page: &Page<'_>,
    words: &ThreadWords,
    declared: u32,
    found: usize,
    thread: Option<&Thread>,
) -> Option<Diagnostic> {
    if declared as usize == found {
        return None;
    }
    let mut message = format!("the page declares {declared} comments; {found} were found in it");
    let is_less = found < declared as usize;
    if let Some(line) = is_less.then(|| line_that_leads_on(page, words, thread)).flatten() {
        message.push_str(&format!(", and it leads to more of them: “{line}”"));
    }
    Some(Diagnostic::new(Code::CommentCountDiffers, message))
}

/// The words of a link, a button or a line that lead to further comments. Without a comment, any of
/// the page may; else what stands around the thread.
fn line_that_leads_on(
    page: &Page<'_>,
    words: &ThreadWords,
    thread: Option<&Thread>,
) -> Option<String> {
    let first = thread.and_then(|it| it.items.first());
    let around = first.and_then(|item| page.ancestors(item.node).take(HEIGHT).last());
    let range = around.map_or(page.all(), |around| page.subtree(around));
    range.into_iter().find_map(|node| {
        let is_line = matches!(
            page.tag(node),
            local_name!("a")
                | local_name!("button")
                | local_name!("span")
                | local_name!("div")
                | local_name!("p")
                | local_name!("li")
        );
        if !is_line || page.subtree(node).len() > 12 {
            return None;
        }
        // What a button says is no text of the page.
        let parts = page.below(node).filter_map(|it| page.text_node(it));
        let line = folded(&parts.take(6).collect::<Vec<_>>().join(" "));
        let is_next = page.attribute(node, "rel") == Some("next") && !line.is_empty();
        let leads_on = line.len() <= LONGEST_LINE && (is_next || words.leads_on(&line));
        leads_on.then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::parse;

    fn note(around: &str) -> String {
        let comment = |number: u32| {
            format!(
                "<div class='comment' id='c{number}'><b class='author'>Ada {number}</b> \
                 <time datetime='2019-03-0{number}'>x</time><p>He said nothing.</p></div>"
            )
        };
        let page = format!(
            "<script type='application/ld+json'>{{\"@type\":\"Article\",\"commentCount\":25}}</script>\
             <h1>Ferry</h1><p>It sails on Monday.</p><div class='comments'>{}{}{around}</div>",
            comment(1),
            comment(2)
        );
        let document = parse(&page);
        let mut notes = document.diagnostics().iter().filter(|it| it.code.as_str() == "P009");
        notes.next().map(|it| it.message.clone()).unwrap_or_default()
    }

    #[test]
    fn what_leads_to_further_comments_is_named() {
        let plain = "the page declares 25 comments; 2 were found in it";
        assert_eq!(note(""), plain);
        for (around, line) in [
            ("<button>Load 23 more comments</button>", "Load 23 more comments"),
            ("<a href='?p=2'>Older comments →</a>", "Older comments →"),
            ("<ul><li>1</li><li><a rel='next' href='?p=2'>2</a></li></ul>", "2"),
            ("<span>Seite 1 von 3</span>", "Seite 1 von 3"),
        ] {
            assert_eq!(note(around), format!("{plain}, and it leads to more of them: “{line}”"));
        }
    }
}
