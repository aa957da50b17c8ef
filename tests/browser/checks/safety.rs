//! Nothing of a page runs, and nothing is asked for that is not of the report.

use serde_json::Value;

use super::kinds;
use crate::collection::Collection;
use crate::driver::Browser;

pub(super) fn nothing_leaves(browser: &Browser, collection: &Collection) {
    browser.requests();
    for page in kinds(collection) {
        browser.open(&page, "");
    }
    browser.open(&collection.page("search.html"), "?q=commander");
    browser.wait_for("return document.querySelectorAll('[data-found] li').length > 0");
    browser.open(&collection.single, "");
    let folder = collection.html.canonicalize().unwrap();
    let folder = format!("file://{}", folder.parent().unwrap().parent().unwrap().display());
    let is_ours =
        |url: &String| url.starts_with(&folder) || url.starts_with("data:") || url == "about:blank";
    let asked = browser.requests();
    assert!(asked.len() > 20, "the browser tells of no requests");
    let others: Vec<&String> = asked.iter().filter(|url| !is_ours(url)).collect();
    assert!(others.is_empty(), "{others:?}");
    // What a page would load, were it written into it, the policy forbids.
    browser.open(&collection.document("harm.html"), "");
    browser.ask(
        "const it = document.createElement('img'); it.src = 'https://evil.example/x.png'; document.body.append(it);
         const style = document.createElement('style'); style.textContent = 'h1{display:none}'; document.head.append(style);
         document.body.insertAdjacentHTML('beforeend', '<p onclick=\"window.owned=1\" class=harm>x</p>');
         document.querySelector('.harm').click()",
    );
    assert_eq!(browser.ask("return window.owned ?? null"), Value::Null);
    assert_ne!(
        browser.text("return getComputedStyle(document.querySelector('h1')).display"),
        "none"
    );
    let said = browser.log("browser");
    let refused = said.iter().filter(|it| {
        it["message"].as_str().is_some_and(|it| it.contains("Content Security Policy"))
    });
    assert!(refused.count() >= 3, "{said:?}");
}

pub(super) fn payloads_stay_words(browser: &Browser, collection: &Collection) {
    let mut pages = kinds(collection);
    pages.extend(collection.pages_of("d").into_iter().take(40));
    for page in pages {
        browser.open(&page, "");
        let name = page.display();
        assert_eq!(browser.ask("return window.owned ?? null"), Value::Null, "{name}");
        let stray = "return document.querySelectorAll('main script, main style, main img, main iframe, main base, main meta, main link, main object, main embed, main form').length";
        assert_eq!(browser.number(stray), 0, "{name}");
        let handlers = "return [...document.querySelectorAll('*')].filter((it) => [...it.attributes].some((at) => at.name.startsWith('on'))).length";
        assert_eq!(browser.number(handlers), 0, "{name}");
        let links = "return [...document.querySelectorAll('a[href]')].map((it) => it.href.baseVal ?? it.href).filter((it) => !/^(file|https?|mailto):/.test(new URL(it, location.href).href)).length";
        assert_eq!(browser.number(links), 0, "{name}");
    }
    browser.open(&collection.document("harm.html"), "");
    let text = browser.text("return document.querySelector('main').innerText");
    for words in
        ["<script>window.owned=1</script>", "{{ 7 * 7 }} {% raw %}", "<svg onload=window.owned=1>"]
    {
        assert!(text.contains(words), "{words} is not shown");
    }
    // All marks are pointed at: what their cards show is words as well.
    browser.ask("document.querySelectorAll('.m').forEach((it) => it.dispatchEvent(new MouseEvent('mouseover', {bubbles: true, movementX: 1})))");
    assert_eq!(browser.number("return document.querySelectorAll('.card').length"), 1);
    assert_eq!(
        browser.number(
            "return document.querySelectorAll('.card script, .card img, .card svg').length"
        ),
        0
    );
    browser.open(&collection.page("search.html"), "?q=owned");
    browser.wait_for("return /found/.test(document.querySelector('[data-state]').textContent)");
    assert_eq!(
        browser
            .number("return document.querySelectorAll('main script, main img, main svg').length"),
        0
    );
    assert_eq!(browser.ask("return window.owned ?? null"), Value::Null);
}
