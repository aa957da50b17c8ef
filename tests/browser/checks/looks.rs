//! Narrow screens, scripts that run from the right, light, dark and print.

use serde_json::json;

use super::kinds;
use crate::collection::Collection;
use crate::driver::Browser;

pub(super) fn narrow(browser: &Browser, collection: &Collection) {
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

pub(super) fn text_runs_as_its_script_does(browser: &Browser, collection: &Collection) {
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

pub(super) fn schemes_are_readable(browser: &Browser, collection: &Collection) {
    let schemes = [("screen", "light"), ("screen", "dark"), ("print", "light")];
    let mut grounds = Vec::new();
    for (medium, scheme) in schemes {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        browser
            .command("Emulation.setEmulatedMedia", &json!({"media": medium, "features": features}));
        for page in kinds(collection) {
            browser.open(&page, "");
            // What is emulated comes with the next frame.
            browser.wait_for(&format!(
                "return matchMedia('{medium} and (prefers-color-scheme: {scheme})').matches"
            ));
            let frame =
                "requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = 1; }))";
            browser.ask(&format!("window.drawn = 0; {frame}; return true"));
            browser.wait_for("return window.drawn === 1");
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
