//! A small record that the tests of all shapes read.

use serde_json::json;

use crate::record::Record;

/// A title, an article of a heading and a paragraph with a caption between them, and three comments
/// of which the second has no words.
pub(super) fn record() -> Record {
    // Code points:  0     6              20               36
    let text = "Title\nÄrger am Quai\nAda Lorne left.\nA caption\nFirst 😀\nAn answer";
    let value = |value: &str| json!({"value": value, "from": "markup", "source_bytes": null});
    let json = json!({
        "schema_version": 1,
        "id": "0",
        "input": "00000000/page.html.gz",
        "source": {"url": null},
        "metadata": {
            "title": value("Title"),
            "authors": [value("A. Bee"), value("C. Dee")],
            "published": value("2018-09-06T10:00"),
            "site": value("The Site"),
            "tags": [value("tag")],
        },
        "text": text,
        "blocks": [
            {"kind": "title", "owner": "article", "start": 0, "end": 5},
            {"kind": "heading", "level": 2, "owner": "article", "start": 6, "end": 19},
            {"kind": "paragraph", "owner": "article", "start": 20, "end": 35},
            {"kind": "caption", "owner": "article", "start": 36, "end": 45},
            {"kind": "paragraph", "owner": {"comment": 0}, "start": 46, "end": 53},
            {"kind": "paragraph", "owner": {"comment": 2}, "start": 54, "end": 63},
        ],
        "comments": [
            {"id": 0, "parent": null, "depth": 0, "author": "Eve", "kind": "comment",
             "posted": {"value": "2018-09-07T17:59", "from": "markup", "source_bytes": null},
             "start": 46, "end": 53, "quotes": []},
            {"id": 1, "parent": 0, "depth": 1, "author": "Mute", "kind": "comment", "posted": null,
             "start": 53, "end": 54, "quotes": []},
            {"id": 2, "parent": 1, "depth": 2, "author": null, "kind": "comment",
             "posted": {"value": null, "text": "2 hours ago", "from": "markup"},
             "start": 54, "end": 63, "quotes": [{"start": 54, "end": 56, "of": 0}]},
        ],
        "entities": [
            {"id": 0, "type": "person", "name": "Ada Lorne",
             "aliases": [{"value": "Lorne", "kind": "surname", "rule": "surname"}],
             "mentions": [
                 {"start": 20, "end": 29, "source_bytes": null, "rule": "x", "score": 900}]},
            {"id": 1, "type": "place", "name": "Quai", "aliases": [],
             "mentions": [
                 {"start": 15, "end": 19, "source_bytes": [7, 11], "rule": "x", "score": 900,
                  "type": "organisation"}]},
            {"id": 2, "type": "group", "name": "apt", "aliases": [],
             "mentions": [
                 {"start": 37, "end": 42, "source_bytes": null, "rule": "x", "score": 900}]},
        ],
        "dates": [
            {"start": 30, "end": 34, "source_bytes": [20, 24], "type": "DATE",
             "value": "2018-09-06", "from": null, "to": null, "anchor": "none", "rule": "x"},
        ],
        "relations": [
            {"type": "visited", "subject": {"entity": 0, "start": 20, "end": 29},
             "object": {"entity": 1, "start": 15, "end": 19}, "modality": "asserted",
             "rule": "x", "evidence": [{"start": 15, "end": 29, "source_bytes": null}]},
            {"type": "visited", "subject": {"entity": 1, "start": 15, "end": 19},
             "object": {"entity": 0, "start": 20, "end": 29}, "modality": "negated",
             "rule": "x", "evidence": [{"start": 15, "end": 29, "source_bytes": null}]},
        ],
        "events": [
            {"predicate": "visited", "participants": [], "modality": "asserted", "rule": "x",
             "date": {"value": "2018-09-06", "start": 30, "end": 34, "source_bytes": [20, 24]},
             "evidence": [{"start": 30, "end": 34, "source_bytes": [20, 24]}]},
        ],
        "quotations": [
            {"kind": "direct", "speaker": {"entity": 0, "start": 20, "end": 29}, "rule": "x",
             "parts": [{"start": 30, "end": 34, "source_bytes": [20, 24]}]},
        ],
        "diagnostics": [],
    });
    Record::read(&json.to_string()).unwrap()
}
