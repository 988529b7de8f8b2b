//! What a person does with the page.

use tidings_browser::Browser;

use super::{Page, holds, number, open, text};

const LINES: &str = "document.querySelectorAll('.line:not([hidden])').length";
/// The words that an address leads to are on the screen.
const WORDS_ARE_SEEN: &str =
    "(() => { const { top, bottom } = document.querySelector('.text :target').getBoundingClientRect();
    return 0 <= top && bottom <= innerHeight; })()";

pub fn opens(browser: &mut Browser, page: &Page) {
    open(browser, page);
    holds(browser, "document.querySelectorAll('h1').length === 1");
    holds(browser, "document.querySelectorAll('main section > h2').length === 8");
    holds(browser, "document.querySelectorAll('.band a').length > 10");
    assert!(number(browser, LINES) > 100);
    // Drawn before a person could wonder; the target of 200 ms is measured on a quiet machine.
    let paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime";
    browser.wait_for(&format!("Boolean({})", paint.replace(".startTime", ""))).unwrap();
    assert!(number(browser, paint) < 3_000);
    // An address of a line leads there, even into what is folded.
    holds(
        browser,
        "(() => { const line = document.querySelector('details.fold:not([open]) .line');
            location.hash = line.id; return true; })()",
    );
    browser.wait_for("document.querySelector('.line:target')?.closest('details.fold')?.open").unwrap();
    browser.wait_for("document.activeElement === document.querySelector('.line:target')").unwrap();
}

pub fn filters(browser: &mut Browser, page: &Page) {
    open(browser, page);
    let all = number(browser, LINES);
    let set = |name: &str, value: &str| {
        format!(
            "(() => {{ const field = document.getElementById('filter-{name}'); field.value = '{value}';
                field.dispatchEvent(new Event('input', {{bubbles: true}})); return true; }})()"
        )
    };
    holds(browser, &set("words", "PRISONERS"));
    let some = number(browser, LINES);
    assert!(0 < some && some < all, "{some} of {all}");
    holds(
        browser,
        "[...document.querySelectorAll('.line:not([hidden])')].every((line) => (line.textContent + [...line.querySelectorAll('.cite')].map((cite) => cite.title)).toLowerCase().includes('prisoners'))",
    );
    assert_eq!(
        text(browser, "document.getElementById('filter-count').textContent"),
        format!("{some} of {all} lines")
    );
    holds(browser, "document.querySelectorAll('.band a.off').length > 0");
    // What matches is not left folded, what does not has no heading.
    holds(
        browser,
        "[...document.querySelectorAll('.line:not([hidden])')].every((line) => line.offsetHeight > 0)",
    );
    // An address of a line that the filter hides shows all again.
    holds(browser, "(() => { location.hash = document.querySelector('.line[hidden]').id; return true; })()");
    browser.wait_for("document.querySelectorAll('.line[hidden]').length === 0").unwrap();
    holds(browser, &set("from", "2024-03-27"));
    let late = number(browser, LINES);
    assert!(0 < late && late < all, "{late} of {all}");
    holds(
        browser,
        "[...document.querySelectorAll('.line:not([hidden])')].every((line) => !line.dataset.d.split('/')[1] || line.dataset.d.split('/')[1] >= '2024-03-27')",
    );
    holds(browser, "(() => { document.getElementById('filter-clear').click(); return true; })()");
    assert_eq!(number(browser, LINES), all);
    holds(browser, "(() => { document.querySelector('input[value=told]').click(); return true; })()");
    holds(browser, "document.querySelectorAll('.line[data-s=told]:not([hidden])').length === 0");
    holds(browser, "document.querySelectorAll('.line[data-s=claim]:not([hidden])').length > 0");
}

pub fn words_and_back(browser: &mut Browser, page: &Page) {
    open(browser, page);
    holds(browser, "(() => { document.querySelector('.is-event .cite').click(); return true; })()");
    browser.wait_for("document.querySelector('.text :target') === document.activeElement").unwrap();
    browser.wait_for(WORDS_ARE_SEEN).unwrap();
    // The words are the ones of the citation, and light up.
    holds(
        browser,
        "(() => { const cite = document.querySelector('.is-event .cite'), words = document.querySelector(':target');
            return cite.title.startsWith(words.textContent.trim().slice(0, 12)); })()",
    );
    holds(
        browser,
        "getComputedStyle(document.querySelector(':target')).backgroundColor !== 'rgba(0, 0, 0, 0)'",
    );
    assert_eq!(text(browser, "document.querySelector('.back').textContent"), "Back to event 1");
    holds(browser, "(() => { document.querySelector('.back').click(); return true; })()");
    browser.wait_for("document.activeElement === document.querySelector('.is-event')").unwrap();
    holds(browser, "document.querySelector('.back').hidden");
    // Beside the text stands a link to each line that rests on it.
    holds(
        browser,
        "[...document.querySelectorAll('.chips a')].every((link) => document.querySelector(link.hash).matches('.line'))",
    );
    holds(
        browser,
        "[...document.querySelectorAll('.is-claim, .is-figure, .is-event')].every((line) => document.querySelector('.chips a[href=\"#' + line.id + '\"]'))",
    );
}

pub fn words_to_their_line(browser: &mut Browser, page: &Page) {
    open(browser, page);
    holds(browser, "(() => { document.querySelector('.text .c[id]').click(); return true; })()");
    browser.wait_for("document.activeElement?.matches('.line:target')").unwrap();
    // A name leads to who is who.
    holds(browser, "document.querySelectorAll('.text a.n').length > 20");
    holds(
        browser,
        "[...document.querySelectorAll('.text a.n')].every((link) => document.querySelector(link.hash).matches('.is-name'))",
    );
}

pub fn copies_with_source(browser: &mut Browser, page: &Page) {
    open(browser, page);
    holds(
        browser,
        "(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; };
            document.querySelector('.is-figure .copy').click(); return true; })()",
    );
    browser.wait_for("Boolean(window.copied)").unwrap();
    let copied = text(browser, "window.copied");
    let lines: Vec<&str> = copied.lines().collect();
    assert!(lines.len() >= 3, "{copied}");
    assert!(lines[0].contains(" – ") && lines[0].contains("2024 ("), "{copied}");
    assert!(lines[1].starts_with('“') && lines[1].contains("” — "), "{copied}");
    assert!(lines.last().unwrap().contains("story.html#f"), "{copied}");
    browser.wait_for("document.querySelector('.is-figure .copy').textContent === 'Copied'").unwrap();
    // Each line can be copied, with words and source.
    holds(
        browser,
        "(async () => { for (const fold of document.querySelectorAll('details')) fold.open = true;
            await new Promise((done) => setTimeout(done, 200));
            if (document.querySelectorAll('.copy').length !== document.querySelectorAll('.line').length) return 'buttons are missing';
            for (const button of document.querySelectorAll('.copy')) {
            window.copied = ''; button.click(); await new Promise(requestAnimationFrame);
            const parts = window.copied.split('\\n');
            if (parts.length < 3 || parts[0].length < 4 || !parts[1].startsWith('“') || parts[1].includes('undefined')) return window.copied; }
            return true; })()",
    );
    // Where a browser refuses, the text is there to be copied by hand.
    holds(
        browser,
        "(() => { navigator.clipboard.writeText = async () => { throw new Error('no'); };
            document.execCommand = () => false; document.querySelector('.is-claim .copy').click(); return true; })()",
    );
    browser.wait_for("document.activeElement?.matches('textarea.pasted')").unwrap();
    assert!(text(browser, "document.activeElement.value").contains("” — "));
}

pub fn zooms(browser: &mut Browser, page: &Page) {
    open(browser, page);
    let width = "document.querySelector('.band').clientWidth";
    let labels = "[...document.querySelectorAll('.band g')].filter((g) => getComputedStyle(g).display !== 'none').length";
    let (before, few) = (number(browser, width), number(browser, labels));
    holds(browser, "(() => { document.querySelector('[data-zoom=in]').click(); return true; })()");
    assert_eq!(number(browser, width), before * 2);
    assert!(number(browser, labels) > few);
    holds(browser, "document.documentElement.scrollWidth <= innerWidth");
    holds(browser, "(() => { document.querySelector('[data-zoom=out]').click(); return true; })()");
    assert_eq!(number(browser, width), before);
    // Days drawn over with the pointer are filtered by.
    browser.value("document.querySelector('.band').scrollIntoView({block: 'center'})").unwrap();
    let y = number(browser, "document.querySelector('.band').getBoundingClientRect().bottom - 30");
    for (kind, x) in [("mousePressed", 300), ("mouseMoved", 500), ("mouseReleased", 600)] {
        let event = serde_json::json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
        browser.call("Input.dispatchMouseEvent", event).unwrap();
    }
    browser.wait_for("document.getElementById('filter-from').value > '2024-02-27'").unwrap();
    holds(
        browser,
        "document.getElementById('filter-to').value > document.getElementById('filter-from').value",
    );
    holds(browser, "document.querySelectorAll('.line[hidden]').length > 0");
}

pub fn keyboard_only(browser: &mut Browser, page: &Page) {
    open(browser, page);
    browser.press("Tab").unwrap();
    holds(
        browser,
        "document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().left >= 0",
    );
    browser.press("Enter").unwrap();
    browser.wait_for("location.hash === '#main'").unwrap();
    open(browser, page);
    for _ in 0..40 {
        browser.press("Tab").unwrap();
        if browser.value("document.activeElement.matches('#filter summary')").unwrap() == true {
            break;
        }
    }
    holds(browser, "document.activeElement.matches('#filter summary')");
    browser.press("Enter").unwrap();
    browser.press("Tab").unwrap();
    holds(browser, "document.activeElement.id === 'filter-words'");
    browser.press("z").unwrap();
    browser.press("q").unwrap();
    holds(browser, &format!("{LINES} === 0"));
    browser.press("Escape").unwrap();
    holds(
        browser,
        "!document.getElementById('filter').open && document.activeElement.matches('#filter summary')",
    );
    // Everything that Tab reaches is seen, and says where it is.
    open(browser, page);
    for _ in 0..60 {
        browser.press("Tab").unwrap();
        holds(
            browser,
            "(() => { const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
                return at === document.body || box.width > 0 && box.top < innerHeight && box.bottom > 0 && style.outlineStyle !== 'none'; })()",
        );
    }
    // To the words and back, by Enter alone.
    browser.value("document.querySelector('.is-event .cite').focus()").unwrap();
    browser.press("Enter").unwrap();
    browser.wait_for("document.activeElement?.matches('.text :target')").unwrap();
    browser.value("document.querySelector('.back').focus()").unwrap();
    browser.press("Enter").unwrap();
    browser.wait_for("document.activeElement?.matches('.line.is-event')").unwrap();
}

pub fn dark(browser: &mut Browser, page: &Page) {
    let light_of = "(() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return r + g + b; })()";
    browser.dark(true).unwrap();
    open(browser, page);
    assert!(number(browser, light_of) < 150);
    browser.dark(false).unwrap();
    assert!(number(browser, light_of) > 600);
}

pub fn phone(browser: &mut Browser, page: &Page) {
    for width in [390, 320] {
        browser.size(width, 800, true).unwrap();
        open(browser, page);
        holds(browser, "document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(number(browser, "innerWidth"), i64::from(width));
        // Nothing that is read runs out of the screen, all folds open too.
        holds(
            browser,
            "(() => { for (const fold of document.querySelectorAll('main details')) fold.open = true;
                return [...document.querySelectorAll('main p, main li, main h2, main h3, main h4')].every((one) =>
                    one.closest('.scroll') || one.getBoundingClientRect().right <= innerWidth + 1); })()",
        );
    }
}

pub fn paper(browser: &mut Browser, page: &Page) {
    open(browser, page);
    browser.call("Emulation.setEmulatedMedia", serde_json::json!({"media": "print"})).unwrap();
    browser.value("dispatchEvent(new Event('beforeprint'))").unwrap();
    holds(
        browser,
        "[...document.querySelectorAll('.page, .tools, .chips, .zoom')].every((one) => one.offsetHeight === 0)",
    );
    // Nothing is folded on paper, and afterwards all is as before.
    holds(browser, "[...document.querySelectorAll('main details')].every((fold) => fold.open)");
    browser.value("dispatchEvent(new Event('afterprint'))").unwrap();
    holds(browser, "[...document.querySelectorAll('main details')].every((fold) => !fold.open)");
    browser.call("Emulation.setEmulatedMedia", serde_json::json!({"media": ""})).unwrap();
}

pub fn without_script(browser: &mut Browser, page: &Page) {
    browser.scripts(false).unwrap();
    open(browser, page);
    holds(browser, "!document.documentElement.classList.contains('js')");
    holds(browser, "[...document.querySelectorAll('.scripted')].every((one) => one.offsetHeight === 0)");
    holds(browser, "document.querySelectorAll('.copy').length === 0");
    holds(browser, "[...document.querySelectorAll('main h2')].every((one) => one.offsetHeight > 0)");
    holds(browser, "document.querySelectorAll('.band a').length > 10");
    // A link into what is folded opens it, by the browser itself.
    let folded = text(browser, "document.querySelector('details.fold:not([open]) .line').id");
    browser.open(&format!("file://{}#{folded}", page.story)).unwrap();
    browser.wait_for("document.querySelector('.line:target')?.closest('details').open").unwrap();
    let words = text(browser, "document.querySelector('.is-event .cite').hash");
    browser.open(&format!("file://{}{words}", page.story)).unwrap();
    browser.wait_for(WORDS_ARE_SEEN).unwrap();
    browser.scripts(true).unwrap();
}
