use std::fmt::Write as _;
use std::sync::OnceLock;

use tidings_english::English;
use tidings_record::{Attribution, ByteSpan, Manner, Voice};

use super::attributions;
use crate::{Article, Document, Lexicons, Options};

fn engine() -> &'static English {
    static ENGINE: OnceLock<English> = OnceLock::new();
    ENGINE.get_or_init(English::embedded)
}

fn lexicons() -> &'static Lexicons {
    static LEXICONS: OnceLock<Lexicons> = OnceLock::new();
    LEXICONS.get_or_init(|| Lexicons::english().unwrap())
}

fn read(text: &str) -> Vec<Attribution> {
    let article = Article::of_text(text);
    let document = Document::new(&article, engine(), &lexicons().passages, Options::default());
    attributions(&document, &lexicons().attributions, &[], &[])
}

/// source | cue | content | stance
fn line(text: &str, one: &Attribution) -> String {
    let join = |spans: &[ByteSpan]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    let stance = format!("{:?}", one.stance);
    let mut small = String::new();
    for c in stance.chars() {
        if c.is_uppercase() && !small.is_empty() {
            small.push('_');
        }
        small.extend(c.to_lowercase());
    }
    let line = format!("{} | {} | {} | {small}", join(&one.source), join(&one.cue), join(&one.content));
    line.trim_start().to_owned()
}

const FIXTURES: [(&str, &str); 3] = [
    ("clauses.md", include_str!("../../fixtures/attributions/clauses.md")),
    ("around.md", include_str!("../../fixtures/attributions/around.md")),
    ("quotes.md", include_str!("../../fixtures/attributions/quotes.md")),
];

/// Reads the cases of a fixture: a text after `>`, then its lines after `-`.
fn cases(fixture: &str) -> Vec<(String, Vec<&str>)> {
    let mut cases: Vec<(String, Vec<&str>)> = Vec::new();
    let mut in_text = false;
    for row in fixture.lines() {
        if let Some(text) = row.strip_prefix('>') {
            if !in_text {
                cases.push((String::new(), Vec::new()));
            }
            let case = cases.last_mut().unwrap();
            if in_text {
                case.0.push('\n');
            }
            case.0.push_str(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(line) = row.strip_prefix("- ") {
            cases.last_mut().unwrap().1.push(line);
        }
        in_text = row.starts_with('>');
    }
    cases
}

#[test]
fn fixtures_are_read_as_they_say() {
    let (mut wrong, mut lines) = (String::new(), 0);
    for (name, fixture) in FIXTURES {
        for (text, expected) in cases(fixture) {
            let found: Vec<String> = read(&text).iter().map(|one| line(&text, one)).collect();
            for expect in expected {
                lines += 1;
                let (missing, expect) = match expect.strip_prefix("FIXME ") {
                    Some(expect) => (true, expect),
                    None => (false, expect),
                };
                if found.iter().any(|line| line == expect) == missing {
                    let _ = writeln!(wrong, "{name}: {text:?}\n  expected {expect}\n  found {found:#?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(lines >= 50, "{lines} lines");
}

#[test]
fn every_attitude_is_found_in_its_examples_and_not_in_others() {
    for attitude in &lexicons().attributions.attitudes {
        let states = |text: &String| read(text).iter().any(|one| one.stance == attitude.stance);
        for text in &attitude.test {
            assert!(states(text), "{}: {text:?} has {:?}", attitude.code, read(text));
        }
        for text in &attitude.never {
            assert!(!states(text), "{}: {text:?} has {:?}", attitude.code, read(text));
        }
    }
}

#[test]
fn manner_and_voice() {
    let text = "“We go,” Tom Baker said. Officials said the road was \"a disgrace\" to all. Carvania rejected the plan.";
    let found: Vec<(Manner, Voice)> = read(text).iter().map(|one| (one.manner, one.voice)).collect();
    assert_eq!(
        found,
        [
            (Manner::Quoted, Voice::Named),
            (Manner::PartQuoted, Voice::Unnamed),
            (Manner::Paraphrased, Voice::Article)
        ]
    );
}

#[test]
fn a_condition_is_found() {
    let text = "Velloria offered to release the crew if the tanker left its waters.";
    let conditions: Vec<&str> = read(text).iter().filter_map(|one| Some(one.condition?.of(text))).collect();
    assert_eq!(conditions, ["if the tanker left its waters"]);
}

/// Every span is a stretch of the text, every index one of the list.
fn check_invariants(text: &str) -> usize {
    let found = read(text);
    for (index, one) in found.iter().enumerate() {
        for span in one.source.iter().chain(&one.cue).chain(&one.content).chain(&one.condition) {
            assert!(!span.of(text).is_empty(), "{one:?}");
        }
        assert!(!one.cue.is_empty() && !one.content.is_empty());
        assert!(one.within.is_none_or(|within| within.index() < found.len() && within.index() != index));
    }
    found.len()
}

#[test]
fn hostile_texts_are_read() {
    let long = "and they walked to the sea and back again ".repeat(600);
    let nested = "“He said ‘she said “they said ‘no’ to us” and left’ then,” Orvath said.";
    for text in [
        "",
        "\"",
        "“““““”””””",
        "' ' ' ''' ’ ‘ ‹›",
        nested,
        "BAKER SAID THE BOATS WERE LATE. ORVATH DENIED IT. NO ONE SPOKE.",
        "A town, a river, a bridge. No verb at all in this.",
        "“One.\n\n“Two.\n\nThree without an end.\n\nFour",
        &format!("“{long}” Orvath said."),
        &format!("Orvath said: “{long}"),
        &"“ said he, ".repeat(2000),
        &"\" said ' ".repeat(2000),
        &"NAME: said so.\n\n".repeat(500),
        &"\u{2028}said\u{0}: “\u{fffd}”\n".repeat(50),
    ] {
        check_invariants(text);
    }
}

/// Names and attributions of a text, read as an article is.
fn read_whole(text: &str) -> tidings_record::Reading {
    crate::read(&Article::of_text(text), engine(), lexicons(), Options::default())
}

#[test]
fn unbalanced_marks_through_a_whole_article_cost_little() {
    // The closing marks are missing throughout.
    let text = "“We waited all night for the boat, Orvath said.\n\n“Nobody came to the pier, she added.\n\n\
                Mayor Tom Baker denied that the pier was closed. “It was open, he said.\n\n"
        .repeat(30);
    check_invariants(&text);
    let found = read(&text);
    let cues = |lemma: &str| found.iter().filter(|one| one.cue_lemma.as_deref() == Some(lemma)).count();
    assert!(cues("deny") >= 20, "{}", cues("deny"));
    let longest = found.iter().flat_map(|one| &one.content).map(|piece| piece.len()).max();
    assert!(longest < Some(120), "{longest:?}");
}

#[test]
fn apostrophes_and_nested_marks_are_read() {
    let single = "'We do not know the ministers' plans,' Orvath said. 'They aren't ours,' she added.";
    let found: Vec<&str> = read(single).iter().map(|one| one.content[0].of(single)).collect();
    assert_eq!(found, ["'We do not know the ministers' plans,'", "'They aren't ours,'"]);
    let nested = "“He told me ‘they shouted “stop” at us’ and left,” Orvath said.";
    let found = read(nested);
    let whole = "“He told me ‘they shouted “stop” at us’ and left,”";
    assert!(found.iter().any(|one| one.content[0].of(nested) == whole), "{found:?}");
    check_invariants(&"“a ‘b “c ‘d” e’ f” said Ito. ".repeat(200));
}

#[test]
fn a_speaker_named_in_the_headline_only_is_found() {
    let text = "Orvath warns of empty stores by winter\n\nThe stores will be empty by winter, the prime minister said on \
                Monday. She asked farmers to sell their grain early.\n\nNobody should panic, she added.";
    let reading = read_whole(text);
    let sources: Vec<&str> =
        reading.attributions.iter().flat_map(|one| &one.source).map(|source| source.of(text)).collect();
    assert!(sources.contains(&"the prime minister") && sources.contains(&"She"), "{sources:?}");
}

#[test]
fn capitals_throughout_and_no_verb_at_all() {
    let shouted = "PRESIDENT JONAS WYK SAID THAT THE BRIDGE WAS SAFE. THE MINISTRY DENIED IT.";
    check_invariants(shouted);
    read_whole(shouted);
    let verbless = "A town, a river, two bridges. Rain from the west. Ferries to the islands at noon.";
    assert_eq!(read(verbless), []);
}

#[test]
fn time_grows_with_the_length_of_the_article() {
    let text = "“We waited all night,” said Lena Orvath, who runs the pier. The ministry denied that boats were late, and the \
                mayor, Tom Baker, warned that more would follow unless the pilots returned, adding that “nobody” was to blame.\n\n";
    let document = |copies: usize| {
        let article = Box::leak(Box::new(Article::of_text(text.repeat(copies))));
        Document::new(article, engine(), &lexicons().passages, Options::default())
    };
    let copies = 500_000 / text.len();
    let (half, whole) = (document(copies), document(2 * copies));
    let time = |document: &Document<'_>| {
        let start = std::time::Instant::now();
        let names = crate::names::names(document, &lexicons().names);
        assert!(attributions(document, &lexicons().attributions, &names, &[]).len() > copies);
        start.elapsed().as_secs_f64()
    };
    // A busy machine may disturb one run, not the best of several.
    let least = |document: &Document<'_>| (0..3).map(|_| time(document)).fold(f64::MAX, f64::min);
    let ratio = (0..3).map(|_| least(&whole) / least(&half)).fold(f64::MAX, f64::min);
    assert!(ratio < 2.6, "twice the text takes {ratio:.2} times as long");
}

#[test]
fn a_long_quote_is_one_quotation() {
    // 5,400 words.
    let long = "and they walked to the sea and back again ".repeat(600);
    let text = format!("Tom Baker was tired. “{}” Orvath said.", long.trim_end());
    let found = read(&text);
    assert!(found.iter().any(|one| one.manner == Manner::Quoted), "{}", found.len());
}

#[test]
fn what_only_looks_like_an_attribution_is_none() {
    for (text, cue, stands) in [
        ("An officer said a mine had drifted in, but offered no evidence.", "offered", false),
        ("An officer said a mine had drifted in, but he offered to send divers.", "offered", true),
        ("A swap agreed at last week's talks is to go ahead on Friday, Orvath said.", "agreed", false),
        ("The minister agreed that the swap would go ahead on Friday.", "agreed", true),
        ("Orvath wants the court to say who sank the ferry.", "say", false),
        ("Orvath wants to know why the court said that the ferry was sound.", "said", true),
        ("Talks opened in Lindau on Monday, highlighting the need for trust.", "highlighting", false),
        ("Orvath opened the talks on Monday, highlighting the need for trust.", "highlighting", true),
        ("Velloria has so far refused.", "refused", false),
        ("Velloria has so far refused to open the port.", "refused", true),
        ("The pilots will strike, said a clerk who asked not to be named.", "asked", false),
        ("The pilots will strike, said a clerk who asked whether ships would wait.", "asked", true),
        ("Mayor Tom Baker would not call it a defeat.", "call", false),
        ("The navy did not say who had fired.", "say", false),
        ("Velloria threatened to respond to the shelling.", "respond", false),
        ("Mr Wyk promised it within 72 hours, so ask me again on Thursday.", "ask", false),
        ("The navy did not say that the pilots had fired.", "say", true),
        ("Nobody said that a mine had drifted in.", "said", false),
        ("No official has said that a mine had drifted in.", "said", false),
        ("Neither side said that a mine had drifted in.", "said", false),
        ("No casualties were reported.", "reported", true),
        ("Did the navy say that the mine was old?", "say", false),
        ("If officials say that the ferry is sound, it will sail.", "say", false),
        ("The ferry will sail if it is sound, officials say.", "say", true),
    ] {
        let found = read(text);
        let is_there = found.iter().any(|one| one.cue.iter().any(|span| span.of(text) == cue));
        assert_eq!(
            is_there,
            stands,
            "{text:?}: {cue}; {:?}",
            found.iter().map(|one| line(text, one)).collect::<Vec<_>>()
        );
    }
}

#[test]
fn what_will_come_unless_is_a_threat_of_those_who_will_do_it() {
    for (text, stance) in [
        ("The union said that it would close the port unless the ferry was mended.", "threatens"),
        ("The union said that the port would open on Friday unless it rained.", "says"),
    ] {
        let found: Vec<String> = read(text).iter().map(|one| line(text, one)).collect();
        assert!(found.len() == 1 && found[0].ends_with(stance), "{found:?}");
    }
}

#[test]
fn who_speaks_is_not_who_is_spoken_for() {
    for (text, cue, speaker) in [
        ("Mayor Ana Ito left. A lawyer for Ana Ito said she would appeal.", "said", None),
        ("Mayor Ana Ito left. An adviser to Ito said the town was safe.", "said", None),
        ("The secretary general of the union, Ana Ito, said workers would strike.", "said", Some("Ana Ito")),
        (
            "The UN met in Lindau. A spokesperson for the UN Secretary-General said it must stop.",
            "said",
            Some("spokesperson for the UN Secretary-General"),
        ),
        ("The governor's office said twelve people were hurt.", "said", Some("governor's office")),
        (
            "Mayor Ana Ito left. A diplomat close to Foreign Minister Ana Ito said that she would resign.",
            "said",
            None,
        ),
    ] {
        let reading = read_whole(text);
        let one = reading.attributions.iter().find(|one| one.cue.iter().any(|span| span.of(text) == cue));
        let name = one.and_then(|one| Some(reading.names[one.speaker?.index()].name.as_str()));
        assert_eq!(name, speaker, "{text:?}");
    }
}

#[test]
fn a_quotation_over_paragraphs_is_one() {
    let text = "The mayor, Tom Baker, was angry.\n\n“The windows went in one street.\n\n“I do not ask who began,” he said.";
    let content: Vec<Vec<&str>> =
        read(text).iter().map(|one| one.content.iter().map(|piece| piece.of(text)).collect()).collect();
    assert_eq!(content, [["“The windows went in one street.", "“I do not ask who began,”"]]);
}

#[test]
fn i_and_we_in_an_interview_are_who_speaks() {
    let text = "The interview was held on Monday with Lena Orvath.\n\nGAZETTE: Is the road open?\n\nORVATH: Both sides say so. We expect buses by noon.\n\nGAZETTE: Will it last? Nobody knows.\n\nORVATH: I want the court to say so.";
    let reading = read_whole(text);
    let found: Vec<(Option<&str>, &str)> = reading
        .attributions
        .iter()
        .map(|one| (one.speaker.map(|name| reading.names[name.index()].name.as_str()), one.cue[0].of(text)))
        .collect();
    assert!(
        found.contains(&(Some("Lena Orvath"), "expect")) && found.contains(&(Some("Lena Orvath"), "want")),
        "{found:?}"
    );
    assert!(!found.iter().any(|(_, cue)| *cue == "say"), "{found:?}");
    let asks = reading.attributions.iter().filter(|one| one.stance == tidings_record::Stance::Asks).count();
    assert_eq!(asks, 2);
}
