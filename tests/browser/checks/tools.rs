//! Filters, zoom, search and the keyboard.

use serde_json::json;

use super::is_clean;
use crate::collection::Collection;
use crate::driver::Browser;

pub(super) const SHOWN_ROWS: &str = "return [...document.querySelector('[data-rows]').querySelectorAll('tbody tr, li')].filter((it) => !it.hidden).length";

pub(super) fn a_list_is_filtered(browser: &Browser, collection: &Collection) {
    browser.open(&collection.page("documents.html"), "");
    let all = browser.number(SHOWN_ROWS);
    assert!(all > 15);
    browser.type_into("[data-filter]", "long thread");
    assert_eq!(browser.number(SHOWN_ROWS), 1);
    assert_eq!(
        browser.text("return document.querySelector('[data-shown]').textContent"),
        format!("1 of {all} here")
    );
    browser.type_into("[data-filter]", "no page says this");
    assert_eq!(browser.number(SHOWN_ROWS), 0);
}

pub(super) fn the_timeline_is_zoomed(browser: &Browser, collection: &Collection) {
    browser.open(&collection.page("timeline.html"), "");
    let all = browser.number(SHOWN_ROWS);
    assert!(all > 20);
    for shape in ["day", "vague"] {
        assert!(
            browser
                .number(&format!("return document.querySelectorAll('.lane rect.{shape}').length"))
                > 0,
            "{shape}"
        );
        browser.click(&format!("[data-hides={shape}]"));
        assert_eq!(browser.number(&format!("return [...document.querySelectorAll('[data-rows] li')].filter((it) => !it.hidden && it.dataset.is.split(' ').includes('{shape}')).length")), 0);
        browser.click(&format!("[data-hides={shape}]"));
    }
    browser.ask("const it = document.querySelector('[data-span]'); it.value = '372'; it.dispatchEvent(new Event('change'))");
    let year = browser.number(SHOWN_ROWS);
    assert!(year > 0 && year < all, "{year} of {all}");
    let window = browser.text("return document.querySelector('[data-window]').textContent");
    browser.click("[data-move='1']");
    assert_ne!(browser.text("return document.querySelector('[data-window]').textContent"), window);
    // Some page of it has events.
    let pages = collection.timeline();
    let events = pages.iter().find_map(|page| {
        browser.open(page, "?hide=date");
        Some(browser.number(SHOWN_ROWS)).filter(|events| *events > 0)
    });
    let events = events.unwrap();
    // By what happened, and by who or what the sentence names.
    browser.ask("const it = document.querySelector('[data-what]'); it.selectedIndex = 1; it.dispatchEvent(new Event('change'))");
    let of_one_sort = browser.number(SHOWN_ROWS);
    assert!(of_one_sort > 0 && of_one_sort <= events, "{of_one_sort} of {events}");
    browser.open(&collection.page("timeline.html"), "");
    let name = browser.text("return document.querySelector('datalist option').value");
    browser.type_into("[data-about]", &name);
    let of_name = browser.number(SHOWN_ROWS);
    assert!(of_name > 0 && of_name < all, "{of_name} of {all} name {name}");
    // The page of an entity leads to its days.
    browser.open(&collection.entity("Omar Haddad"), "");
    assert!(browser.number("return document.querySelectorAll('#dates li').length") > 0);
    browser.click("main a[href*='timeline.html?name=']");
    browser.wait_for("return document.querySelector('[data-about]').value === 'Omar Haddad'");
    assert!(browser.number(SHOWN_ROWS) < all);
    browser.open(&collection.page("timeline.html"), "?q=Basra");
    assert!(browser.number(SHOWN_ROWS) < all);
}

pub(super) fn filters_hold_on_all_pages(browser: &Browser, collection: &Collection) {
    let pages = collection.timeline();
    assert!(pages.len() > 1, "the timeline is on one page");
    // What is chosen on one page goes along to the next, which says how many the others have.
    browser.open(&collection.page("timeline.html"), "");
    browser.click("[data-hides=comment]");
    browser.click("[data-hides=date]");
    browser.wait_for("return [...document.querySelectorAll('.pager a')].every((it) => /\\(\\d+\\)/.test(it.textContent))");
    let told = browser.number(
        "return Number(document.querySelector('.pager a:not(.none)').textContent.match(/\\((\\d+)\\)/)[1])",
    );
    let part = browser.text("return document.querySelector('.pager a:not(.none)').dataset.part");
    browser.click(".pager a:not(.none)");
    browser.wait_for(&format!("return location.search.includes('hide=') && document.querySelector('[data-rows]').dataset.part === '{part}'"));
    assert_eq!(browser.number(SHOWN_ROWS), told);
    assert_eq!(
        browser.text(
            "return document.querySelector('[data-hides=comment]').getAttribute('aria-pressed')"
        ),
        "false"
    );
    // Who asks for what another page has is led there.
    let last = pages.iter().find(|page| {
        browser.open(page, "");
        browser.number("return Number(document.querySelector('[data-rows]').dataset.part)")
            == i64::try_from(pages.len()).unwrap()
    });
    browser.open(last.unwrap(), "");
    let year = browser.number("return Math.floor([...document.querySelectorAll('[data-rows] li')].at(-1).dataset.from / 372)");
    browser.open(&collection.page("timeline.html"), &format!("?q={year}"));
    browser.wait_for(&format!("return [...document.querySelectorAll('[data-rows] li')].some((it) => !it.hidden) && document.querySelector('[data-filter]').value === '{year}'"));
}

pub(super) fn the_graph_is_filtered(browser: &Browser, collection: &Collection) {
    browser.open(&collection.page("graph.html"), "");
    let rows =
        "return [...document.querySelectorAll('main tbody tr')].filter((it) => !it.hidden).length";
    let all = browser.number(rows);
    assert!(all > 5);
    assert_eq!(browser.number("return document.querySelectorAll('.edge').length"), all);
    browser.click("[data-node-kind=place]");
    assert!(browser.number(rows) < all);
    browser.click("[data-node-kind=place]");
    browser.type_into("[data-support]", "2");
    assert!(browser.number(rows) < all);
    browser.type_into("[data-support]", "1");
    browser.ask("const it = document.querySelector('[data-relation]'); it.value = ''; it.dispatchEvent(new Event('change'))");
    let together = browser.number(rows);
    assert_eq!(
        together,
        browser.number("return document.querySelectorAll('.edge:not(.related)').length")
    );
    // No name lies on another.
    let near = "const at = [...document.querySelectorAll('.node circle')].map((it) => [Number(it.getAttribute('cx')), Number(it.getAttribute('cy'))]);
        return at.filter(([x, y], one) => at.some(([a, b], other) => one < other && Math.hypot(x - a, y - b) < 8)).length";
    assert_eq!(browser.number(near), 0);
}

pub(super) fn words_are_found(browser: &Browser, collection: &Collection) {
    browser.open(&collection.page("search.html"), "");
    browser.type_into("[data-query]", "Number 777 here");
    browser.wait_for(
        "return /^1 place found/.test(document.querySelector('[data-state]').textContent)",
    );
    assert_eq!(
        browser.text("return document.querySelector('[data-found] mark').textContent"),
        "Number 777 here"
    );
    // The comment is on a later part of its page, and is found there.
    browser.click("[data-found] a");
    browser
        .wait_for("return location.hash === '#c776' && document.getElementById('c776') !== null");
    assert!(
        browser
            .text("return document.getElementById('c776').textContent")
            .contains("Number 777 here")
    );
    // Only those parts are read that have the words; what none has asks for none.
    browser.open(&collection.page("search.html"), "?q=Number%20777%20here");
    browser.wait_for("return /found/.test(document.querySelector('[data-state]').textContent)");
    let read = "return [...document.querySelectorAll('script[src]')].filter((it) => /^s\\/\\d+\\.js$/.test(it.getAttribute('src'))).length";
    assert_eq!(browser.number(read), 1);
    browser.open(&collection.page("search.html"), "?q=xyzzyq");
    browser.wait_for("return /^0 places/.test(document.querySelector('[data-state]').textContent)");
    assert_eq!(browser.number(read), 0);
    // The last word may be the beginning of one.
    browser.open(&collection.page("search.html"), "?q=omar%20hadd");
    browser.wait_for(
        "return /[1-9][0-9]* place/.test(document.querySelector('[data-state]').textContent)",
    );
    browser.open(&collection.page("search.html"), "?q=omar%20haddad");
    browser.wait_for("return /found/.test(document.querySelector('[data-state]').textContent)");
    assert!(
        browser
            .text("return document.querySelector('[data-found] li').innerText")
            .contains("person")
    );
    browser.type_into("[data-query]", "no page says this");
    browser.wait_for(
        "return /^0 places found/.test(document.querySelector('[data-state]').textContent)",
    );
    is_clean(browser, "search");
}

pub(super) fn all_is_reached_by_keyboard(browser: &Browser, collection: &Collection) {
    let tab = '\u{E004}';
    browser.open(&collection.document("wordpress-nested-thread"), "");
    browser.press(tab);
    assert_eq!(browser.text("return document.activeElement.className"), "skip");
    assert!(
        browser.number("return Math.round(document.activeElement.getBoundingClientRect().left)")
            >= 0
    );
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..400 {
        browser.press(tab);
        let what = browser.text(
            "const it = document.activeElement; return it.matches('.m') ? 'mark' : it.matches('[data-switch]') ? 'switch' : it.matches('.fold') ? 'fold' : it.matches('.top a') ? 'way' : it.matches('.card *') ? 'card' : it.localName",
        );
        let outlined = browser.ask("const it = document.activeElement; return it === document.body || parseFloat(getComputedStyle(it).outlineWidth) > 0 || getComputedStyle(it).boxShadow !== 'none'");
        assert_eq!(outlined, json!(true), "{what} shows no focus");
        if what == "body" {
            break;
        }
        if !seen.contains(&what) {
            seen.push(what);
        }
        if seen.iter().any(|it| it == "fold") {
            break;
        }
    }
    for what in ["way", "mark", "switch", "fold"] {
        assert!(seen.iter().any(|it| it == what), "{what} is not reached: {seen:?}");
    }
    // From a mark into its card, and back.
    browser.ask("document.querySelector('.text .m').focus()");
    browser.press('\u{E015}');
    assert_eq!(browser.ask("return document.activeElement.matches('.card button')"), json!(true));
    browser.press('\u{E00C}');
    assert_eq!(browser.number("return document.querySelectorAll('.card').length"), 0);
    assert_eq!(browser.ask("return document.activeElement.matches('.m')"), json!(true));
    // A comment is folded by a key.
    browser.ask("document.querySelector('.fold').focus()");
    browser.press(' ');
    assert_eq!(
        browser.text("return document.querySelector('.fold').getAttribute('aria-expanded')"),
        "false"
    );
}
