//! Exports: each form is what its readers take, and what coders decide comes back and is marked when evidence changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::support::{Folder, Ran, python, tidings, words};

const FIRST: &str = "Three killed as shells hit Velmora fish market\n\nVELMORA, May 6, 2024 - Shells struck the fish market in \
    Velmora on Monday, killing three people and wounding 11, governor Odran Pell said.\n\n\"The wall came down in one \
    piece,\" Pell said.\n";
const SECOND: &str = "Velmora market toll rises to five\n\nVELMORA, May 8, 2024 - Five people were killed when shells struck the fish \
    market in Velmora on Monday, hospital director Ines Tarbeck said. More than 10 were wounded, she said.\n";

/// Articles about one shelling.
fn articles(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("news/1.txt", FIRST);
    folder
}

fn export(folder: &Folder, format: &str) -> Ran {
    tidings(&["export", "--format", format, "--one-story", &folder.path("news")])
}

/// The rows of a coding table, by column.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = cells(text).into_iter();
    let names = lines.next().unwrap();
    lines.map(|line| names.iter().cloned().zip(line).collect()).collect()
}

/// The cells of CSV.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

fn csv(rows: &[BTreeMap<String, String>]) -> String {
    let line = |cells: Vec<&String>| {
        let cells = cells.into_iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        cells.collect::<Vec<_>>().join(",") + "\n"
    };
    line(rows[0].keys().collect()) + &rows.iter().map(|row| line(row.values().collect())).collect::<String>()
}

fn killed(rows: &[BTreeMap<String, String>]) -> &BTreeMap<String, String> {
    rows.iter().find(|row| row["effect"] == "killed").unwrap()
}

#[test]
fn a_decision_holds_is_shown_and_is_marked_when_its_evidence_changes() {
    let folder = articles("exports-decide");
    let mut table = rows(export(&folder, "coding").well().text());
    let row = killed(&table).clone();
    assert_eq!((row["low"].as_str(), row["high"].as_str(), row["best"].as_str()), ("3", "3", ""));
    assert_eq!((row["date_start"].as_str(), row["date_precision"].as_str()), ("2024-05-06", "day"));
    assert!(row["claimants"].contains("Odran Pell") && row["quote"].starts_with("Three killed"), "{row:?}");

    // Without a coder, or with an unknown status, nothing is kept.
    let decided = folder.path("news/tidings.decided.toml");
    let fill = |table: &mut Vec<BTreeMap<String, String>>, filled: &[(&str, &str)]| {
        let row = table.iter_mut().find(|row| row["effect"] == "killed").unwrap();
        row.extend(filled.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        folder.write("coded.csv", csv(table))
    };
    let decide = |file: &str| tidings(&["decide", file, &folder.path("news")]);
    for (filled, said) in [
        (&[("status", "accepted")][..], "coder is empty"),
        (&[("status", "done"), ("coder", "A. Coder")], "accepted, rejected or uncertain"),
        (&[("status", "accepted"), ("best", "1,200")], "is no number such as 17"),
    ] {
        decide(&fill(&mut table, filled)).complains(2, &[said]);
        assert!(!fs::exists(&decided).unwrap());
    }
    let reason = "the governor's \"three\"; =no others";
    let file = fill(&mut table, &[("best", "3"), ("reason", reason)]);
    assert!(decide(&file).well().text().starts_with("1 new, 0 changed, 0 removed; 1 decisions"));

    // The file of decisions lies among the articles, and is said to be none.
    let again = export(&folder, "coding");
    assert!(again.code == Some(0) && again.err.lines().count() == 1, "{}", again.err);
    let again = rows(again.text());
    let row = killed(&again);
    assert_eq!(
        (row["decision"].as_str(), row["best"].as_str(), row["reason"].as_str()),
        ("holds", "3", reason)
    );
    let why = tidings(&["explain", "--one-story", "--why", &row["event"], &folder.path("news")]);
    let by_hand = "accepted by A. Coder, best 3 (killed, people, unstated): the governor's";
    assert!(why.text().contains("Stated by hand") && why.text().contains(by_hand), "{}", why.text());

    // A later toll: the decision stays, and is marked until somebody looks at it.
    folder.write("news/2.txt", SECOND);
    let ran = export(&folder, "coding");
    assert!(ran.err.contains("1 decided rows rest on other evidence"), "{}", ran.err);
    let mut later = rows(ran.text());
    let row = killed(&later).clone();
    assert_eq!(
        (row["decision"].as_str(), row["best"].as_str(), row["high"].as_str()),
        ("evidence changed", "3", "5")
    );
    let ran = decide(&folder.write("coded.csv", csv(&later)));
    assert!(ran.err.contains("1 rows are still marked"), "{}", ran.err);
    assert_eq!(killed(&rows(export(&folder, "coding").text()))["decision"], "evidence changed");
    decide(&fill(&mut later, &[("decision", ""), ("best", "5")])).well();
    assert_eq!(killed(&rows(export(&folder, "coding").text()))["decision"], "holds");

    // Emptied cells take it back.
    let file = fill(&mut later, &[("status", ""), ("best", ""), ("coder", ""), ("reason", "")]);
    assert!(decide(&file).well().text().starts_with("0 new, 0 changed, 1 removed; 0 decisions"));
}

#[test]
fn a_store_is_exported_and_coded_as_articles_are() {
    let folder = articles("exports-store");
    let db = folder.path("t.db");
    tidings(&["add", "--store", &db, &folder.path("news")]).well();
    let at = |args: &[&str]| tidings(&[args, &["--store", db.as_str()]].concat()).well();
    let mut table = rows(at(&["export", "--format", "coding"]).text());
    for row in &mut table {
        row.extend([("status".to_owned(), "rejected".to_owned()), ("coder".to_owned(), "B".to_owned())]);
    }
    at(&["decide", &folder.write("coded.csv", csv(&table))]);
    let event = killed(&table)["event"].clone();
    let claims = at(&["export", "--format", "jsonl", "--table", "claims"]).rows();
    let claim = claims.iter().find(|one| one["about"][0] == event.as_str()).unwrap();
    for id in
        [event.as_str(), killed(&table)["figures"].split("; ").next().unwrap(), claim["id"].as_str().unwrap()]
    {
        let shown = at(&["show", id]);
        let by_hand = "Stated by hand\nrejected by B (killed, people, unstated) (";
        assert!(shown.text().contains(by_hand), "{}", shown.text());
        assert_eq!(at(&["show", id, "--json"]).json()["decided"][0]["status"], "rejected");
    }
    let again = rows(at(&["export", "--format", "coding"]).text());
    assert!(
        !again.is_empty()
            && again.iter().all(|row| row["decision"] == "holds" && row["status"] == "rejected")
    );
    assert!(
        at(&["export", "--format", "jsonl", "--table", "figures"])
            .rows()
            .iter()
            .all(|row| row["id"].is_string())
    );
    folder.write("news/2.txt", SECOND);
    at(&["add", &folder.path("news/2.txt")]);
    let shown = at(&["show", &event]);
    assert!(shown.text().contains("; the evidence has changed since\n"), "{}", shown.text());
}

#[test]
fn files_lie_beside_a_manifest_and_are_the_same_each_time() {
    let folder = articles("exports-manifest");
    for format in
        ["csv", "jsonl", "parquet", "coding", "md", "json-ld", "annotations", "timelinejs", "followthemoney"]
    {
        let write = |name: &str| {
            let out = folder.path(name);
            tidings(&["export", "--format", format, &folder.path("news"), "--output", &out]).well();
            fs::read_to_string(folder.path(&format!("{name}/manifest.json"))).unwrap()
        };
        let manifest = write(format);
        assert_eq!(manifest, write(&format!("{format}-again")));
        let manifest: Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!((&manifest["format"], &manifest["articles"]), (&Value::from(format), &Value::from(1)));
        for file in manifest["files"].as_array().unwrap() {
            let path = folder.path(&format!("{format}/{}", file["name"].as_str().unwrap()));
            assert_eq!(fs::metadata(path).unwrap().len(), file["bytes"].as_u64().unwrap());
            assert_eq!(file["sha256"].as_str().unwrap().len(), 64);
        }
    }
}

#[test]
fn annotations_are_found_again_and_slides_hold_no_markup() {
    let folder = articles("exports-annotations");
    folder.write("news/3.txt", "<b>River</b> talks\n\nVELMORA, May 9, 2024 - Velmora and <img src=x onerror=alert(1)> Sandrey held talks in Velmora on Thursday.\n");
    let found = export(&folder, "annotations").well().json();
    let items = found["first"]["items"].as_array().unwrap();
    assert!(items.len() > 5 && found["total"] == items.len());
    let texts: Vec<String> = tidings(&["read", &folder.path("news")])
        .rows()
        .iter()
        .map(|reading| reading["text"].as_str().unwrap().to_owned())
        .collect();
    let mut ids = BTreeSet::new();
    for item in items {
        let (quote, position) = (&item["target"]["selector"][0], &item["target"]["selector"][1]);
        let part = |key: &str| quote[key].as_str().unwrap_or("");
        let around = format!("{}{}{}", part("prefix"), part("exact"), part("suffix"));
        let text = texts.iter().find(|text| text.contains(&around)).unwrap();
        let span = serde_json::json!([position["start"], position["end"]]);
        assert_eq!(words(text, &span), part("exact"));
        assert!(ids.insert(item["id"].to_string()), "{item}");
    }
    let timeline = export(&folder, "timelinejs").well();
    assert!(!timeline.text().contains("<img") && !timeline.text().contains("<b>"), "{}", timeline.text());
    for slide in timeline.json()["events"].as_array().unwrap() {
        assert!(slide["start_date"]["year"].is_number() && slide["text"]["headline"].is_string(), "{slide}");
    }
}

/// Runs a script on an export, with a Python that has `module`.
fn in_python(module: &str, script: &str, format: &str) {
    let folder = articles(&format!("exports-{module}"));
    folder.write("news/2.txt", SECOND);
    python(&[module], script, &[&folder.write("export", export(&folder, format).well().out)]);
}

#[test]
fn followthemoney_takes_the_entities() {
    let script = "
import json, sys
from followthemoney import model
ids, named = set(), set()
for line in open(sys.argv[1], encoding='utf-8'):
    entity = json.loads(line)
    model.get(entity['schema']).validate(entity)
    proxy = model.get_proxy(entity)
    assert proxy.id not in ids, proxy.id
    ids.add(proxy.id)
    for prop, value in proxy.itervalues():
        if prop.type.name == 'entity':
            named.add(value)
        assert prop.type.clean(value) is not None, (prop, value)
assert len(ids) > 5 and not named - ids, named - ids
";
    in_python("followthemoney", script, "followthemoney");
}

#[test]
fn pyld_reads_the_graph() {
    let script = "
import json, sys
from pyld import jsonld
document = json.load(open(sys.argv[1], encoding='utf-8'))
nodes = jsonld.expand(document)
kinds = {kind for node in nodes for kind in node.get('@type', [])}
assert {'https://schema.org/' + kind for kind in ('NewsArticle', 'Event', 'Claim')} <= kinds, kinds
assert not any('Review' in kind for kind in kinds)
ids = [node['@id'] for node in nodes]
assert len(ids) == len(set(ids)) > 5
assert len(jsonld.to_rdf(document, {'format': 'application/n-quads'}).splitlines()) > 50
";
    in_python("pyld", script, "json-ld");
}

/// The tables as Parquet, and the same as CSV; a Python that has `module` compares them.
fn parquet_in(module: &str, script: &str) {
    let folder = articles(&format!("exports-parquet-{module}"));
    folder.write("news/2.txt", SECOND);
    let [typed, text] = ["parquet", "csv"].map(|format| {
        let out = folder.path(format);
        tidings(&["export", "--format", format, &folder.path("news"), "--output", &out]).well();
        out
    });
    python(&[module], script, &[&typed, &text]);
}

#[test]
fn pyarrow_reads_the_tables_with_their_types() {
    let script = "
import csv, datetime, glob, os, sys
import pyarrow as pa, pyarrow.parquet as pq
texts, days, whole = {}, ('earliest', 'latest', 'from', 'until'), 0
kinds = {'start': pa.int64(), 'articles': pa.int64(), 'min': pa.float64(), 'approximate': pa.bool_(), 'id': pa.string()}
kinds.update({day: pa.date32() for day in days})
files = sorted(glob.glob(sys.argv[1] + '/*.parquet'))
assert len(files) == 7, files
for file in files:
    name = os.path.basename(file)[:-len('.parquet')]
    table = pq.read_table(file)
    rows = list(csv.reader(open(f'{sys.argv[2]}/{name}.csv', encoding='utf-8', newline='')))
    assert table.column_names == rows[0] and table.num_rows == len(rows) - 1, name
    for field in table.schema:
        if field.name in kinds and (name, field.name) != ('articles', 'articles'):
            assert field.type == kinds[field.name], (name, field)
        if field.name in ('places', 'actors', 'paths', 'aliases', 'claimants'):
            assert pa.types.is_list(field.type) and field.type.value_type == pa.string(), (name, field)
    for got, row in zip(table.to_pylist(), rows[1:]):
        for column, cell in zip(rows[0], row):
            value = got[column]
            text = '' if value is None else '; '.join(value) if isinstance(value, list) else \
                str(value).lower() if isinstance(value, bool) else f'{value:g}' if isinstance(value, float) else str(value)
            assert text == cell.removeprefix(chr(39)) or text == cell, (name, column, value, cell)
            whole += 1
assert whole > 100 and pq.read_metadata(files[0]).created_by == 'tidings'
";
    parquet_in("pyarrow", script);
}

#[test]
fn duckdb_asks_the_tables() {
    let script = "
import duckdb, sys
def ask(sql): return duckdb.sql(sql.replace('$', sys.argv[1])).fetchall()
kinds = {row[0]: row[1] for row in ask(\"DESCRIBE SELECT * FROM '$/figures.parquet'\")}
for column, kind in {'earliest': 'DATE', 'min': 'DOUBLE', 'start': 'BIGINT', 'approximate': 'BOOLEAN',
        'places': 'VARCHAR[]', 'quote': 'VARCHAR'}.items():
    assert kinds[column] == kind, (column, kinds[column])
killed = ask(\"SELECT min, earliest + 1 FROM '$/figures.parquet' WHERE effect = 'killed' ORDER BY min\")
assert killed and killed[0][0] == 3 and str(killed[0][1])[:10] == '2024-05-07', killed
joined = ask(\"SELECT count(*) FROM '$/claims.parquet' c JOIN '$/articles.parquet' a ON c.article = a.id\")
claims = ask(\"SELECT count(*) FROM '$/claims.parquet'\")
assert joined == claims and claims[0][0] > 1, (joined, claims)
";
    parquet_in("duckdb", script);
}

#[test]
fn a_validator_of_python_holds_documents_to_their_schemas() {
    let folder = articles("exports-schemas");
    folder.write("news/2.txt", SECOND);
    let news = folder.path("news");
    for (name, args) in
        [("reading", &["read", &news][..]), ("record", &["dossier", "--format", "json", &news])]
    {
        let schema = folder.write("schema.json", tidings(&["schema", name]).well().out);
        let documents = folder.write("documents.jsonl", tidings(args).well().out);
        let script = "
import json, sys
import jsonschema
schema, text = json.load(open(sys.argv[1], encoding='utf-8')), open(sys.argv[2], encoding='utf-8').read()
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
check = kind(schema, format_checker=kind.FORMAT_CHECKER)
documents = [json.loads(text)] if text.startswith('{\\n') else [json.loads(line) for line in text.splitlines()]
assert documents
for document in documents:
    wrong = [f'{list(error.absolute_path)}: {error.message[:200]}' for error in check.iter_errors(document)]
    assert not wrong, wrong[:5]
";
        python(&["jsonschema"], script, &[&schema, &documents]);
    }
}
