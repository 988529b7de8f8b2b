//! The command line, described. The doc comments are the help text.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use tidings_input::Columns;

/// Reads news reports of running stories and keeps the record: what happened when, who said what with which
/// figures. Every line leads to the exact words it rests on. Works offline.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tidings dossier articles/ -o dossier.html     one page about the story in a folder of articles
  tidings read article.txt --format json        what one article says, as data
  tidings explain article.txt --stage syntax    what the engine made of it
  tidings add articles/                         keeps articles in a store, tidings.db
  tidings search \"prisoner exchange\"            finds what is in it
  tidings audit draft.md --sources articles/     does a draft say anything its sources do not?

Exit code: 0 all done, 1 some input gave nothing (said on standard error), 2 wrong usage, 3 audit or check found
something to look at.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints what each article says, read alone (reading/1; see docs/record.md)
    #[command(after_help = "\
Inputs: text (.txt), saved web pages (.html, .mhtml), PDF, mail (.eml), rows of JSON (.jsonl: {\"id\"?,\"text\",\"published\"?,
\"title\"?,\"outlet\"?,\"url\"?}), tables (.csv, .tsv), feeds (RSS, Atom, JSON), crawls (.warc), archives of these (.zip,
.tar, .gz), folders of these, - for rows on standard input. docs/inputs.md tells what is read from each.

Examples:
  tidings read articles/ > readings.jsonl
  tidings read --published 2024-03-12 article.txt --format json
  tidings read saved-pages.zip news.warc.gz feed.xml
  tidings read export.csv --columns text=body,title=headline
  zcat rows.jsonl.gz | tidings read - --format conllu --raw")]
    Read(ReadArgs),
    /// Links articles and writes a page about their story
    #[command(after_help = "\
A file tidings.toml beside the articles may state what a person decided: who is one and who is not ([[same]] and
[[apart]] with actors or events), when something was ([[day]]), which passage to leave out ([[ignore]]). See
docs/decisions.md.

Examples:
  tidings dossier articles/ -o dossier.html
  tidings dossier articles/*.txt rows.jsonl --format json > record.json")]
    Dossier(DossierArgs),
    /// Shows what one stage made of an article, or why a line of the record is what it is
    #[command(after_help = "\
With --why the articles are linked as by tidings dossier, and the reasons of one line are printed: of an event which
words were gathered and what bound them, what was kept apart and by what, and the chain of days; of a claim, figure,
finding, actor or article what it rests on. The id is one of dossier --format json, or a former one (its was).

Examples:
  tidings explain article.txt
  tidings explain article.txt --stage attributions
  tidings explain --why e0a1b2c3d4e5f articles/
  tidings explain --why n0a1b2c3d4e5f articles/ --json")]
    Explain(ExplainArgs),
    /// Adds articles to a store, reads them and links the stories they belong to
    #[command(after_help = "\
Inputs are those of `tidings read`, also addresses of pages, feeds and sitemaps. What is in the store already is not read
again, so the same command goes on where it was ended; what a server says is unchanged is not fetched again. Without PATH
it does what is left to do: readings and stories of an earlier version are made anew.

Examples:
  tidings add articles/ rows.jsonl
  tidings add --store archive.db --published 2024-03-12 today/
  tidings add --store archive.db --regroup
  tidings add --follow https://example.org/feed.xml https://example.org/news-sitemap.xml
  zcat rows.jsonl.gz | tidings add -")]
    Add(AddArgs),
    /// Lists the stories of a store, the latest first
    #[command(after_help = "\
Examples:
  tidings stories --limit 20
  tidings stories --known-by 2024-03-10 --json")]
    Stories(StoriesArgs),
    /// Shows a story, article, event, claim, figure, actor or finding of a store
    #[command(after_help = "\
Any id or former id will do; that of an article may be cut short.

Examples:
  tidings show s0123456789ab
  tidings show c0123456789ab --json")]
    Show(ShowArgs),
    /// Searches the passages, claims and events of a store
    #[command(after_help = "\
All words must stand there, in any form; \"…\" is a phrase; what follows -- and begins with - must not stand there.
All filters must hold.

Examples:
  tidings search prisoner exchange --speaker Brusk --from 2024-03-01
  tidings search '\"island ferries\"' --kind claim --stance denies
  tidings search --place Heskany --event-type ASSAULT --json
  tidings search talks --among ids.txt")]
    Search(SearchArgs),
    /// Serves a store over HTTP: pages for people, JSON for programs
    #[command(after_help = "\
Prints its address and answers until it is ended by Ctrl-C or SIGTERM. Without more it can be asked from this machine
alone, and only reads. docs/server.md tells what there is; so does /api/v1/openapi.json.

Examples:
  tidings serve
  tidings serve --store archive.db --listen 127.0.0.1:8080
  tidings serve --listen 0.0.0.0:8080 --token-file token.txt
  curl --data-binary @report.html 'http://127.0.0.1:4127/api/v1/articles?name=report.html'   (with --allow-upload)")]
    Serve(ServeArgs),
    /// Gives agents tools to ask a store, over standard input and output (Model Context Protocol)
    #[command(after_help = "\
The tools are search, story, timeline, claims, figures and quote; all of them only read. docs/agents.md tells how an
agent is given them.

Examples:
  tidings mcp --store archive.db")]
    Mcp(McpArgs),
    /// Prints what changed in a store since a cursor, one JSON object a line
    #[command(after_help = "\
Each line has the cursor to ask about next, once it is applied. Each thing comes once, as it is now.

Examples:
  tidings changes --since 0 > all.jsonl
  tidings changes --since 4711")]
    Changes(ChangesArgs),
    /// Examines a store: is it whole, how large is it, what is left to do?
    #[command(after_help = "\
Exit code 1 if something is wrong.

Examples:
  tidings doctor
  tidings doctor --store archive.db --json")]
    Doctor(DoctorArgs),
    /// Holds a draft against its sources: names, days, numbers, quotes, who says what
    #[command(after_help = "\
The draft is a text, Markdown, a Word document (.docx), a web page, or - for a text on standard input. Sources are any
inputs of `tidings read`. Of a store those stories are taken that name what the draft names, or the one of --story. What
each verdict means stands in docs/audit.md.

Exit code: 0 nothing to look at, 1 some input gave nothing, 2 wrong usage, 3 something to look at.

Examples:
  tidings audit draft.md --sources articles/ rows.jsonl
  tidings audit draft.docx --store archive.db --all
  tidings audit draft.md --sources articles/ --format sarif -o audit.sarif
  tidings audit draft.txt --sources articles/ --fail-on quote_altered,differs,found_nowhere")]
    Audit(AuditArgs),
    /// Holds one sentence against articles
    #[command(after_help = "\
Exit code: 0 nothing to look at, 1 some input gave nothing, 2 wrong usage, 3 something to look at.

Examples:
  tidings check \"Two people were killed in Morvast on 10 March.\" articles/
  tidings check \"The mayor said 40 houses had burned.\" report.txt --format json")]
    Check(CheckArgs),
    /// Writes a record in a form for other programs: tables, JSON lines, JSON-LD, rows to code
    #[command(after_help = "\
With PATH the articles are read and linked as by tidings dossier; without, the stories of the store are taken. One file
goes to standard output. With --output all go into a folder, beside manifest.json with their hashes and the versions that
made them. docs/exports.md shows each form.

Examples:
  tidings export articles/ --format coding > coding.csv
  tidings export --store archive.db --story s0123456789ab --format csv --output tables/
  tidings export articles/ --format csv --table figures
  tidings export articles/ --format timelinejs > timeline.json
  tidings export --format passages --known-by 2024-03-10 > passages.jsonl")]
    Export(ExportArgs),
    /// Keeps what coders filled into rows of export --format coding: status, best, coder, reason
    #[command(after_help = "\
Fill in status (accepted, rejected, uncertain), coder, and where it applies best and reason; leave key to decision as they
are. The decisions are kept in tidings.decided.toml in the folder of the first PATH, else beside the store. They come back
in the next export and in tidings explain --why. Where the evidence has changed since, the row says so in the column
decision; to stand by it, empty that cell. Rows that are emptied lose their decision; rows not in FILE keep theirs.

Examples:
  tidings decide coding.csv articles/
  tidings decide coding.csv --store archive.db")]
    Decide(DecideArgs),
    /// Prints the JSON Schema of a public document
    #[command(after_help = "\
Examples:
  tidings schema reading > reading.schema.json
  tidings schema record > record.schema.json")]
    Schema(SchemaArgs),
}

/// Options that say how to read, for all commands that do.
#[derive(Debug, Clone, ClapArgs)]
pub struct ReadingArgs {
    /// Day (2024-03-12) or instant (2024-03-12T09:30:00Z) on which the articles appeared, where they do not say
    #[arg(long, value_name = "DATE|INSTANT", value_parser = published)]
    pub published: Option<String>,
    /// In which columns of a table (or keys of a row) an article's fields stand: text=body,title=headline. Fields are
    /// id, text, title, published, outlet, url, author; those not named are looked for under usual names
    #[arg(long, value_name = "FIELD=COLUMN,…", default_value = "", hide_default_value = true)]
    pub columns: Columns,
    /// How many articles are read at the same time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
    /// Fetch the pages to which feeds and sitemaps lead, and read those. Without it nothing is fetched but addresses
    /// given as PATH
    #[arg(long)]
    pub follow: bool,
    /// Seconds between two requests to one host, at least
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    pub delay: f64,
    /// Also fetch from this machine and from private networks
    #[arg(long)]
    pub allow_private: bool,
}

impl ReadingArgs {
    /// How inputs are read.
    pub fn inputs(&self) -> tidings_input::Options {
        tidings_input::Options::default()
            .published(self.published.clone())
            .columns(self.columns.clone())
            .follow(self.follow)
    }
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ReadArgs {
    /// Files, folders, addresses (https://…), or - for rows on standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t)]
    pub format: ReadFormat,
    /// Hand each text to the engine as one block, as it is: no passages, nothing repaired
    #[arg(long)]
    pub raw: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How readings are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// One reading a line
    #[default]
    Jsonl,
    /// An indented list of readings
    Json,
    /// The syntax alone, in ten columns
    Conllu,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct DossierArgs {
    /// Files, folders, addresses (https://…), or - for rows on standard input
    #[arg(value_name = "PATH", required_unless_present = "story", conflicts_with = "story")]
    pub paths: Vec<PathBuf>,
    /// The story of a store, by its id, instead of articles
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// The file to write; its name's ending decides the format [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write [default: by the ending of --output, else html]
    #[arg(long, value_enum)]
    pub format: Option<DossierFormat>,
    /// Take all articles as one story
    #[arg(long)]
    pub one_story: bool,
    /// Leave dates open that rest on a premise no article states
    #[arg(long)]
    pub no_assumptions: bool,
    /// Only the events on the timeline that most articles tell and come back to; the rest are counted
    #[arg(long, value_name = "N")]
    pub max_events: Option<usize>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How a dossier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DossierFormat {
    /// One page that needs nothing else
    Html,
    /// The record (record/1; see docs/record.md)
    Json,
    /// A note of about one page
    Md,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ExplainArgs {
    /// Files, folders, addresses (https://…), or - for rows on standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Which stage
    #[arg(long, value_enum, default_value_t)]
    pub stage: Stage,
    /// Why the line of the record with this id is what it is
    #[arg(long, value_name = "ID", conflicts_with = "stage")]
    pub why: Option<String>,
    /// Prints the reasons as JSON (why/1; see docs/record.md)
    #[arg(long, requires = "why")]
    pub json: bool,
    /// Take all articles as one story
    #[arg(long, requires = "why")]
    pub one_story: bool,
    /// Leave dates open that rest on a premise no article states
    #[arg(long, requires = "why")]
    pub no_assumptions: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// The stages of reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// What each part of the page is
    #[default]
    Passages,
    /// Words, tags, heads and labels
    Syntax,
    /// Who and what is named
    Names,
    /// Dates, times of day, durations
    Times,
    /// Numbers and what they count
    Quantities,
    /// Who said what
    Attributions,
    /// What happens
    Events,
}

/// Which store.
#[derive(Debug, Clone, ClapArgs)]
pub struct StoreArgs {
    /// The file of the store
    #[arg(long, value_name = "FILE", default_value = "tidings.db")]
    pub store: PathBuf,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct AddArgs {
    /// Files, folders, addresses (https://…), or - for rows on standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Tells all stories apart anew, as if every article came now: what was placed by itself may move
    #[arg(long)]
    pub regroup: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct StoriesArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// Print a JSON list
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ShowArgs {
    /// The id of a story, article, event, claim, figure, actor or finding
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// Print JSON: of an article its reading/1, else as record/1 has it
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct SearchArgs {
    /// Words, which all must stand there
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Only these kinds of hits: passage, claim, event
    #[arg(long, value_name = "KIND", value_parser = ["passage", "claim", "event"])]
    pub kind: Vec<String>,
    /// Who takes part or is named: part of a name
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Who says it: part of a name
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// The stance of a claim: says, denies, demands, …
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<String>,
    /// Where: part of a name
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// The type of an event: CONSULT, ASSAULT, … (see docs/events.md)
    #[arg(long, value_name = "TYPE")]
    pub event_type: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub from: Option<jiff::civil::Date>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub to: Option<jiff::civil::Date>,
    /// The outlet, as it is spelt, in any case
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// The id of a story
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Only what belongs to the ids in this file, one a line: articles, stories, passages, claims, events
    #[arg(long, value_name = "FILE|-")]
    pub among: Option<PathBuf>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// At most so many hits
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ServeArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Where to listen; one that other machines can reach needs --token-file or --without-token
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:4127")]
    pub listen: std::net::SocketAddr,
    /// A file with the token that every request must bring: 16 characters or more
    #[arg(long, value_name = "FILE", conflicts_with = "without_token")]
    pub token_file: Option<PathBuf>,
    /// Everybody who reaches the address may read the store
    #[arg(long)]
    pub without_token: bool,
    /// Takes articles in by POST /api/v1/articles
    #[arg(long)]
    pub allow_upload: bool,
    /// Largest upload, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub upload_limit: u16,
    /// Most connections at a time
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..))]
    pub connections: u16,
    /// Log only requests that were refused or failed
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct McpArgs {
    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ChangesArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// The cursor of the last change that is known; 0 for all
    #[arg(long, value_name = "CURSOR", value_parser = clap::value_parser!(i64).range(0..))]
    pub since: i64,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct ExportArgs {
    /// Files, folders, or - for rows on standard input, instead of a store
    #[arg(value_name = "PATH", conflicts_with_all = ["story", "store"])]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// What to write
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The folder to write into, with a manifest [default: one file, to standard output]
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Of csv and jsonl only this table or list: timeline, claims, figures, articles, …
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Only this story of the store
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Only what was published up to this day
    #[arg(long, value_name = "DATE")]
    pub known_by: Option<jiff::civil::Date>,
    /// Take all articles as one story
    #[arg(long, requires = "paths")]
    pub one_story: bool,
    /// Leave dates open that rest on a premise no article states
    #[arg(long)]
    pub no_assumptions: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Forms for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A row for each event and effect, for coders (CSV); see tidings decide
    Coding,
    /// Flat tables: timeline, claims, figures, articles, actors, findings, copies
    Csv,
    /// The items of the record, one a line
    Jsonl,
    /// A note of about one page a story
    Md,
    /// schema.org: NewsArticle, Event, Claim
    JsonLd,
    /// W3C Web Annotations: words and their places
    Annotations,
    /// JSON for TimelineJS 3
    Timelinejs,
    /// FollowTheMoney entities, for Aleph
    Followthemoney,
    /// Passages of a store, one a line, each once for all that carry its words
    Passages,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct AuditArgs {
    /// The draft: .txt, .md, .docx, .html, or - for a text on standard input
    #[arg(value_name = "DRAFT")]
    pub draft: PathBuf,
    /// Its sources: files and folders of articles
    #[arg(long, value_name = "PATH", num_args = 1.., required_unless_present = "store", conflicts_with = "store")]
    pub sources: Vec<PathBuf>,
    /// A store in which its sources are
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// The story of the store, by its id [default: those that name what the draft names]
    #[arg(long, value_name = "ID", requires = "store")]
    pub story: Option<String>,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub verdicts: VerdictArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct CheckArgs {
    /// The sentence
    #[arg(value_name = "SENTENCE")]
    pub sentence: String,
    /// Files and folders of articles, or - for rows on standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub verdicts: VerdictArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How a draft is judged and how that is printed.
#[derive(Debug, Clone, ClapArgs)]
pub struct VerdictArgs {
    /// What to print [default: by the ending of --output, else text]
    #[arg(long, value_enum)]
    pub format: Option<AuditFormat>,
    /// The day of the draft, from which "on Friday" counts [default: its own, else that of the latest source]
    #[arg(long, value_name = "DATE")]
    pub date: Option<jiff::civil::Date>,
    /// Print what the sources support and what cannot be checked, too
    #[arg(long)]
    pub all: bool,
    /// Verdicts that give exit code 3, or "nothing" [default: all but supported and not_checkable]
    #[arg(long, value_name = "VERDICT,…", value_delimiter = ',', value_parser = verdict)]
    pub fail_on: Vec<FailOn>,
}

/// A verdict that makes a run fail; none for "nothing".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailOn(pub Option<tidings_record::Judgement>);

fn verdict(code: &str) -> Result<FailOn, String> {
    let alarms = || tidings_record::Judgement::ALL.into_iter().filter(|one| one.is_alarm());
    match alarms().find(|one| one.code() == code) {
        Some(one) => Ok(FailOn(Some(one))),
        None if code == "nothing" => Ok(FailOn(None)),
        None => {
            let known: Vec<&str> = alarms().map(|one| one.code()).collect();
            Err(format!("expected nothing, or some of {}", known.join(", ")))
        }
    }
}

/// How an audit is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// The draft's sentences with marks under their words
    Text,
    /// The audit as data (audit/1; see docs/record.md)
    Json,
    /// For code review: SARIF 2.1.0
    Sarif,
    /// One page that needs nothing else
    Html,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct DecideArgs {
    /// The table that coders filled
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// The files or folders that were exported, instead of a store
    #[arg(value_name = "PATH", conflicts_with = "store")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub store: StoreArgs,
}

#[derive(Debug, Clone, ClapArgs)]
pub struct SchemaArgs {
    /// Which document
    #[arg(value_enum)]
    pub document: SchemaOf,
}

/// The public documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// One article, read alone
    Reading,
    /// Many articles, linked
    Record,
    /// The reasons of one line of a record
    Why,
    /// A draft beside its sources
    Audit,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds.ok_or_else(|| "expected seconds between 0 and 3600, such as 2 or 0.5".to_owned())
}

fn published(text: &str) -> Result<String, String> {
    match tidings_input::published(text) {
        Some(_) => Ok(text.to_owned()),
        None => {
            Err("expected a day such as 2024-03-12 or an instant such as 2024-03-12T09:30:00Z".to_owned())
        }
    }
}

/// A day, or the first day of a month or year.
fn first_day(text: &str) -> Result<jiff::civil::Date, String> {
    [text.to_owned(), format!("{text}-01"), format!("{text}-01-01")]
        .iter()
        .find_map(|day| day.parse().ok())
        .ok_or_else(|| "expected a day, month or year such as 2024-03-12, 2024-03 or 2024".to_owned())
}

/// A day, or the last day of a month or year.
fn last_day(text: &str) -> Result<jiff::civil::Date, String> {
    let first = first_day(text)?;
    Ok(match text.trim().len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
