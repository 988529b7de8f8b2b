//! Readings of made-up texts, without an engine.

use tidings_record::{
    ArticleId, Attribution, ByteSpan, Days, Form, Manner, Mention, Name, NameIndex, NameType, Passage,
    PassageIndex, PassageKind, Reading, ReadingVersion, Sentence, Source, Stance, Voice,
};

/// A reading of `text`: one passage for each line, one sentence for each passage, and the speakers that are given as
/// "NAME said".
pub fn reading(id: &str, text: &str) -> Reading {
    let mut passages = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let span = ByteSpan::new(at, at + line.len() as u32);
        at += line.len() as u32 + 1;
        if !line.is_empty() {
            passages.push(Passage { span, kind: PassageKind::Body, repeats: None });
        }
    }
    let sentences = passages
        .iter()
        .enumerate()
        .map(|(at, one)| Sentence { span: one.span, passage: PassageIndex::from(at) })
        .collect();
    let mut names = Vec::new();
    let mut attributions = Vec::new();
    for passage in &passages {
        let words = passage.span.of(text);
        let Some(said) = words.find(" said ") else { continue };
        let name = &words[..said];
        let span = ByteSpan::new(passage.span.start, passage.span.start + said as u32);
        names.push(Name {
            name: name.to_owned(),
            kind: NameType::Person,
            speaks_for: None,
            mentions: vec![Mention { span, form: Form::Name }],
            offices: Vec::new(),
        });
        let cue = ByteSpan::new(span.end + 1, span.end + 5);
        attributions.push(Attribution {
            source: vec![span],
            speaker: Some(NameIndex::from(names.len() - 1)),
            voice: Voice::Named,
            cue: vec![cue],
            cue_lemma: Some("say".to_owned()),
            content: vec![ByteSpan::new(cue.end + 1, passage.span.end)],
            manner: Manner::Paraphrased,
            to: Vec::new(),
            stance: Stance::Says,
            condition: None,
            deadline: None,
            within: None,
            rule: String::new(),
        });
    }
    Reading {
        tidings: ReadingVersion::One,
        id: ArticleId::from(id),
        paths: vec![format!("{id}.txt")],
        url: None,
        language: Some("en".to_owned()),
        source: Source::default(),
        title: None,
        outlet: None,
        bylines: Vec::new(),
        agencies: Vec::new(),
        published: Days::default(),
        modified: None,
        text: text.to_owned(),
        passages,
        sentences,
        names,
        times: Vec::new(),
        quantities: Vec::new(),
        attributions,
        events: Vec::new(),
        notes: Vec::new(),
    }
}
