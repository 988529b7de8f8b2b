//! The command line, described. The doc comments are the help text.

mod audit;
mod export;
mod help;
mod store;
mod values;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use tidings_input::Columns;

pub use audit::{AuditArgs, AuditFormat, CheckArgs, KeptArgs, VerdictArgs};
pub use export::{DecideArgs, ExportArgs, ExportFormat};
pub use help::{CompletionsArgs, ManArgs, SchemaArgs, SchemaOf};
pub use store::{
    AddArgs, ChangesArgs, DoctorArgs, McpArgs, SearchArgs, ServeArgs, ShowArgs, StoreArgs, StoriesArgs,
};
use values::{published, seconds};

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
  tidings explain --why n0a1b2c3d4e5f articles/ --json
  tidings explain --why f0a1b2c3d4e5f --store tidings.db")]
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
Any id or former id will do; that of an article may be cut short. What coders decided stands under an
event, a figure, or a claim about one.

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
The tools are search, story, timeline, claims, figures, quote and check; all of them only read. docs/agents.md tells how
an agent is given them.

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
    /// Holds one sentence against articles, or a store
    #[command(after_help = "\
Exit code: 0 nothing to look at, 1 some input gave nothing, 2 wrong usage, 3 something to look at.

Examples:
  tidings check \"Two people were killed in Morvast on 10 March.\" articles/
  tidings check \"Two people were killed in Morvast on 10 March.\" --store archive.db
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
  tidings export --store archive.db --format parquet --output tables/
  tidings export articles/ --format timelinejs > timeline.json
  tidings export --format passages --known-by 2024-03-10 > passages.jsonl")]
    Export(ExportArgs),
    /// Keeps what coders filled into rows of export --format coding: status, best, coder, reason
    #[command(after_help = "\
Fill in status (accepted, rejected, uncertain), coder, and where it applies best and reason; leave key to decision as they
are. The decisions are kept in tidings.decided.toml in the folder of the first PATH, else beside the store. They come back
in the next export, in tidings show and in tidings explain --why. Where the evidence has changed since, the row says so in
the column decision; to stand by it, empty that cell. Rows that are emptied lose their decision; rows not in FILE keep
theirs.

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
    /// Prints what a shell needs to complete commands and options
    #[command(after_help = "\
Examples:
  tidings completions bash > ~/.local/share/bash-completion/completions/tidings
  tidings completions zsh > ~/.zfunc/_tidings
  tidings completions fish > ~/.config/fish/completions/tidings.fish")]
    Completions(CompletionsArgs),
    /// Writes manual pages, one for each command
    #[command(after_help = "\
Examples:
  tidings man ~/.local/share/man/man1      then: man tidings, man tidings-search
  tidings man > tidings.1")]
    Man(ManArgs),
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
    #[arg(value_name = "PATH", required_unless_present = "store")]
    pub paths: Vec<PathBuf>,
    /// Why a line of this store is what it is, instead of articles
    #[arg(long, value_name = "FILE", requires = "why", conflicts_with_all = ["paths", "stage", "one_story"])]
    pub store: Option<PathBuf>,
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Args::command().debug_assert();
    }
}
