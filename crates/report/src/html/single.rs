//! The whole report as one file: each page is a section, shown where the address asks for it. It
//! needs no script for that.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use minijinja::{Value, context};
use sha2::{Digest, Sha256};

use super::{ASSETS, HtmlError, HtmlFile, HtmlReport, timeline};

/// What a page of the folder has around what it says.
const BEGIN: &str = "<main id=\"main\">";
const END: &str = "</main>";

impl HtmlReport<'_> {
    /// The files of the folder as one page: those that are pages in their order, and what the
    /// scripts of the search hold.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken.
    pub fn single_file(&self, files: &[HtmlFile]) -> Result<HtmlFile, HtmlError> {
        let pages: Vec<(String, &str)> = files.iter().filter_map(section).collect();
        let mut ids = BTreeSet::new();
        for (key, text) in &pages {
            ids.insert(key.clone());
            let found = text.split(" id=\"").skip(1).filter_map(|it| it.split('"').next());
            ids.extend(found.map(|id| format!("{key}.{id}")));
        }
        let sections: Vec<Value> = pages
            .iter()
            .map(|(key, text)| context! { key, text => rewritten(key, text, &ids) })
            .collect();
        let data: Vec<&str> =
            files.iter().filter(|it| is_data(it)).map(|it| it.text.as_str()).collect();
        let data: String = data.join("\n").lines().filter_map(statement).collect();
        let text = |name: &str| {
            ASSETS.iter().find(|(path, _)| *path == name).map_or("", |(_, text)| *text)
        };
        let (css, script) = (text("report.css"), text("report.js"));
        let page = context! {
            title => "Report", sections, data, css, script,
            css_hash => hash(css), script_hash => hash(script),
        };
        self.page("single.html", "report.html", page)
    }
}

fn is_data(file: &HtmlFile) -> bool {
    // The rows of all parts of the timeline are in the file.
    file.path.starts_with("s/") && !file.path.starts_with(timeline::SCRIPTS)
}

/// The hash of a text, as a policy names what may run.
fn hash(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// What a page says, by its key.
fn section(file: &HtmlFile) -> Option<(String, &str)> {
    let key = key_of(&file.path)?;
    let (_, rest) = file.text.split_once(BEGIN)?;
    Some((key, rest.rsplit_once(END)?.0))
}

/// The name of the section that a page becomes.
fn key_of(path: &str) -> Option<String> {
    let path = path.trim_start_matches("../").strip_suffix(".html")?;
    Some(path.replace('/', "-"))
}

/// A call of a script as an element of a list of JSON: `["text", …],`.
fn statement(line: &str) -> Option<String> {
    let (name, value) = line.strip_prefix("annalist")?.split_once('(')?;
    Some(format!("[\"{name}\",{}],\n", value.strip_suffix(");")?))
}

/// A page whose identifiers and links are those of a section. Nothing but a tag holds a quotation
/// mark that is not escaped, so no word of a page is taken for an attribute.
fn rewritten(key: &str, text: &str, ids: &BTreeSet<String>) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(at) = rest.find("=\"") {
        let (before, after) = rest.split_at(at + 2);
        let Some((value, behind)) = after.split_once('"') else { break };
        if before.ends_with(" id=\"") {
            html.push_str(&format!("{before}{key}.{value}\""));
        } else if before.ends_with(" href=\"") {
            html.push_str(&format!("{before}{}\"", target(key, value, ids)));
        } else {
            html.push_str(&format!("{before}{value}\""));
        }
        rest = behind;
    }
    html.push_str(rest);
    html
}

/// Where a link leads within the file.
fn target(key: &str, link: &str, ids: &BTreeSet<String>) -> String {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, it)| (path, Some(it)));
    let (path, asked) = path.split_once('?').map_or((path, None), |(path, it)| (path, Some(it)));
    let page = if path.is_empty() { Some(key.to_owned()) } else { key_of(path) };
    let Some(page) = page.filter(|page| ids.contains(page)) else { return link.to_owned() };
    let asked = asked.map(|asked| format!("\" data-ask=\"{asked}")).unwrap_or_default();
    let Some(anchor) = anchor else { return format!("#{page}{asked}") };
    // What stands on a later part of a long page is led to by the name of the first.
    let first = page.rsplit_once("-").filter(|(_, part)| part.parse::<u32>().is_ok());
    let first = first.map_or(page.as_str(), |(first, _)| first);
    let parts = (2..).map(|part| format!("{first}-{part}")).take_while(|it| ids.contains(it));
    let mut pages = [page.clone(), first.to_owned()].into_iter().chain(parts);
    let home = pages.find(|page| ids.contains(&format!("{page}.{anchor}")));
    match home {
        Some(home) => format!("#{home}.{anchor}{asked}"),
        None => format!("#{page}{asked}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_sections() {
        let ids = ["d-a", "d-a-2", "d-a.p1", "d-a-2.p9", "documents"].map(str::to_owned);
        let ids = BTreeSet::from(ids);
        let text = "<p id=\"p1\"><a href=\"#p9\">x</a> href=&quot;y&quot;<a href=\"../documents.html?q=z\">";
        assert_eq!(
            rewritten("d-a", text, &ids),
            "<p id=\"d-a.p1\"><a href=\"#d-a-2.p9\">x</a> href=&quot;y&quot;\
             <a href=\"#documents\" data-ask=\"q=z\">"
        );
        assert_eq!(target("d-a", "https://a.example/x.html#y", &ids), "https://a.example/x.html#y");
    }
}
