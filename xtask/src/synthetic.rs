//! `cargo xtask synthetic`: an archive of invented news reports, as large as wanted, for measuring.
//!
//! Each story has a place, people and a course of its own: rounds of talks, a strike, a flood, a fire, an attack, an
//! election. Some days after it begins another report follows with other figures; a few reports are copies, with or
//! without a changed beginning. The same seed gives the same bytes. The prose is this project's own, and nobody in it
//! exists.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use jiff::civil::{Date, date};

use crate::note;
use crate::random::SplitMix;

/// What to make.
#[derive(clap::Args)]
pub struct Args {
    /// How many articles.
    #[arg(long, default_value_t = 1_000)]
    articles: usize,
    /// From which number chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long: about so many sentences each.
    #[arg(long, default_value_t = 36)]
    sentences: usize,
    /// A file of rows (.jsonl), else a folder, with a text file an article.
    #[arg(short, long)]
    output: PathBuf,
}

/// Writes the archive.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let articles = articles(args.articles, args.sentences, args.seed);
    if args.output.extension().is_some_and(|end| end == "jsonl") {
        write_rows(&articles, &args.output)?;
    } else {
        fs::create_dir_all(&args.output)?;
        for article in &articles {
            let path = args.output.join(format!("{}.txt", article.id));
            let day = article.day.strftime("%B %-d, %Y");
            fs::write(path, format!("{}\n\n{}\n{day}\n\n{}\n", article.title, article.outlet, article.text))?;
        }
    }
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    note(&format!(
        "{} articles, {:.1} MB of text, in {}",
        articles.len(),
        bytes as f64 / 1e6,
        args.output.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Writes `articles` as rows of JSONL.
pub fn write_rows(articles: &[Article], path: &Path) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path).with_context(|| path.display().to_string())?);
    for article in articles {
        let row = serde_json::json!({
            "id": article.id, "text": article.text, "published": article.day.to_string(), "title": article.title,
            "outlet": article.outlet,
        });
        writeln!(out, "{row}")?;
    }
    Ok(out.flush()?)
}

/// One invented report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub id: String,
    pub title: String,
    pub outlet: &'static str,
    pub day: Date,
    pub text: String,
}

const BEGINNINGS: [&str; 40] = [
    "Bar", "Cal", "Dor", "Eld", "Fen", "Gal", "Har", "Isk", "Jor", "Kel", "Lan", "Mor", "Nar", "Ost", "Pel",
    "Quor", "Rav", "Sel", "Tar", "Ul", "Ver", "Wen", "Yar", "Zel", "Ash", "Brin", "Cort", "Drun", "Esk",
    "Farn", "Grel", "Hol", "Ingr", "Jasp", "Krev", "Lom", "Mald", "Norv", "Orl", "Prav",
];
const MIDDLES: [&str; 16] =
    ["a", "e", "i", "o", "u", "an", "el", "or", "en", "ar", "is", "ol", "ev", "und", "ost", "im"];
const ENDS: [&str; 24] = [
    "mar", "dal", "stead", "wick", "nov", "bury", "holm", "gard", "via", "mouth", "ford", "lund", "by",
    "grad", "port", "ven", "tol", "sk", "ra", "den", "mere", "hafen", "croft", "mora",
];
const FIRST: [&str; 40] = [
    "Ada", "Bren", "Corvin", "Dasha", "Emeric", "Fenna", "Goran", "Hanele", "Ilvane", "Jorun", "Katya",
    "Lennart", "Mirca", "Nadir", "Orla", "Pavo", "Quentin", "Rosalie", "Stellan", "Tamsin", "Ulrik", "Vera",
    "Wilhelm", "Ysolde", "Zoran", "Anselm", "Beatrix", "Caspar", "Dorothea", "Egon", "Florian", "Greta",
    "Hugo", "Irena", "Jakob", "Klara", "Ludmila", "Magnus", "Nora", "Oskar",
];
const LAST_ENDS: [&str; 16] = [
    "ov", "sen", "ic", "mann", "ez", "ski", "ade", "ulin", "etti", "berg", "anu", "orth", "ley", "quist",
    "aru", "enko",
];
const OUTLETS: [&str; 12] = [
    "Harbour Gazette",
    "Northlight News",
    "Eastmere Courier",
    "Brightwater Bulletin",
    "Tarnel Valley Post",
    "Selwick Observer",
    "Marrow Point Herald",
    "The Fenland Echo",
    "Southbank Times",
    "Cape Orlan Daily",
    "The Lantern",
    "Ridgeway Dispatch",
];
const OFFICES: [&str; 10] = [
    "mayor",
    "governor",
    "transport minister",
    "union leader",
    "police chief",
    "interior minister",
    "hospital director",
    "harbour master",
    "opposition leader",
    "foreign minister",
];
const COURSES: [&str; 8] = ["talks", "strike", "flood", "fire", "attack", "election", "trial", "crash"];
const THINGS: [&str; 24] = [
    "bridge",
    "dam",
    "railway",
    "harbour",
    "ferry line",
    "steel mill",
    "power station",
    "market hall",
    "airfield",
    "water works",
    "tramway",
    "grain store",
    "border post",
    "canal",
    "mine",
    "refinery",
    "hospital",
    "library",
    "school",
    "stadium",
    "lighthouse",
    "brewery",
    "fish market",
    "town hall",
];

/// A capitalised name of two or three parts.
fn name(chance: &mut SplitMix, ends: &[&str]) -> String {
    let mut name = chance.pick(&BEGINNINGS).to_owned();
    if chance.below(3) > 0 {
        name.push_str(chance.pick(&MIDDLES));
    }
    name.push_str(chance.pick(ends));
    name
}

/// What a story is about.
struct Course {
    kind: &'static str,
    town: String,
    other: String,
    people: Vec<(String, &'static str)>,
    thing: &'static str,
    second: &'static str,
    body: String,
    begun: Date,
    count: usize,
}

impl Course {
    fn new(chance: &mut SplitMix) -> Course {
        let people = (0..4)
            .map(|_| {
                let last = name(chance, &LAST_ENDS);
                (format!("{} {last}", chance.pick(&FIRST)), OFFICES[chance.below(OFFICES.len())])
            })
            .collect();
        let town = name(chance, &ENDS);
        let body = format!(
            "{} {}",
            name(chance, &ENDS),
            chance.pick(&["League", "Union", "Council", "Front", "Company"])
        );
        let day = date(2019, 1, 1).saturating_add(jiff::Span::new().days(chance.below(2_400) as i64));
        Course {
            kind: COURSES[chance.below(COURSES.len())],
            other: name(chance, &ENDS),
            town,
            people,
            thing: THINGS[chance.below(THINGS.len())],
            second: THINGS[chance.below(THINGS.len())],
            body,
            begun: day,
            count: 3 + chance.below(900),
        }
    }

    fn headline(&self, chance: &mut SplitMix, round: usize) -> String {
        let Course { town, other, thing, count, body, .. } = self;
        let count = count + round * 2;
        match (self.kind, chance.below(2)) {
            ("talks", 0) => format!("{town} and {other} hold round {} of talks on the {thing}", round + 1),
            ("talks", _) => format!("No deal yet as {town} and {other} talk about {thing}"),
            ("strike", 0) => format!("Strike at {town} {thing} enters day {}", round + 2),
            ("strike", _) => format!("{body} calls on workers of the {town} {thing} to stay out"),
            ("flood", 0) => format!("Flood in {town} drives {count} people from their homes"),
            ("flood", _) => format!("Water rises again at the {town} {thing}"),
            ("fire", 0) => format!("Fire at {town} {thing} injures {count}"),
            ("fire", _) => format!("Cause of fire at {town} {thing} still unknown"),
            ("attack", 0) => format!("Drones strike {thing} in {town}, {count} wounded"),
            ("attack", _) => format!("{other} denies attack on {town} {thing}"),
            ("election", 0) => format!("{town} votes for a new council"),
            ("election", _) => format!("{body} claims victory in {town} election"),
            ("trial", 0) => format!("Trial over {town} {thing} opens"),
            ("trial", _) => format!("Court in {town} hears witnesses on the {thing}"),
            (_, 0) => format!("Train derails near {town} {thing}, {count} hurt"),
            (..) => format!("{body} asked for records after {town} crash"),
        }
    }

    /// A sentence of the kind of this story, or one that any story may have.
    fn sentence(&self, chance: &mut SplitMix, round: usize, day: Date) -> String {
        let Course { town, other, thing, second, body, .. } = self;
        let (person, office) = &self.people[chance.below(self.people.len())];
        let (another, _) = &self.people[chance.below(self.people.len())];
        let last = person.rsplit(' ').next().unwrap_or(person);
        let count = self.count + round * (1 + chance.below(4));
        let weekday = day.strftime("%A");
        let month = self.begun.strftime("%B");
        if chance.below(5) < 2 {
            return self.background(chance);
        }
        let own = chance.below(3) < 2;
        match (own, self.kind, chance.below(4)) {
            (true, "talks", 0) => format!(
                "Delegations from {town} and {other} met on {weekday} for round {} of talks about the {thing}.",
                round + 1
            ),
            (true, "talks", 1) => format!(
                "{person}, the {office}, said the two sides had agreed to exchange {count} prisoners at the {second}."
            ),
            (true, "talks", 2) => format!(
                "{other} demanded that {town} withdraw its guards from the {thing} within {} days.",
                10 + round
            ),
            (true, "talks", _) => format!(
                "\"We are closer than we were in {month},\" {last} said, \"but the {second} is still closed.\""
            ),
            (true, "strike", 0) => {
                format!("About {count} workers of the {thing} stayed out on {weekday}, the {body} said.")
            }
            (true, "strike", 1) => {
                format!("{person}, the {office}, called the demands of the {body} \"out of reach\".")
            }
            (true, "strike", 2) => format!(
                "The {body} threatened to close the {second} of {town} unless wages rise by {} percent.",
                3 + round
            ),
            (true, "strike", _) => format!(
                "Talks between the {body} and the owners of the {thing} are planned for next week, according to {person}."
            ),
            (true, "flood", 0) => format!(
                "The river rose by {} centimetres overnight and {count} people had to leave their homes in {town}.",
                20 + round * 3
            ),
            (true, "flood", 1) => {
                format!("{person}, the {office}, said the {thing} would stay closed until the water falls.")
            }
            (true, "flood", 2) => format!(
                "Soldiers evacuated {count} residents from the streets around the {second} on {weekday}."
            ),
            (true, "flood", _) => format!("The {body} warned that the dyke at {other} may not hold."),
            (true, "fire", 0) => format!(
                "The fire broke out at the {thing} of {town} early on {weekday} and injured {count} people."
            ),
            (true, "fire", 1) => format!("{person}, the {office}, said nobody was missing."),
            (true, "fire", 2) => {
                format!("Investigators from {other} searched the ruins of the {thing} for the cause.")
            }
            (true, "fire", _) => format!("The {body} denied that the alarm in the {second} had failed."),
            (true, "attack", 0) => format!(
                "Drones launched from {other} hit the {thing} in {town} on {weekday}, wounding {count} people, the {office} said."
            ),
            (true, "attack", 1) => format!("{other} denied that it had attacked the {thing}."),
            (true, "attack", 2) => format!(
                "{person}, the {office}, said {} of {count} drones had been shot down near the {second}.",
                count / 2
            ),
            (true, "attack", _) => format!("The {body} called for an investigation of the attack on {town}."),
            (true, "election", 0) => {
                format!("Polls closed in {town} on {weekday} with {count} thousand votes counted.")
            }
            (true, "election", 1) => {
                format!("{person} of the {body} claimed victory and promised to reopen the {thing}.")
            }
            (true, "election", 2) => {
                format!("{another} refused to concede and asked for a recount in {other}.")
            }
            (true, "election", _) => format!(
                "Observers said they had seen no irregularities at the polling station in the {second}."
            ),
            (true, "trial", 0) => format!(
                "A court in {town} heard {count} witnesses on {weekday} about the collapse of the {thing}."
            ),
            (true, "trial", 1) => {
                format!("{person}, the former {office}, denied that he had taken money from the {body}.")
            }
            (true, "trial", 2) => {
                format!("Prosecutors accused {another} of hiding the plans of the {second}.")
            }
            (true, "trial", _) => format!("The verdict is expected in {} weeks, the judge said.", 2 + round),
            (true, _, 0) => format!(
                "A train from {other} derailed near the {thing} of {town} on {weekday}, injuring {count} passengers."
            ),
            (true, _, 1) => {
                format!("{person}, the {office}, said the line would be closed for {} days.", 4 + round)
            }
            (true, _, 2) => format!("The {body} said the train had been inspected in {month}."),
            (true, _, _) => format!("Rescue workers from {other} reached the train by way of the {second}."),
            (false, _, 0) => format!("{person} said on {weekday} that {town} needs help from {other}."),
            (false, _, 1) => format!("The {body} did not answer questions about the {second}."),
            (false, _, 2) => format!("\"People here have waited long enough,\" said {person}, the {office}."),
            (false, _, _) => format!("{another} is expected in {town} next week, according to the {body}."),
        }
    }

    /// What reports say besides: neither who said what nor how many.
    fn background(&self, chance: &mut SplitMix) -> String {
        let Course { town, other, thing, second, body, .. } = self;
        let (person, office) = &self.people[chance.below(self.people.len())];
        let month = self.begun.strftime("%B");
        match chance.below(14) {
            0 => format!(
                "The {thing} was built when {town} was still a village of fishermen, and generations of its families have lived by it and near it."
            ),
            1 => format!(
                "Many shops in the old streets of {town} kept their shutters down, and the buses to {other} ran almost empty through the rain."
            ),
            2 => format!(
                "{person} became {office} after a long dispute with the {body} over the future of the {second} and the land around it."
            ),
            3 => format!(
                "The road between {town} and {other} runs along the river for most of the way, past the {second} and a row of empty warehouses."
            ),
            4 => format!(
                "Earlier plans to move the {thing} out of {town} came to nothing, because neither {other} nor the {body} wanted to pay for them."
            ),
            5 => format!(
                "On the square in front of the {second} candles and flowers stood in the wind, and people came and went without speaking much."
            ),
            6 => format!(
                "The {body}, which was founded by teachers and dockers, has its offices above a bakery not far from the {thing} of {town}."
            ),
            7 => format!(
                "It was in {month} that the quarrel over the {thing} first drew in the neighbours, among them {other} and its own {second}."
            ),
            8 => format!(
                "Whoever walks from the {second} to the {thing} passes a wall on which the names of earlier mayors of {town} can still be read."
            ),
            9 => format!(
                "Local papers in {other} have followed the matter closely, since much of what is made in {town} passes through the hands of its traders."
            ),
            10 => format!(
                "The weather has been mild for the season, with fog over the {thing} in the mornings and clear evenings along the coast near {town}."
            ),
            11 => format!(
                "Nothing of the kind had been seen in {town} within living memory, although older residents remember hard winters at the {second}."
            ),
            12 => format!(
                "In a library near the {thing} volunteers sort letters that children from {other} have written to the families of {town}."
            ),
            _ => format!(
                "Relations between {town} and {other} have been cool ever since the two fell out over who should look after the {second}."
            ),
        }
    }

    fn report(&self, chance: &mut SplitMix, id: String, round: usize, sentences: usize) -> Article {
        let day = self.begun.saturating_add(jiff::Span::new().days((round * 2 + chance.below(2)) as i64));
        let mut text = format!("{}, {} - ", self.town.to_uppercase(), day.strftime("%B %-d"));
        let mut told: Vec<String> = Vec::new();
        let sentences = sentences / 2 + 1 + chance.below(sentences);
        for _ in 0..sentences {
            let sentence = self.sentence(chance, round, day);
            if !told.contains(&sentence) {
                let parted = if told.is_empty() { "" } else { chance.pick(&[" ", "\n\n"]) };
                let _ = write!(text, "{parted}{sentence}");
                told.push(sentence);
            }
        }
        let title = self.headline(chance, round);
        Article { id, title, outlet: OUTLETS[chance.below(OUTLETS.len())], day, text }
    }
}

/// `count` reports of about so many `sentences`, those of a story apart from one another: a sixth are copies.
pub fn articles(count: usize, sentences: usize, seed: u64) -> Vec<Article> {
    let mut chance = SplitMix::new(seed);
    let mut made: Vec<Article> = Vec::with_capacity(count);
    let mut open: Vec<(Course, usize, usize, Vec<usize>)> = Vec::new();
    while made.len() < count {
        let id = format!("a{:07}", made.len());
        if open.len() < 40 {
            let length = 2 + chance.below(14);
            open.push((Course::new(&mut chance), 0, length, Vec::new()));
        }
        let at = chance.below(open.len());
        let (course, round, length, reports) = &mut open[at];
        if !reports.is_empty() && chance.below(6) == 0 {
            let mut copy = made[reports[chance.below(reports.len())]].clone();
            copy.outlet = OUTLETS[chance.below(OUTLETS.len())];
            if chance.below(2) == 0 {
                let added = course.sentence(&mut chance, *round, copy.day);
                copy.text = format!("{added}\n\n{}", copy.text);
            }
            made.push(Article { id, ..copy });
        } else {
            reports.push(made.len());
            made.push(course.report(&mut chance, id, *round, sentences));
            *round += 1;
        }
        if *round >= *length {
            open.swap_remove(at);
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_articles() {
        let made = articles(300, 6, 7);
        assert_eq!(made, articles(300, 6, 7));
        assert_eq!(made[..200], articles(200, 6, 7));
        assert_ne!(made, articles(300, 6, 8));
        assert!(made.iter().all(|one| one.text.len() > 100 && !one.title.is_empty()));
    }
}
