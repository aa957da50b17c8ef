//! What pages show, and that what they lead to is there.

use std::fs;

use serde_json::Value;

use super::{is_clean, kinds, tools::SHOWN_ROWS};
use crate::collection::Collection;
use crate::driver::Browser;

pub(super) fn every_kind_of_page_opens(browser: &Browser, collection: &Collection) {
    browser.log("browser");
    for page in kinds(collection) {
        browser.open(&page, "");
        is_clean(browser, &page.display().to_string());
        assert!(browser.number("return document.querySelectorAll('h1').length") == 1);
        assert!(!browser.text("return document.querySelector('h1').textContent").is_empty());
        let took = browser.number(
            "const [it] = performance.getEntriesByType('navigation'); return Math.round(it.domContentLoadedEventEnd)",
        );
        assert!(took < 5_000, "{} took {took} ms", page.display());
    }
}

pub(super) fn figures_lead(browser: &Browser, collection: &Collection) {
    browser.open(&collection.page("index.html"), "");
    browser.click(".figures a[href='documents.html']");
    assert!(browser.text("return document.title").starts_with("Documents"));
    // Each bar leads to its year.
    browser.open(&collection.page("index.html"), "");
    let bar = "main .chart a";
    let year = browser
        .text("return document.querySelector('main .chart a').getAttribute('href').split('q=')[1]");
    browser.ask(&format!(
        "document.querySelector('{bar}').dispatchEvent(new MouseEvent('click', {{bubbles: true}}))"
    ));
    browser.wait_for("return document.querySelector('[data-filter]') !== null");
    assert_eq!(browser.text("return document.querySelector('[data-filter]').value"), year);
    assert!(browser.number(SHOWN_ROWS) > 0);
    // No link of the overview leads nowhere.
    browser.open(&collection.page("index.html"), "");
    let links = browser.ask("return [...document.querySelectorAll('a[href]')].map((it) => it.href.baseVal ?? it.getAttribute('href'))");
    for link in links.as_array().unwrap().iter().filter_map(Value::as_str) {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let path = path.split('?').next().unwrap();
        let page = collection.page(if path.is_empty() { "index.html" } else { path });
        let text = fs::read_to_string(&page).unwrap_or_else(|_| panic!("{link} leads nowhere"));
        let is_there = anchor.is_empty()
            || text.contains(&format!(" id=\"{anchor}\""))
            || text.contains(&format!("{anchor} "));
        assert!(is_there, "{link} leads to no place");
    }
}

pub(super) fn marks_tell(browser: &Browser, collection: &Collection) {
    browser.open(&collection.document("wordpress-nested-thread"), "");
    // Where the mouse rests while the page comes up, the first focus may be taken away again.
    browser.wait_for("const it = document.querySelector('.text a.m.person'); if (!document.querySelector('.card')) { it.blur(); it.focus(); } return document.querySelector('.card') !== null");
    let card = browser.text("return document.querySelector('.card').innerText");
    assert!(card.contains("person ·") && card.contains("characters "), "{card}");
    assert!(
        browser.number("return document.querySelectorAll('.card a[href*=\":~:text=\"]').length")
            == 1
    );
    browser.click(".card button");
    let copied = browser.text("return document.querySelector('.card button').textContent");
    assert!(copied == "Copied" || copied == "Copy it from here:", "{copied}");
    let background =
        "return getComputedStyle(document.querySelector('.text a.m.person')).backgroundColor";
    let before = browser.text(background);
    browser.ask("document.activeElement.blur(); document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))");
    browser.click("[data-switch=person]");
    assert_ne!(browser.text(background), before);
    browser.click("[data-switch=person]");
    assert_eq!(browser.text(background), before);
    // Relations, events and quotations are marked and listed, and lead to their words.
    for page in collection.pages_of("d") {
        browser.open(&page, "");
        // What is on other parts is looked for there.
        if browser.ask("return document.querySelector('.reading').dataset.anchors !== ''") == true {
            continue;
        }
        for kind in ["relation", "event", "quotation"] {
            let listed = browser
                .number(&format!("return document.querySelectorAll('#{kind}s tbody tr').length"));
            let marked =
                browser.number(&format!("return document.querySelectorAll('.m.{kind}').length"));
            assert!(listed == 0 || marked > 0, "{}: {kind}", page.display());
        }
        let lost = "return [...document.querySelectorAll('main a[href^=\"#\"]')].filter((it) => !document.getElementById(decodeURIComponent(it.getAttribute('href').slice(1)))).length";
        assert!(browser.number(lost) == 0, "{}: a link leads nowhere", page.display());
        let doubles = "const ids = [...document.querySelectorAll('[id]')].map((it) => it.id); return ids.length - new Set(ids).size";
        assert_eq!(browser.number(doubles), 0, "{}", page.display());
    }
}

pub(super) fn a_thread_is_collapsed(browser: &Browser, collection: &Collection) {
    browser.open(&collection.document("wordpress-nested-thread"), "");
    let shown =
        "return [...document.querySelectorAll('.comment')].filter((it) => !it.hidden).length";
    let words = "return [...document.querySelectorAll('.comment .words')].filter((it) => it.offsetHeight > 0).length";
    let all = browser.number(shown);
    assert!(all > 3);
    browser.click("[data-collapse=all]");
    let roots =
        browser.number("return document.querySelectorAll('.comment[data-depth=\"0\"]').length");
    assert_eq!((browser.number(shown), browser.number(words)), (roots, 0));
    browser.click("[data-collapse=none]");
    assert_eq!((browser.number(shown), browser.number(words)), (all, all));
    // One is folded with its answers; a link to an answer opens it again.
    let parent = "return document.querySelector('.answers').getAttribute('href').slice(1)";
    let parent = browser.text(parent);
    browser.ask(&format!("document.querySelector('#{parent} .fold').click()"));
    assert!(browser.number(shown) < all);
    assert_eq!(
        browser.text(&format!(
            "return document.querySelector('#{parent} .fold').getAttribute('aria-expanded')"
        )),
        "false"
    );
    browser.ask("location.hash = '#' + [...document.querySelectorAll('.comment')].find((it) => it.hidden).id");
    browser.wait_for(&format!("return [...document.querySelectorAll('.comment')].filter((it) => !it.hidden).length === {all}"));
}

pub(super) fn owners_are_told_apart(browser: &Browser, collection: &Collection) {
    browser.open(&collection.entity("Omar Haddad"), "");
    let shown = |owner: &str| {
        browser.number(&format!("return [...document.querySelectorAll('[data-owner={owner}]')].filter((it) => !it.hidden).length"))
    };
    let (articles, comments) = (shown("article"), shown("comment"));
    assert!(articles > 0 && comments > 0, "{articles} {comments}");
    browser.click("[data-only=article]");
    assert_eq!((shown("article"), shown("comment")), (articles, 0));
    browser.click("[data-only=comment]");
    assert_eq!((shown("article"), shown("comment")), (0, comments));
    browser.click("[data-only=comment]");
    assert_eq!((shown("article"), shown("comment")), (articles, comments));
    // A passage leads to the words on the page of its document.
    browser.click("#contexts blockquote a");
    browser.wait_for("return location.hash.startsWith('#p') && document.getElementById(location.hash.slice(1)) !== null");
}

pub(super) fn claims_are_joined(browser: &Browser, collection: &Collection) {
    for page in ["index.html", "relations.html", "events.html", "contradictions.html"] {
        browser.open(&collection.page(page), "");
        assert!(
            browser.number("return document.querySelectorAll('li.claim').length") > 0,
            "{page}"
        );
        // None stands there as a plain fact, and each has its words.
        let bare = "return [...document.querySelectorAll('li.claim')].filter((it) => !it.querySelector('.stance') || !it.querySelector('.sayings a')).length";
        assert_eq!(browser.number(bare), 0, "{page}");
    }
    let sides = "return [...document.querySelectorAll('.contradiction')].filter((it) => it.querySelectorAll('.sides .sayings').length < 2).length";
    assert_eq!(browser.number(sides), 0);
    // Those that are held for true can be left out.
    browser.open(&collection.page("events.html"), "");
    let all = browser.number(
        "return [...document.querySelectorAll('li.claim')].filter((it) => !it.hidden).length",
    );
    browser.click("[data-hides=held]");
    assert!(
        browser.number(
            "return [...document.querySelectorAll('li.claim')].filter((it) => !it.hidden).length"
        ) < all
    );
    // A passage leads to its words.
    browser.open(&collection.page("relations.html"), "");
    browser.click(".sayings a");
    browser.wait_for("return location.hash.startsWith('#p') && document.getElementById(location.hash.slice(1)) !== null");
    // What a document counts is listed, and leads to its words.
    let counting = collection.pages_of("d").into_iter().find(|page| {
        browser.open(page, "");
        browser.number("return document.querySelectorAll('#quantities tbody tr').length") > 0
    });
    assert!(counting.is_some(), "no document counts anything");
}

pub(super) fn a_long_page_goes_on(browser: &Browser, collection: &Collection) {
    for page in collection.pages_of("d").iter().chain(&collection.pages_of("e")) {
        let length = fs::metadata(page).unwrap().len();
        assert!(length < 2_000_000, "{}: {length}", page.display());
    }
    let first = collection.document("long.html");
    browser.open(&first, "");
    assert!(browser.number("return document.querySelectorAll('.pager a').length") > 0);
    // A place on another part is found from the first.
    browser.open(&first, "#c1190");
    browser.wait_for("return document.getElementById('c1190') !== null");
    assert!(browser.text("return location.pathname").contains("-"));
}

pub(super) fn one_file(browser: &Browser, collection: &Collection) {
    browser.log("browser");
    browser.open(&collection.single, "");
    is_clean(browser, "one file");
    let shown = "return [...document.querySelectorAll('section.page')].filter((it) => it.offsetHeight > 0).map((it) => it.id).join()";
    assert_eq!(browser.text(shown), "index");
    browser.click("a[href='#documents']");
    browser.wait_for("return location.hash === '#documents'");
    assert_eq!(browser.text(shown), "documents");
    browser.type_into("#documents [data-filter]", "long thread");
    browser.click("#documents tbody tr:not([hidden]) a");
    browser.wait_for("return location.hash.startsWith('#d-')");
    assert!(browser.text("return [...document.querySelectorAll('section.page')].find((it) => it.offsetHeight > 0).querySelector('h1').textContent").contains("A long thread"));
    browser.ask("location.hash = '#search'");
    browser.wait_for("return document.getElementById('search').offsetHeight > 0");
    browser.type_into("#search [data-query]", "Number 777 here");
    browser.wait_for(
        "return /^1 place found/.test(document.querySelector('#search [data-state]').textContent)",
    );
    browser.click("#search [data-found] a");
    browser.wait_for("return document.querySelector(':target') !== null && document.querySelector(':target').textContent.includes('Number 777 here')");
    let lost = "return [...document.querySelectorAll('a[href^=\"#\"]')].filter((it) => !document.getElementById(decodeURIComponent(it.getAttribute('href').slice(1)))).map((it) => it.getAttribute('href')).slice(0, 5).join()";
    assert_eq!(browser.text(lost), "");
    assert_eq!(browser.ask("return window.owned ?? null"), Value::Null);
    is_clean(browser, "one file");
}
