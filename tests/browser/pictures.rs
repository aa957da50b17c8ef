//! The pictures of the README: what the report on the fixtures looks like, written to `docs/report`.

use std::fs;
use std::path::Path;

use annalist_tests::folder;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::collection::Collection;
use crate::driver::Browser;

/// What a picture shows.
enum Shown {
    Page(&'static str),
    /// The document whose input holds these words.
    Document(&'static str),
    /// The page of an entity of this name.
    Entity(&'static str),
}

use Shown::{Document, Entity, Page};

const WIDE: (u32, u32) = (1200, 860);
const NARROW: (u32, u32) = (390, 844);

/// The name of a picture, what it shows, what follows in the address, how wide and high it is, whether
/// at night, and what it waits for.
type Picture = (&'static str, Shown, &'static str, (u32, u32), bool, &'static str);

const PICTURES: &[Picture] = &[
    ("card", Document("arabic-names"), "", WIDE, false, CARD),
    ("claims", Page("relations.html"), "", WIDE, false, LAID_OUT),
    ("document", Document("wordpress-nested-thread"), "", WIDE, false, LAID_OUT),
    ("document-narrow", Document("wordpress-nested-thread"), "", NARROW, false, LAID_OUT),
    ("entity", Entity("Hamid al-Sarhani"), "", WIDE, false, LAID_OUT),
    ("graph", Page("graph.html"), "", WIDE, false, LAID_OUT),
    ("graph-dark", Page("graph.html"), "", WIDE, true, LAID_OUT),
    ("overview", Page("index.html"), "", WIDE, false, LAID_OUT),
    ("overview-dark", Page("index.html"), "", WIDE, true, LAID_OUT),
    ("overview-narrow-dark", Page("index.html"), "", NARROW, true, LAID_OUT),
    ("search", Page("search.html"), "?q=harbour", WIDE, false, FOUND),
    ("thread-dark", Document("wordpress-nested-thread"), "#comments", WIDE, true, LAID_OUT),
    ("timeline", Page("timeline.html"), "", WIDE, true, LAID_OUT),
    ("timeline-narrow", Page("timeline.html"), "", NARROW, false, LAID_OUT),
];

const LAID_OUT: &str = "return document.readyState === 'complete'";
/// What is focused tells what it is.
const CARD: &str = "const it = document.querySelector('.text p a.m.person');
    if (!document.querySelector('.card')) { it.blur(); it.focus(); }
    return document.querySelector('.card') !== null";
const FOUND: &str = "return /found/.test(document.querySelector('[data-state]').textContent)";

/// Takes all pictures anew.
pub(crate) fn take(browser: &Browser) {
    let collection = Collection::of(&[folder()]);
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/report");
    for (name, shown, rest, (width, height), is_dark, waited_for) in PICTURES {
        let page = match shown {
            Page(name) => collection.page(name),
            Document(words) => collection.document(words),
            Entity(name) => collection.entity(name),
        };
        browser.begin();
        let device =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        browser.command("Emulation.setDeviceMetricsOverride", &device);
        browser.command("Emulation.setScrollbarsHidden", &json!({"hidden": true}));
        let scheme = if *is_dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        browser.command("Emulation.setEmulatedMedia", &json!({"features": features}));
        browser.open(&page, rest);
        browser.wait_for(waited_for);
        let form = json!({"format": "webp", "quality": 80});
        let taken = browser.command("Page.captureScreenshot", &form);
        let bytes = BASE64_STANDARD.decode(taken["data"].as_str().unwrap()).unwrap();
        fs::write(pictures.join(format!("{name}.webp")), bytes).unwrap();
    }
}
