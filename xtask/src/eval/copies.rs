//! `cargo xtask eval copies`: which articles carry whose words?
//!
//! Rows with a `text` are articles, each file a collection; `cluster` says which have one origin, `dup_of` of
//! which other an article is a copy. Rows with `copied_from` say that a passage of that article was
//! pasted into the article `id`. Such an article holds the whole of its host besides, so that "one origin" is
//! right for it as well as its own cluster; the index is given with and without these.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::ensure;
use serde::{Deserialize, Serialize};
use tidings_link::{Copied, copies};
use tidings_record::Reading;

use super::groups::{Likeness, group_of, share};
use super::{Asked, Row, Text, stem};
use crate::reader::{Reader, in_two_threads};
use crate::{print, texts};

/// What is marked of an article.
#[derive(Debug, Clone, Deserialize)]
struct Marked {
    cluster: Option<String>,
    dup_of: Option<String>,
}

/// A row of either kind.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnyRow {
    Pasted(Pasted),
    Article(Row<Marked>),
}

/// A passage of one article in another.
#[derive(Deserialize)]
struct Pasted {
    id: String,
    copied_from: String,
}

/// What is printed of a collection; what is not marked in it is not there.
#[derive(Debug, Serialize)]
struct Report {
    name: String,
    articles: usize,
    origins: usize,
    /// Passages that stand in two articles.
    passages: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<Clusters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pairs: Option<Pairs>,
}

#[derive(Debug, Serialize)]
struct Clusters {
    adjusted_rand_index: f64,
    /// The same over articles into which nothing was pasted.
    adjusted_rand_index_without_pasted: f64,
    pasted: usize,
    pasted_found: usize,
    pasted_share: f64,
}

#[derive(Debug, Serialize)]
struct Pairs {
    marked: usize,
    found: usize,
    right: usize,
    precision: f64,
    recall: f64,
}

/// Runs the command.
pub(super) fn run(asked: &Asked) -> anyhow::Result<()> {
    let reader = Reader::new()?;
    let (mut collections, mut pasted) = (Vec::new(), Vec::new());
    for path in &asked.data {
        let mut articles = Vec::new();
        for (_, row) in texts::rows::<AnyRow>(path)? {
            match row {
                AnyRow::Pasted(row) => pasted.push(row),
                AnyRow::Article(row) => articles.push(row),
            }
        }
        if !articles.is_empty() {
            collections.push((stem(path), articles));
        }
    }
    let mut reports = Vec::new();
    for (name, rows) in collections {
        let (texts, marked): (Vec<Text>, Vec<Marked>) =
            rows.into_iter().map(|row| (row.text, row.gold)).unzip();
        let ids: BTreeSet<&str> = texts.iter().map(|text| text.id.as_str()).collect();
        ensure!(ids.len() == texts.len(), "{name}: two articles have one id");
        reports.push(report(name, &texts, &marked, &pasted, &found(&reader, &texts)));
    }
    if asked.json {
        return Ok(print(&format!("{}\n", serde_json::to_string_pretty(&reports)?))?);
    }
    Ok(print(&reports.iter().map(Report::to_string).collect::<Vec<_>>().join("\n"))?)
}

/// What the library finds.
fn found(reader: &Reader, texts: &[Text]) -> Copied {
    let readings: Vec<Reading> = in_two_threads(texts, |text| reader.read(&text.article()));
    copies(&readings.iter().collect::<Vec<_>>())
}

fn report(name: &str, texts: &[Text], marked: &[Marked], pasted: &[Pasted], found: &Copied) -> Report {
    let origin = group_of(texts.len(), &found.origins);
    let place: BTreeMap<&str, usize> =
        texts.iter().enumerate().map(|(at, text)| (text.id.as_str(), at)).collect();
    let cluster: Option<Vec<&str>> = marked.iter().map(|one| one.cluster.as_deref()).collect();
    let clusters = cluster.map(|cluster| {
        let here: Vec<(usize, usize)> = pasted
            .iter()
            .filter_map(|one| Some((*place.get(one.id.as_str())?, *place.get(one.copied_from.as_str())?)))
            .collect();
        let hosts: BTreeSet<usize> = here.iter().map(|&(host, _)| host).collect();
        let plain: Vec<usize> = (0..texts.len()).filter(|at| !hosts.contains(at)).collect();
        let pick = |all: bool| {
            let items: Vec<usize> = if all { (0..texts.len()).collect() } else { plain.clone() };
            let of = |at: &usize| (origin[*at], cluster[*at]);
            let (origin, cluster): (Vec<usize>, Vec<&str>) = items.iter().map(of).unzip();
            Likeness::of(&origin, &cluster).adjusted_rand_index
        };
        // The passage may be laid to any article of the cluster it was taken from.
        let shared: BTreeSet<(usize, &str)> = found
            .passages
            .iter()
            .filter_map(|one| {
                let (from, to) = (place[one.from.as_ref()?.article.as_str()], place[one.to.article.as_str()]);
                Some([(from, cluster[to]), (to, cluster[from])])
            })
            .flatten()
            .collect();
        let right = here.iter().filter(|&&(host, from)| shared.contains(&(host, cluster[from]))).count();
        Clusters {
            adjusted_rand_index: pick(true),
            adjusted_rand_index_without_pasted: pick(false),
            pasted: here.len(),
            pasted_found: right,
            pasted_share: share(right, here.len()),
        }
    });
    let of_row = |(at, marked): (usize, &Marked)| {
        let earlier = *place.get(marked.dup_of.as_deref()?)?;
        Some((at.min(earlier), at.max(earlier)))
    };
    let marked: BTreeSet<(usize, usize)> = marked.iter().enumerate().filter_map(of_row).collect();
    let pairs = (!marked.is_empty()).then(|| {
        let pairs_in = |group: &Vec<usize>| {
            let group = group.clone();
            let from = |nth: usize| (group[nth], group[nth + 1..].to_vec());
            (0..group.len())
                .map(from)
                .flat_map(|(a, rest)| rest.into_iter().map(move |b| (a, b)))
                .collect::<Vec<_>>()
        };
        let found: BTreeSet<(usize, usize)> = found.origins.iter().flat_map(pairs_in).collect();
        let right = found.intersection(&marked).count();
        Pairs {
            marked: marked.len(),
            found: found.len(),
            right,
            precision: share(right, found.len()),
            recall: share(right, marked.len()),
        }
    });
    Report {
        name: name.to_owned(),
        articles: texts.len(),
        origins: found.origins.len(),
        passages: found.passages.len(),
        clusters,
        pairs,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { name, articles, origins, passages, .. } = self;
        writeln!(f, "{name}: {articles} articles of {origins} origins, {passages} shared passages")?;
        if let Some(one) = &self.clusters {
            writeln!(f, "  adjusted Rand index              {:.4}", one.adjusted_rand_index)?;
            writeln!(f, "    without articles with a paste  {:.4}", one.adjusted_rand_index_without_pasted)?;
            let Clusters { pasted, pasted_found, pasted_share, .. } = one;
            writeln!(f, "  pasted passages found            {pasted_share:.4} ({pasted_found} of {pasted})")?;
        }
        if let Some(Pairs { marked, found, right, precision, recall }) = &self.pairs {
            writeln!(f, "  pairs: {marked} marked, {found} found, {right} right")?;
            writeln!(f, "  precision {precision:.4}, recall {recall:.4}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three articles of two origins, a passage of one pasted into the other.
    fn rows() -> (Vec<serde_json::Value>, Vec<Pasted>) {
        let ferry = "The night ferry from Lindau ran aground on a sandbank outside the harbour before dawn. \
            Tugs from three ports were on their way when the wind turned to the north.";
        let market = "Growers of Tarnel sold their last plums on Saturday, a week earlier than in any year since the \
            market hall was built. Frost in April had taken half of the blossom, and wasps came for the rest.";
        let (pasted, _) = ferry.split_once(". ").unwrap();
        let article = |id: &str, text: &str, cluster: &str, dup_of: Option<&str>| serde_json::json!({ "id": id, "text": text, "cluster": cluster, "dup_of": dup_of });
        let rows = vec![
            article("a", ferry, "ferry", None),
            article("b", &format!("From our desk on the lake.\n\n{ferry}"), "ferry", Some("a")),
            article("c", &format!("{market}\n\n{pasted}."), "market", None),
        ];
        (rows, vec![Pasted { id: "c".to_owned(), copied_from: "b".to_owned() }])
    }

    #[test]
    fn copies_of_the_fixture() {
        let (rows, pasted) = rows();
        let rows = rows.into_iter().map(|row| serde_json::from_value::<Row<Marked>>(row).unwrap());
        let (texts, marked): (Vec<Text>, Vec<Marked>) = rows.map(|row| (row.text, row.gold)).unzip();
        let found = found(&Reader::new().unwrap(), &texts);
        let report = report("fixture", &texts, &marked, &pasted, &found);
        let clusters = report.clusters.unwrap();
        assert_eq!((report.origins, clusters.pasted_found, clusters.pasted), (2, 1, 1));
        assert_eq!(clusters.adjusted_rand_index, 1.0);
        let pairs = report.pairs.unwrap();
        assert_eq!((pairs.marked, pairs.found, pairs.right), (1, 1, 1));
    }

    /// Rows without marks give the same copies.
    #[test]
    fn marks_are_not_read() {
        let reader = Reader::new().unwrap();
        let of = |rows: Vec<serde_json::Value>| {
            let texts: Vec<Text> = rows.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect();
            found(&reader, &texts)
        };
        let (marked, _) = rows();
        let mut bare = marked.clone();
        for row in &mut bare {
            row.as_object_mut().unwrap().retain(|key, _| matches!(key.as_str(), "id" | "text"));
        }
        assert_eq!(of(marked), of(bare));
    }
}
