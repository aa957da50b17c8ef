//! What the checks look at: the report on the fixtures, on pages that mean harm, and on a page that
//! is too long for one.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_pipeline::Html;
use annalist_tests::{folder, run_as};
use serde_json::Value;

/// What hostile pages write where a title, a name or an address is expected.
const PAYLOADS: &str = include_str!("../../crates/cli/tests/payloads.tsv");

/// Reports, with where their pages lie.
pub(crate) struct Collection {
    /// It is removed with the collection.
    _folder: tempfile::TempDir,
    pub(crate) html: PathBuf,
    pub(crate) single: PathBuf,
}

impl Collection {
    pub(crate) fn make() -> Collection {
        let temporary = tempfile::tempdir().unwrap();
        let pages = temporary.path().join("pages");
        fs::create_dir_all(&pages).unwrap();
        fs::write(pages.join("harm.html"), harm()).unwrap();
        fs::write(pages.join("long.html"), long()).unwrap();
        fs::write(pages.join("right-to-left.html"), right_to_left()).unwrap();
        fs::write(pages.join("one-day.html"), story("3 May 2011", "officials")).unwrap();
        fs::write(pages.join("other-day.html"), story("9 June 2012", "the ministry")).unwrap();
        Collection::of(&[folder(), pages])
    }

    /// The reports on these inputs.
    pub(crate) fn of(inputs: &[PathBuf]) -> Collection {
        let temporary = tempfile::tempdir().unwrap();
        let (out, single) = (temporary.path().join("out"), temporary.path().join("single"));
        run_as(inputs, &out, 2, Html::Folder);
        run_as(inputs, &single, 2, Html::SingleFile);
        Collection {
            _folder: temporary,
            html: out.join("html"),
            single: single.join("report.html"),
        }
    }

    pub(crate) fn page(&self, name: &str) -> PathBuf {
        self.html.join(name)
    }

    /// The first page of the document whose input holds `words`.
    pub(crate) fn document(&self, words: &str) -> PathBuf {
        let pages = self.pages_of("d");
        let holds = |page: &&PathBuf| {
            let text = fs::read_to_string(page).unwrap();
            let input = text.split("data-input=\"").nth(1).and_then(|it| it.split('"').next());
            input.is_some_and(|input| input.contains(words))
        };
        pages.iter().find(holds).unwrap_or_else(|| panic!("no document of {words}")).clone()
    }

    /// The page of an entity of this name.
    pub(crate) fn entity(&self, name: &str) -> PathBuf {
        let title = format!("<title>{name} · annalist</title>");
        let pages = self.pages_of("e");
        let mut found = pages.iter().filter(|it| fs::read_to_string(it).unwrap().contains(&title));
        found.next().unwrap_or_else(|| panic!("no page of {name}")).clone()
    }

    /// The pages of the timeline.
    pub(crate) fn timeline(&self) -> Vec<PathBuf> {
        let is_part = |path: &PathBuf| path.to_string_lossy().contains("timeline");
        pages_in(&self.html).into_iter().filter(is_part).collect()
    }

    /// The pages in a folder of the report, sorted.
    pub(crate) fn pages_of(&self, below: &str) -> Vec<PathBuf> {
        pages_in(&self.html.join(below))
    }
}

fn pages_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "html")).collect();
    pages.sort();
    pages
}

/// Payloads as a page may hold them, with those that are written for reports of this kind.
fn payloads() -> Vec<String> {
    let rows = PAYLOADS.lines().filter(|line| !line.starts_with('#'));
    let mut payloads: Vec<String> =
        rows.filter_map(|row| Some(row.split_once('\t')?.1.to_owned())).collect();
    for more in [
        "\"><script>window.owned=1</script>",
        "' onmouseover='window.owned=1' x='",
        "\" autofocus onfocus=\"window.owned=1\" x=\"",
        "</title></main></script><script>window.owned=1</script>",
        "<svg onload=window.owned=1><style>*{display:none}</style></svg>",
        "<img src=//evil.example/pixel.png onerror=window.owned=1>",
        "{{ 7 * 7 }} {% raw %} ${window.owned=1} <%= 1 %>",
        "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example/>",
        "\u{202e}fdp.exe",
    ] {
        payloads.push(more.to_owned());
    }
    payloads
}

/// A page that has payloads in all that is read of pages.
fn harm() -> String {
    let markup = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let payloads = payloads();
    let whole = markup(&payloads.join(" "));
    let first = markup("\"><script>window.owned=1</script>");
    let data = serde_json::json!({
        "@type": "NewsArticle", "headline": payloads[0], "author": {"name": payloads.join(" ")},
        "keywords": payloads, "description": payloads.join(" "), "url": "javascript:window.owned=1",
    });
    let data = Value::to_string(&data).replace('<', "\\u003c");
    let mut body = String::new();
    for payload in &payloads {
        let it = markup(payload);
        let _ = write!(
            body,
            "<p>Margaret {it} Halloran of the {it} Ministry said on 3 May 2011 in Baghdad: “{it} is \
             what we met,” and <b>{it}</b> was captured in <a href=\"{it}\">March 2007</a>.</p>"
        );
    }
    let mut comments = String::new();
    for (number, payload) in payloads.iter().enumerate() {
        let it = markup(payload);
        let _ = write!(
            comments,
            "<li class=comment id=comment-{number}><div class=comment-author><cite class=fn><a \
             class=url href=\"{it}\">{it}</a></cite></div><div class=comment-meta><time \
             datetime=2018-09-01T10:00:00Z>{it}</time></div><div class=comment-content><p>{it} I \
             think that Margaret Halloran was right about number {number}.</p></div></li>"
        );
    }
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{first} {whole}</title>\
         <meta name=author content=\"{whole}\"><meta property=og:site_name content=\"{first}\">\
         <meta name=keywords content=\"{whole}\"><script type=application/ld+json>{data}</script>\
         </head><body><article><h1>{first}</h1>{body}</article><section id=comments>\
         <ol class=commentlist>{comments}</ol></section></body></html>"
    )
}

/// A thread that is longer than a page may be.
fn long() -> String {
    let mut comments = String::new();
    let words =
        "I was in Basra in March 2007 with Omar Haddad, and he told me so himself. ".repeat(6);
    for number in 1..=1200 {
        let _ = write!(
            comments,
            "<li class=comment id=comment-{number}><div class=comment-author><cite class=fn>Reader \
             {number}</cite></div><div class=comment-meta><time datetime=2018-09-01T10:00:00Z>\
             September 1, 2018 at 10:00 am</time></div><div class=comment-content><p>Number \
             {number} here. {words}</p></div></li>"
        );
    }
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A long thread</title></head>\
         <body><article><h1>A long thread</h1><p>{}</p></article><section id=comments>\
         <h2>1200 comments</h2><ol class=commentlist>{comments}</ol></section></body></html>",
        "The commander Omar Haddad was captured in Basra in March 2007, officials said. ".repeat(8)
    )
}

/// An article that contradicts another one of its kind, and counts.
fn story(day: &str, teller: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>As {teller} tell it</title>\
         </head><body><article><h1>As {teller} tell it</h1><p>Hamid Rashid was killed in Basra on \
         {day}, {teller} said. The commander Omar Haddad leads the Harbour Brigade. More than 40 \
         people were detained after {day}, and {teller} would say no more of it.</p><p>Readers had \
         asked {teller} for an answer for many weeks, and on {day} they wrote that the files stay \
         closed until 2030.</p></article></body></html>"
    )
}

/// An article in a script that runs from right to left.
fn right_to_left() -> String {
    let words = "قال القائد عمر حداد في بغداد يوم 3 مايو 2011 إن المدينة هادئة. ".repeat(6);
    format!(
        "<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8><title>خبر من بغداد</title>\
         </head><body><article><h1>خبر من بغداد</h1><p>{words}</p><p>{words}</p></article></body>\
         </html>"
    )
}
