//! Articles as short as they can be, and the names that are to be found in them.

use std::fmt::Write;
use std::sync::OnceLock;

use tidings_english::English;
use tidings_record::{ByteSpan, Form, Name, NameType};

use super::{named_by, names};
use crate::{Article, Document, Lexicons, Options};

fn read(text: &str) -> Vec<Name> {
    static KNOWN: OnceLock<(English, Lexicons)> = OnceLock::new();
    let (engine, lexicons) = KNOWN.get_or_init(|| (English::embedded(), Lexicons::english().unwrap()));
    let article = Article::of_text(text);
    let document = Document::new(&article, engine, &lexicons.passages, Options::default());
    let names = names(&document, &lexicons.names);
    for name in &names {
        assert!(!name.name.is_empty() && !name.mentions.is_empty(), "{name:?}");
        let spans: Vec<ByteSpan> = name.mentions.iter().map(|mention| mention.span).collect();
        assert!(spans.windows(2).all(|pair| pair[0] < pair[1]), "{name:?}");
        assert!(spans.iter().all(|span| !span.of(text).is_empty()), "{name:?}");
        assert!(name.offices.iter().all(|office| !office.span.of(text).is_empty()), "{name:?}");
    }
    names
}

/// A name with its type, what it speaks for, its offices and its mentions; `~` before a description, `=` before a
/// pronoun.
fn show(text: &str, name: &Name) -> String {
    let mut shown = format!("{} {}", format!("{:?}", name.kind).to_lowercase(), name.name);
    if let Some(whole) = &name.speaks_for {
        write!(shown, " for {whole}").unwrap();
    }
    for office in &name.offices {
        let of = office.of.as_deref().map_or_else(String::new, |of| format!(" of {of}"));
        write!(shown, " [{}{}{of}]", if office.former { "former " } else { "" }, office.office).unwrap();
    }
    shown.push(':');
    for (index, mention) in name.mentions.iter().enumerate() {
        let mark = match mention.form {
            Form::Name => "",
            Form::Description => "~",
            Form::Pronoun => "=",
        };
        let comma = if index > 0 { "," } else { "" };
        write!(shown, "{comma} {mark}{}", mention.span.of(text)).unwrap();
    }
    shown
}

/// Each of `expected` is among the names of `text`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let shown: Vec<String> = read(text).iter().map(|name| show(text, name)).collect();
    for want in expected {
        assert!(shown.iter().any(|have| have == want), "{want:?} is not among {shown:#?}");
    }
}

/// All people of `text`, by name.
#[track_caller]
fn check_people(text: &str, expected: &[&str]) {
    let names = read(text);
    let people: Vec<&str> =
        names.iter().filter(|name| name.kind == NameType::Person).map(|name| name.name.as_str()).collect();
    assert_eq!(people, expected, "{text:?}");
}

#[test]
fn a_mayor_with_her_town_is_no_organisation() {
    check(
        "The warning came from Lindau Mayor Petra Olsen, who toured the harbour on Monday.",
        &["person Petra Olsen for Lindau [mayor of Lindau]: Petra Olsen, =who"],
    );
}

#[test]
fn a_minister_after_a_split_title() {
    check(
        "The delegation was led by Defense Minister Arvid Tolm and the Norwegian team by Ina Brekke, an aide to \
         Norwegian Prime Minister Odd Solberg.",
        &[
            "person Arvid Tolm [defence minister]: Arvid Tolm",
            "person Ina Brekke for Norway [aide of Odd Solberg]: Ina Brekke",
            "person Odd Solberg for Norway [prime minister of Norway]: Odd Solberg",
        ],
    );
}

#[test]
fn surnames_join_full_names_in_headlines_too() {
    let text = "Solberg Rejects Ferry Plan\n\nPrime Minister Odd Solberg rejected the plan for a ferry on Tuesday. Solberg \
                said the boats were too old.\n\nMr Solberg will meet the crews next week.";
    check(text, &["person Odd Solberg [prime minister]: Solberg, Odd Solberg, Solberg, Solberg"]);
}

#[test]
fn a_title_alone_is_no_name() {
    let text =
        "Petra Olsen opened the fair on Monday. Ms Olsen said it had grown, and Ms Olsen thanked the crews.";
    check_people(text, &["Petra Olsen"]);
}

#[test]
fn the_police_of_a_town_make_it_a_town() {
    let text = "Varholm police said the road was closed. Rain fell in Varholm all night, and Varholm was without light.";
    check_people(text, &[]);
}

#[test]
fn relatives_stay_apart() {
    let text = "Anna Berg opened the fair on Monday. Her brother Karl Berg stayed at home. Anna Berg said the fair had \
                grown. Berg was pleased with the weather.";
    check_people(text, &["Anna Berg", "Karl Berg"]);
    let names = read(text);
    let last = text.rfind("Berg").unwrap();
    let span = ByteSpan::new(u32::try_from(last).unwrap(), u32::try_from(last + 4).unwrap());
    let index = named_by(&names, span).unwrap();
    assert_eq!(names[index.index()].name, "Anna Berg");
}

#[test]
fn former_and_present_offices() {
    check(
        "Norway was represented by former defence minister Arvid Tolm, who now serves as head of the National Harbour \
         Council.",
        &[
            "person Arvid Tolm for National Harbour Council [former defence minister] [head of National Harbour Council]: \
           Arvid Tolm, =who",
        ],
    );
    check(
        "Arvid Tolm stepped down as defence minister on Monday and was named national security adviser the same day.",
        &["person Arvid Tolm [former defence minister] [national security adviser]: Arvid Tolm"],
    );
}

#[test]
fn offices_in_apposition() {
    check(
        "Petra Olsen, the governor of the Upper Vesk region, declined to comment. Zandria’s prime minister, Milo \
         Farrant, made no comment.",
        &[
            "person Petra Olsen for Upper Vesk [governor of Upper Vesk]: Petra Olsen",
            "person Milo Farrant for Zandria [prime minister of Zandria]: Milo Farrant",
            "country Zandria: Zandria",
        ],
    );
}

#[test]
fn offices_that_might_be_are_none() {
    for text in [
        "Arvid Tolm would be a good president, his friends say.",
        "Arvid Tolm is not the mayor of Lindau.",
        "“Arvid Tolm is the president of fools,” she said.",
    ] {
        let names = read(text);
        let tolm = names.iter().find(|name| name.name == "Arvid Tolm").unwrap();
        assert!(tolm.offices.is_empty(), "{text:?}");
    }
}

#[test]
fn a_country_nobody_knows() {
    check(
        "Zandria closed its border. Zandrian troops crossed the river at night. In Holm, the Zandrian capital, nobody \
         slept. Holm rejected the charge.",
        &[
            "country Zandria: Zandria, =its, Holm",
            "nationality Zandrian for Zandria: Zandrian, Zandrian",
            "org Zandrian troops for Zandria: ~Zandrian troops",
            "place Holm: Holm",
        ],
    );
}

#[test]
fn a_capital_that_speaks_is_the_country() {
    check(
        "Norway wants a deal. Oslo has not yet replied to the proposal. Heavy rain fell in Oslo at night.",
        &["country Norway: Norway, Oslo", "place Oslo: Oslo"],
    );
    check("Oslo accused the fishermen of lying.", &["place Oslo for Norway: Oslo"]);
}

#[test]
fn bodies_by_description() {
    check(
        "Norway's defence ministry said it had tracked the ship. The ministry gave no details. Norwegian air defenses \
         stated that they had fired twice. Norwegian media reported a blast.",
        &[
            "org Norway's defence ministry for Norway: ~Norway's defence ministry, =it, ~ministry",
            "org Norwegian air defenses for Norway: ~Norwegian air defenses, =they",
            "org Norwegian media: ~Norwegian media",
        ],
    );
    check(
        "A Norwegian government spokesperson confirmed the date. The White House declined to comment.",
        &[
            "org Norwegian government spokesperson for Norway [government spokesperson of Norway]: ~Norwegian government \
             spokesperson",
            "org White House for United States: White House",
        ],
    );
}

#[test]
fn descriptions_find_their_person() {
    check(
        "Norwegian Foreign Minister Ina Brekke met Finnish President Aino Laine. The Finnish leader left early. The \
         foreign minister stayed for dinner.",
        &[
            "person Ina Brekke for Norway [foreign minister of Norway]: Ina Brekke, ~foreign minister",
            "person Aino Laine for Finland [president of Finland]: Aino Laine, ~Finnish leader",
        ],
    );
}

#[test]
fn pronouns_agree() {
    check(
        "Ina Brekke met Odd Solberg in Lindau. She said the talks went well. He left without a word.",
        &["person Ina Brekke: Ina Brekke, =She", "person Odd Solberg: Odd Solberg, =He"],
    );
    check("Odd Solberg thanked Karl Berg because he was tired.", &["person Karl Berg: Karl Berg"]);
    check("Karl Berg praised him.", &["person Karl Berg: Karl Berg"]);
}

#[test]
fn an_acronym_is_its_body() {
    check(
        "The National Harbour Council (NHC) met on Monday. The NHC will meet again.",
        &["org National Harbour Council: National Harbour Council, NHC, NHC"],
    );
}

#[test]
fn common_words_are_no_names() {
    let text = "Fierce fighting went on along the front. Allied leaders warned of new sanctions.";
    assert!(read(text).iter().all(|name| !["Fierce", "Allied"].contains(&name.name.as_str())));
}

#[test]
fn a_source_means_its_person() {
    let text = "Kremlin spokesperson Dmitri Sokolov warned of delays. The Norwegian air force disagreed. Norway waited.";
    let names = read(text);
    let named = |words: &str| {
        let start = u32::try_from(text.find(words).unwrap()).unwrap();
        let span = ByteSpan::new(start, start + u32::try_from(words.len()).unwrap());
        named_by(&names, span).map(|index| names[index.index()].name.as_str())
    };
    assert_eq!(named("Kremlin spokesperson Dmitri Sokolov"), Some("Dmitri Sokolov"));
    assert_eq!(named("The Norwegian air force"), Some("Norwegian air force"));
    assert_eq!(named("Norway"), Some("Norway"));
    assert_eq!(named("delays"), None);
    let text = "Ina Brekke, an aide to Norwegian leader Odd Solberg, warned of delays. Solberg's office did not reply.";
    let names = read(text);
    let named = |start: usize, words: &str| {
        let (start, end) = (u32::try_from(start).unwrap(), u32::try_from(start + words.len()).unwrap());
        named_by(&names, ByteSpan::new(start, end)).map(|index| names[index.index()].name.as_str())
    };
    assert_eq!(named(0, "Ina Brekke, an aide to Norwegian leader Odd Solberg,"), Some("Ina Brekke"));
    assert_eq!(named(71, "Solberg's office"), Some("Solberg's office"));
}

#[test]
fn courts_are_not_one_court() {
    check(
        "The U.S. Supreme Court took the case on Monday. An Ohio appeals court had thrown it out. The court will hear it in \
         May.",
        &["org Ohio appeals court: ~Ohio appeals court, ~court"],
    );
}

#[test]
fn odd_texts_are_read() {
    let deep = "the minister of ".repeat(3_000);
    let names = "Ana Ruiz met Tom Baker. ".repeat(2_000);
    for text in [
        "",
        "\n",
        "’s",
        "'s 's 's",
        "President",
        "President of the",
        "Mr",
        "The of the",
        "A-",
        "- - -",
        "(U.N.)",
    ] {
        read(text);
    }
    read(&deep);
    assert_eq!(read(&names).len(), 2);
}

#[test]
fn a_shared_name_is_the_country_only_beside_its_people() {
    check("U.S. voters in Georgia went to the polls on Tuesday.", &["place Georgia: Georgia"]);
    check("Georgian voters went to the polls across Georgia on Tuesday.", &["country Georgia: Georgia"]);
}
