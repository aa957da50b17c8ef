//! What must hold of the report in a browser.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::collection::Collection;
use crate::driver::Browser;

type Check = fn(&Browser, &Collection);

/// All checks, by name.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("every_kind_of_page_opens_with_a_clean_console", every_kind_of_page_opens),
    ("nothing_is_asked_for_but_files_of_the_report", nothing_leaves),
    ("payloads_stay_words", payloads_stay_words),
    ("a_list_is_filtered", a_list_is_filtered),
    ("figures_lead_to_what_they_count", figures_lead),
    ("marks_are_switched_and_tell_what_they_are", marks_tell),
    ("a_thread_is_collapsed", a_thread_is_collapsed),
    ("claims_of_articles_and_of_comments_are_told_apart", owners_are_told_apart),
    ("the_timeline_is_zoomed_and_filtered", the_timeline_is_zoomed),
    ("the_graph_is_filtered", the_graph_is_filtered),
    ("words_and_names_are_found", words_are_found),
    ("all_is_reached_by_keyboard", all_is_reached_by_keyboard),
    ("a_long_page_goes_on_on_others", a_long_page_goes_on),
    ("nothing_is_wider_than_a_narrow_screen", narrow),
    ("text_runs_as_its_script_does", text_runs_as_its_script_does),
    ("light_dark_and_print_are_readable", schemes_are_readable),
    ("one_file_does_what_the_folder_does", one_file),
];

/// A page of each kind.
fn kinds(collection: &Collection) -> Vec<PathBuf> {
    let names = [
        "index",
        "documents",
        "person",
        "organisation",
        "place",
        "group",
        "other",
        "timeline",
        "graph",
        "search",
    ];
    let mut pages: Vec<PathBuf> =
        names.iter().map(|name| collection.page(&format!("{name}.html"))).collect();
    pages.push(collection.document("wordpress-nested-thread"));
    pages.push(collection.document("harm.html"));
    pages.push(collection.document("text-dump"));
    pages.extend(collection.pages_of("e").into_iter().take(3));
    pages
}

#[track_caller]
fn is_clean(browser: &Browser, what: &str) {
    let said = browser.log("browser");
    assert!(said.is_empty(), "{what}: {said:?}");
}

fn every_kind_of_page_opens(browser: &Browser, collection: &Collection) {
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

fn nothing_leaves(browser: &Browser, collection: &Collection) {
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

fn payloads_stay_words(browser: &Browser, collection: &Collection) {
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

const SHOWN_ROWS: &str = "return [...document.querySelector('[data-rows]').querySelectorAll('tbody tr, li')].filter((it) => !it.hidden).length";

fn a_list_is_filtered(browser: &Browser, collection: &Collection) {
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

fn figures_lead(browser: &Browser, collection: &Collection) {
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

fn marks_tell(browser: &Browser, collection: &Collection) {
    browser.open(&collection.document("wordpress-nested-thread"), "");
    browser.ask("document.querySelector('.text a.m.person').focus()");
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

fn a_thread_is_collapsed(browser: &Browser, collection: &Collection) {
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

fn owners_are_told_apart(browser: &Browser, collection: &Collection) {
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

fn the_timeline_is_zoomed(browser: &Browser, collection: &Collection) {
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
    browser.open(&collection.page("timeline.html"), "?hide=date");
    let events = browser.number(SHOWN_ROWS);
    assert!(events < all);
    browser.open(&collection.page("timeline.html"), "?q=Basra");
    assert!(browser.number(SHOWN_ROWS) < all);
}

fn the_graph_is_filtered(browser: &Browser, collection: &Collection) {
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

fn words_are_found(browser: &Browser, collection: &Collection) {
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

fn all_is_reached_by_keyboard(browser: &Browser, collection: &Collection) {
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

fn a_long_page_goes_on(browser: &Browser, collection: &Collection) {
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

fn narrow(browser: &Browser, collection: &Collection) {
    // A window cannot be made so narrow; a device can.
    let device = json!({"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true});
    browser.command("Emulation.setDeviceMetricsOverride", &device);
    for page in kinds(collection) {
        browser.open(&page, "");
        // What was emulated before may still be on its way out.
        browser.wait_for(&format!(
            "return document.documentElement.scrollWidth <= 361 // {}",
            page.display()
        ));
    }
}

fn text_runs_as_its_script_does(browser: &Browser, collection: &Collection) {
    browser.open(&collection.document("right-to-left"), "");
    for what in ["h1", ".text p.b"] {
        let direction =
            format!("return getComputedStyle(document.querySelector('{what}')).direction");
        assert_eq!(browser.text(&direction), "rtl", "{what}");
    }
    assert_eq!(
        browser.text("return getComputedStyle(document.querySelector('aside h2')).direction"),
        "ltr"
    );
    assert!(browser.number("return document.querySelector('.text p.b').offsetHeight") > 0);
}

/// The least contrast of any words that are shown with what is behind them, as WCAG reckons it.
const LEAST_CONTRAST: &str = "
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
    const over = ([r, g, b, a], [x, y, z]) => [r, g, b].map((it, at) => (it * a + [x, y, z][at] * (255 - a)) / 255);
    const light = (c) => { const [r, g, b] = c.map((it) => { it /= 255; return it <= .04045 ? it / 12.92 : ((it + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
    const behind = (it) => { const up = []; for (let at = it; at; at = at.parentElement) up.unshift(rgba(getComputedStyle(at).backgroundColor)); return up.reduce((under, color) => over(color, under), [255, 255, 255]); };
    let least = [21, ''];
    for (const it of document.querySelectorAll('body *')) {
      if (it.closest('svg') || ![...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
      const style = getComputedStyle(it);
      if (!it.offsetParent || style.visibility === 'hidden') continue;
      const back = behind(it), fore = over(rgba(style.color), back);
      const [low, high] = [light(back), light(fore)].sort((a, b) => a - b);
      const contrast = (high + .05) / (low + .05);
      if (contrast < least[0]) least = [contrast, it.localName + '.' + it.className + ': ' + it.textContent.slice(0, 40)];
    }
    return least";

fn schemes_are_readable(browser: &Browser, collection: &Collection) {
    let schemes = [("screen", "light"), ("screen", "dark"), ("print", "light")];
    let mut grounds = Vec::new();
    for (medium, scheme) in schemes {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        browser
            .command("Emulation.setEmulatedMedia", &json!({"media": medium, "features": features}));
        for page in kinds(collection) {
            browser.open(&page, "");
            let least = browser.ask(LEAST_CONTRAST);
            assert!(
                least[0].as_f64().unwrap() >= 4.5,
                "{} {scheme} {medium}: {least}",
                page.display()
            );
        }
        grounds.push(browser.text("return getComputedStyle(document.body).backgroundColor"));
        let tools = "return getComputedStyle(document.querySelector('.top')).display";
        assert_eq!(browser.text(tools) == "none", medium == "print");
    }
    assert_ne!(grounds[0], grounds[1]);
}

fn one_file(browser: &Browser, collection: &Collection) {
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
