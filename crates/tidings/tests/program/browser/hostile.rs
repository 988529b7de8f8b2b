//! Articles that try to run something in the page. None does, and none even gets as far as being refused.

use tidings_browser::Browser;

use super::{Page, holds, quiet};
use crate::support::{row, tidings};

/// Each sets `pwned` or opens a dialog, if it runs.
pub const PAYLOADS: [&str; 22] = [
    "<script>pwned=1</script>",
    "</title><script>pwned=1</script>",
    "</style><script>pwned=1</script>",
    "</script><script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<details open ontoggle=pwned=1>",
    "<body onload=pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<a href=javascript:pwned=1>x</a>",
    "\"><script>pwned=1</script>",
    "' onmouseover='pwned=1' x='",
    "\" onfocus=\"pwned=1\" autofocus=\"",
    "`${pwned=1}`",
    "--><script>pwned=1</script><!--",
    "]]><script>pwned=1</script>",
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "&#60;script&#62;pwned=1&#60;/script&#62;",
    "<meta http-equiv=refresh content='0;url=javascript:pwned=1'>",
    "<base href='https://evil.example/'><form action=//evil.example><button autofocus onfocus=pwned=1>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned=1>",
];

/// Addresses that are none to follow.
const ADDRESSES: [&str; 7] = [
    "javascript:pwned=1",
    "JaVaScRiPt:pwned=1",
    "\u{1}javascript:pwned=1",
    "java\nscript:pwned=1",
    "data:text/html,<script>pwned=1</script>",
    "vbscript:pwned=1",
    "https://a.example/\"><script>pwned=1</script>",
];

pub fn nothing_runs(browser: &mut Browser, page: &Page) {
    let input = page.folder.write("hostile.jsonl", rows());
    let output = page.folder.path("hostile.html");
    tidings(&["dossier", "--one-story", "-o", &output, &input]).well();
    browser.open(&format!("file://{output}")).unwrap();
    // The title has words of the articles too.
    holds(
        browser,
        "document.querySelectorAll('script, style, title, meta').length === 8 && document.scripts.length === 1",
    );
    holds(browser, NO_HANDLERS);
    holds(
        browser,
        "[...document.querySelectorAll('main a')].every((a) => /^(#|https?:)/.test(a.getAttribute('href') ?? '#'))",
    );
    holds(browser, NO_ELEMENTS);
    holds(browser, "document.querySelectorAll('form').length === 0");
    touch_all(browser);
    nothing_ran(browser);
    // The words are there, as words.
    holds(browser, "document.body.textContent.includes('<img src=x onerror=pwned=1>')");
    quiet(browser);
}

/// An audit of a draft that tries it, under a name that does, against sources that do.
pub fn nothing_runs_in_an_audit(browser: &mut Browser, page: &Page) {
    let sources = page.folder.write("hostile-sources.jsonl", rows());
    let mut draft = String::new();
    for (index, payload) in PAYLOADS.iter().enumerate() {
        draft.push_str(&format!(
            "The harbour office of Varholm said on Tuesday that {} boats {payload} were held. “We waited {payload} for \
             word,” said Ilse {payload} Brandow. {payload}\n\n",
            index + 70
        ));
    }
    let draft = page.folder.write("<img src=x onerror=pwned=1>.md", draft);
    let output = page.folder.path("hostile-audit.html");
    let ran = tidings(&["audit", &draft, "--sources", &sources, "--fail-on", "nothing", "-o", &output]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    browser.open(&format!("file://{output}")).unwrap();
    holds(browser, "document.scripts.length === 0 && document.querySelectorAll('.is-check').length > 5");
    holds(browser, NO_ELEMENTS);
    holds(browser, NO_HANDLERS);
    touch_all(browser);
    nothing_ran(browser);
    holds(browser, "document.querySelector('h1').textContent === '<img src=x onerror=pwned=1>.md'");
    quiet(browser);
}

/// The hostile articles as rows.
pub fn rows() -> String {
    PAYLOADS.iter().enumerate().map(|(index, payload)| article(index, payload)).collect()
}

/// No attribute is a script.
pub const NO_HANDLERS: &str = "[...document.querySelectorAll('*')].every((one) => [...one.attributes].every((a) => !a.name.startsWith('on')))";

/// Nothing of the articles became an element.
pub const NO_ELEMENTS: &str = "document.querySelectorAll('img, iframe, object, embed, base, math, link, main script, main style, main meta').length === 0";

/// Opens everything, points at it, and clicks on what does not lead away.
pub fn touch_all(browser: &mut Browser) {
    holds(
        browser,
        "(() => { for (const fold of document.querySelectorAll('details')) fold.open = true;
            navigator.clipboard && (navigator.clipboard.writeText = async () => {});
            for (const one of document.querySelectorAll('main *')) {
                one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
                if (!one.closest('a[href]:not([href^=\"#\"]), form')) one.click?.();
            } return true; })()",
    );
}

/// No payload ran, now or a moment later.
pub fn nothing_ran(browser: &mut Browser) {
    holds(browser, "new Promise((done) => setTimeout(() => done(typeof pwned === 'undefined'), 50))");
}

fn article(index: usize, payload: &str) -> String {
    let text = format!(
        "Port of Varholm closed {payload}\n\nVARHOLM, March {} - The harbour office of Varholm said on Tuesday that {} \
         boats {payload} were held. “We wait {payload} for word,” said Ilse {payload} Brandow, the harbour master.\n\n\
         {payload}\n\nThe Varholm Line denied that crews had been hurt.\n",
        index + 1,
        index + 20,
    );
    row(&[
        ("id", &format!("{index} {payload}")),
        ("text", &text),
        ("title", &format!("Port of Varholm closed {payload}")),
        ("outlet", &format!("Varholm Post {payload}")),
        ("url", ADDRESSES[index % ADDRESSES.len()]),
        ("published", &format!("2031-03-{:02}", index + 1)),
    ])
}
