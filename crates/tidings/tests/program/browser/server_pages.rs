//! What a person does with the pages of a server, and what hostile articles, questions and files do to them.

use tidings_browser::Browser;

use super::hostile::{NO_ELEMENTS, NO_HANDLERS, PAYLOADS, nothing_ran, rows, touch_all};
use super::{SKIPPED, browser, holds, number, quiet_but_for, text};
use crate::served::{Server, encoded, store};
use crate::support::{ARTICLE, Folder, tidings};

/// What is looked at: a server and a folder for files.
struct Site {
    server: Server,
    folder: Folder,
}

impl Site {
    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address)
    }

    fn open(&self, browser: &mut Browser, path: &str) {
        browser.open(&self.address(path)).unwrap();
        self.quiet(browser);
    }

    #[track_caller]
    fn quiet(&self, browser: &mut Browser) {
        quiet_but_for(browser, &self.address("/"));
    }

    /// The pages: a list, searches, a story, an article, an error, the form.
    fn pages(&self) -> Vec<String> {
        let story = self.server.json("/api/v1/stories")["items"][0]["id"].as_str().unwrap().to_owned();
        let record = self.server.json(&format!("/api/v1/stories/{story}"));
        let article = encoded(record["stories"][0]["articles"][0]["id"].as_str().unwrap());
        let fixed = ["/", "/search", "/search?q=the&from=2024", "/search?q=hovercraft", "/nothing", "/add"];
        let mut pages: Vec<String> = fixed.map(str::to_owned).into();
        pages.extend([
            format!("/stories/{story}"),
            format!("/stories/{story}?known_by=2024-03-14"),
            format!("/articles/{article}"),
        ]);
        pages
    }
}

type Check = fn(&mut Browser, &Site);

#[test]
fn the_servers_pages_work_in_chromium() {
    let folder = Folder::new("browser-server");
    let Some(mut browser) = browser(&folder) else {
        eprintln!("{SKIPPED}");
        return;
    };
    let site = Site { server: Server::start(&store(&folder), &["--allow-upload"]), folder };
    let checks: [(&str, Check); 9] = [
        ("search and narrow", search_and_narrow),
        ("a claim, its sentence and back", claim_and_back),
        ("from a hit to the words", hit_to_words),
        ("as known by a day", known_by),
        ("keyboard only", keyboard_only),
        ("phone", phone),
        ("dark", dark),
        ("without script", without_script),
        ("uploads", uploads),
    ];
    for (name, check) in checks {
        eprintln!("{name}");
        browser.size(1300, 900, false).unwrap();
        check(&mut browser, &site);
        site.quiet(&mut browser);
    }
}

/// Clicks on the first element that `selector` finds and waits until an expression holds of the next page.
#[track_caller]
fn click(browser: &mut Browser, selector: &str, then: &str) {
    browser.value("window.left = true").unwrap();
    browser.value(&format!("document.querySelector({selector:?}).click()")).unwrap();
    next_page(browser, then);
}

/// Presses Enter and waits until an expression holds of the next page.
#[track_caller]
fn enter(browser: &mut Browser, then: &str) {
    browser.value("window.left = true").unwrap();
    browser.press("Enter").unwrap();
    next_page(browser, then);
}

/// Waits for a page that is not marked as left, since an expression may hold of the one before as well.
#[track_caller]
fn next_page(browser: &mut Browser, then: &str) {
    browser
        .wait_for(&format!("!window.left && document.readyState === 'complete' && Boolean({then})"))
        .unwrap();
}

const MATCHES: &str = "parseInt(document.querySelector('[role=status]').textContent)";

fn search_and_narrow(browser: &mut Browser, site: &Site) {
    site.open(browser, "/");
    holds(
        browser,
        "document.querySelectorAll('h1').length === 1 && document.querySelectorAll('.found h2 a').length === 1",
    );
    browser.value("document.querySelector('[name=q]').value = 'prisoners'").unwrap();
    click(browser, "form[role=search] button", "location.search === '?q=prisoners'");
    let all = number(browser, MATCHES);
    assert!(all > 5, "{all}");
    holds(browser, "document.querySelector('[name=q]').value === 'prisoners'");
    holds(
        browser,
        "document.querySelectorAll('.found mark').length > 5 && [...document.querySelectorAll('.found mark')].every((mark) => /prisoner/i.test(mark.textContent))",
    );
    // A facet narrows by as many as it says, and can be taken away again.
    let some = number(
        browser,
        "parseInt(document.querySelector('.narrow a[href*=claim]').parentElement.textContent.match(/\\d+$/))",
    );
    click(browser, ".narrow a[href*=claim]", "location.search.includes('kind=claim')");
    assert_eq!(number(browser, MATCHES), some);
    assert!(0 < some && some < all);
    assert!(text(browser, "document.querySelector('.used').textContent").contains("Kind: statement"));
    // The form keeps it.
    click(browser, "form[role=search] button", "location.search.includes('q=prisoners')");
    assert_eq!(number(browser, MATCHES), some);
    click(browser, ".used a", "!location.search.includes('kind')");
    assert_eq!(number(browser, MATCHES), all);
    click(browser, ".narrow a[href*=from]", "/from=\\d{4}-\\d\\d&to=/.test(location.search)");
    assert!(number(browser, MATCHES) < all);
    holds(browser, "document.querySelector('details.fold').open");
    site.open(browser, "/search?q=hovercraft");
    assert!(text(browser, "document.querySelector('main').textContent").contains("Fewer words"));
    click(browser, "main p a", "location.pathname === '/search' && !location.search");
}

fn claim_and_back(browser: &mut Browser, site: &Site) {
    site.open(browser, "/");
    click(browser, ".found h2 a", "location.pathname.startsWith('/stories/')");
    let line = text(browser, "document.querySelector('.is-claim').id");
    click(browser, ".is-claim .cite", "location.pathname.startsWith('/articles/')");
    browser.wait_for("document.activeElement?.matches('.text :target')").unwrap();
    holds(
        browser,
        "(() => { const { top, bottom } = document.querySelector(':target').getBoundingClientRect(); return 0 <= top && bottom <= innerHeight; })()",
    );
    let back = format!("location.pathname.startsWith('/stories/') && location.hash === '#{line}'");
    click(browser, &format!(".chips a[href$='#{line}']"), &back);
    browser.wait_for("document.activeElement?.matches('.line:target')").unwrap();
    // And to the list.
    click(browser, ".brand a", "location.pathname === '/'");
}

fn hit_to_words(browser: &mut Browser, site: &Site) {
    site.open(browser, "/search?q=truce&kind=claim");
    let said = text(browser, "document.querySelector('.found mark').textContent");
    let line = text(browser, "document.querySelector('.found .meta a').hash");
    click(browser, ".found h2 a", "location.pathname.startsWith('/articles/')");
    assert!(text(browser, "document.querySelector('.text').textContent").contains(&said));
    site.open(browser, "/search?q=truce&kind=claim");
    click(browser, ".found .meta a", &format!("location.hash === '{line}'"));
    browser.wait_for("document.querySelector(':target')?.matches('.line.is-claim')").unwrap();
}

fn known_by(browser: &mut Browser, site: &Site) {
    site.open(browser, "/");
    browser.value("document.querySelectorAll('[name=known_by]')[0].value = '2024-03-14'").unwrap();
    click(browser, "form[action='/'] button", "location.search === '?known_by=2024-03-14'");
    // The day goes along, and each page says so.
    let says = "document.querySelector('.notice')?.textContent.includes('As known by 14 Mar 2024')";
    holds(browser, says);
    click(browser, ".found h2 a", "location.pathname.startsWith('/stories/')");
    holds(browser, says);
    click(browser, ".is-event .cite", "location.pathname.startsWith('/articles/')");
    holds(browser, says);
    click(browser, ".brand a", "location.pathname === '/'");
    holds(browser, says);
    click(browser, "nav.contents a[href^='/search']", "location.pathname === '/search'");
    holds(browser, says);
    site.open(browser, "/?known_by=1990-01-01");
    assert!(
        text(browser, "document.querySelector('main').textContent").contains("No story had begun by then")
    );
    click(browser, ".notice a", "!location.search.includes('known_by')");
    holds(
        browser,
        "!document.querySelector('.notice') && document.querySelectorAll('.found li').length === 1",
    );
}

fn keyboard_only(browser: &mut Browser, site: &Site) {
    site.open(browser, "/");
    tab_to(browser, ".skip", 1);
    tab_to(browser, "[name=q]", 12);
    for key in ["d", "a", "m"] {
        browser.press(key).unwrap();
    }
    enter(browser, "location.search.includes('q=dam')");
    tab_to(browser, ".narrow a", 30);
    tab_to(browser, ".found h2 a", 60);
    enter(browser, "location.pathname.startsWith('/articles/')");
    tab_to(browser, "main a[href^='/stories/']", 8);
    enter(browser, "location.pathname.startsWith('/stories/')");
    // The field for files is reached, too.
    site.open(browser, "/add");
    tab_to(browser, "input[type=file]", 12);
    tab_to(browser, "form.send button", 2);
}

/// Presses Tab until the focus is on what `selector` finds. Whatever has the focus is seen and says so.
#[track_caller]
fn tab_to(browser: &mut Browser, selector: &str, most: usize) {
    for _ in 0..most {
        browser.press("Tab").unwrap();
        holds(
            browser,
            "(() => { const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
                return at === document.body || box.width > 0 && box.top < innerHeight && box.bottom > 0 && style.outlineStyle !== 'none'; })()",
        );
        if browser.value(&format!("document.activeElement.matches({selector:?})")).unwrap() == true {
            return;
        }
    }
    panic!("Tab does not reach {selector}");
}

fn phone(browser: &mut Browser, site: &Site) {
    for width in [390, 320] {
        browser.size(width, 800, true).unwrap();
        for page in site.pages() {
            site.open(browser, &page);
            browser
                .value("for (const fold of document.querySelectorAll('main details')) fold.open = true")
                .unwrap();
            let widths = text(browser, "document.documentElement.scrollWidth + ' of ' + innerWidth");
            assert_eq!(widths, format!("{width} of {width}"), "{page}");
            let outside = text(
                browser,
                "[...document.querySelectorAll('main :is(p, li, h1, h2, h3, dd, input, select, button)')].filter((one) =>
                    !one.closest('.scroll') && one.getBoundingClientRect().right > innerWidth + 1)
                    .map((one) => one.outerHTML.slice(0, 80)).join('\\n')",
            );
            assert_eq!(outside, "", "{page}");
        }
    }
}

fn dark(browser: &mut Browser, site: &Site) {
    browser.dark(true).unwrap();
    let light_of = |what: &str| {
        format!(
            "(() => {{ const [r, g, b] = getComputedStyle(document.body).{what}.match(/\\d+/g).map(Number); return r + g + b; }})()"
        )
    };
    for page in site.pages() {
        site.open(browser, &page);
        assert!(number(browser, &light_of("backgroundColor")) < 150, "{page}");
        assert!(number(browser, &light_of("color")) > 600, "{page}");
    }
    browser.dark(false).unwrap();
}

fn without_script(browser: &mut Browser, site: &Site) {
    browser.scripts(false).unwrap();
    site.open(browser, "/");
    browser.value("document.querySelector('[name=q]').value = 'prisoners'").unwrap();
    click(browser, "form[role=search] button", "location.search === '?q=prisoners'");
    assert!(number(browser, MATCHES) > 5);
    click(browser, ".narrow a", "location.search.includes('kind=')");
    click(browser, ".found .meta a", "location.pathname.startsWith('/stories/')");
    let line = text(browser, "document.querySelector('.is-claim').id");
    click(
        browser,
        ".is-claim .cite",
        "location.pathname.startsWith('/articles/') && document.querySelector('.text :target')",
    );
    click(browser, &format!(".chips a[href$='#{line}']"), "document.querySelector('.line:target')");
    browser.scripts(true).unwrap();
}

fn uploads(browser: &mut Browser, site: &Site) {
    let done = "document.querySelector('main [role=status], main [role=alert]') && document.querySelector('h1').textContent !== 'Add articles'";
    let heading = "document.querySelector('h1').textContent";
    site.open(browser, "/");
    click(browser, "nav.contents a[href='/add']", "location.pathname === '/add'");
    let ferry = site.folder.write("ferry strike.txt", ARTICLE);
    let other = site
        .folder
        .write("other.txt", ARTICLE.replace("Varholm", "Nordhavn").replace("March 12", "March 20"));
    browser.choose("input[type=file]", &[&ferry, &other]).unwrap();
    click(browser, "form.send button", done);
    assert_eq!(text(browser, heading), "2 articles added");
    site.quiet(browser);
    site.open(browser, "/search?q=Nordhavn");
    assert!(number(browser, MATCHES) > 0);
    // Again: nothing new.
    site.open(browser, "/add");
    browser.choose("input[type=file]", &[&ferry]).unwrap();
    click(browser, "form.send button", done);
    assert_eq!(text(browser, heading), "Nothing new");
    assert!(text(browser, "document.querySelector('main').textContent").contains("1 was there before"));
    // What cannot be read is told, with the form to try again; its name is words.
    let broken = site.folder.write("<img src=x onerror=pwned=1>.zip", "PK\u{3}\u{4} no archive");
    site.open(browser, "/add");
    browser.choose("input[type=file]", &[&broken]).unwrap();
    click(browser, "form.send button", done);
    assert_eq!(text(browser, heading), "Nothing was added");
    holds(
        browser,
        "document.querySelector('[role=alert]').textContent.includes('<img src=x onerror=pwned=1>.zip')",
    );
    holds(browser, "document.querySelectorAll('form.send input[type=file]').length === 1");
    holds(browser, NO_ELEMENTS);
    nothing_ran(browser);
}

#[test]
fn nothing_runs_on_the_servers_pages() {
    let folder = Folder::new("browser-server-hostile");
    let Some(mut browser) = browser(&folder) else {
        eprintln!("{SKIPPED}");
        return;
    };
    let browser = &mut browser;
    let (db, input) = (folder.path("hostile.db"), folder.write("hostile.jsonl", rows()));
    assert_eq!(tidings(&["add", "--store", &db, &input]).code, Some(0));
    let site = Site { server: Server::start(&db, &["--allow-upload"]), folder };
    let stories = site.server.json("/api/v1/stories?limit=200");
    let ids = stories["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    let mut paths: Vec<String> = ids.map(|id| format!("/stories/{id}")).collect();
    assert!(!paths.is_empty());
    let hits = site.server.json("/api/v1/search?q=harbour&limit=200");
    let mut articles: Vec<&str> =
        hits["hits"].as_array().unwrap().iter().map(|hit| hit["ref"]["article"].as_str().unwrap()).collect();
    articles.sort_unstable();
    articles.dedup();
    assert!(articles.len() >= 15, "{}", articles.len());
    paths.extend(articles.iter().map(|id| format!("/articles/{}", encoded(id))));
    paths.extend(["/", "/search?q=harbour&limit=200", "/search?q=pwned&limit=200"].map(str::to_owned));
    for (index, payload) in PAYLOADS.iter().enumerate() {
        let words = encoded(payload);
        let filter = ["speaker", "actor", "place", "outlet", "story", "event_type", "stance"][index % 7];
        paths.push(format!("/search?q={words}"));
        paths.push(format!("/search?q=harbour&{filter}={words}"));
        // As wrong values, names, ids and addresses: pages that refuse them.
        let wrong = ["/search?from=", "/?cursor=", "/?", "/stories/", "/articles/", "/nothing/"][index % 6];
        paths.push(format!("{wrong}{words}"));
    }
    for path in paths {
        site.open(browser, &path);
        holds(browser, NO_ELEMENTS);
        holds(browser, NO_HANDLERS);
        holds(
            browser,
            "[...document.querySelectorAll('a')].every((a) => /^([#/?]|https?:)/.test(a.getAttribute('href') ?? '#'))",
        );
        touch_all(browser);
        nothing_ran(browser);
        site.quiet(browser);
    }
}
