use annalist_corpus::Partial;
use annalist_model::Record;

use super::{HtmlFile, HtmlReport};

const PAYLOAD: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}";

fn record() -> Record {
    let text = PAYLOAD;
    let line = serde_json::json!({
        "schema_version": 1, "id": "x", "input": "a\"><script>.html",
        "source": {"media_type": "text/html", "charset": "UTF-8", "bytes": 9, "sha256": "0".repeat(64),
            "url": "javascript:alert(1)"},
        "metadata": {"title": {"value": PAYLOAD, "from": "meta"}, "authors": [], "tags": []},
        "text": text,
        "blocks": [{"kind": "paragraph", "owner": "article", "start": 0, "end": text.chars().count()}],
        "comments": [], "entities": [], "dates": [], "diagnostics": [],
    });
    crate::read_record(&line.to_string()).unwrap()
}

fn files() -> Vec<HtmlFile> {
    let record = record();
    let corpus = Partial::of(&record).finish();
    let report = HtmlReport::new(&corpus, &[]).unwrap();
    let mut files = report.document(0, &record).unwrap();
    for page in report.collection_pages() {
        files.extend(report.collection_page(page).unwrap());
    }
    for part in report.search_parts() {
        files.push(report.search_part(&part, &[record.clone()]));
    }
    files
}

#[test]
fn payloads_stay_text_on_every_page() {
    for HtmlFile { path, text } in files().iter().filter(|it| !it.path.starts_with("report.")) {
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img"), "{path}");
        assert!(!text.contains("href=\"javascript:"), "{path}");
        assert!(!text.contains(">49<"), "{path}");
        assert!(path.ends_with(".js") || text.contains("Content-Security-Policy"), "{path}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(files(), files());
}
