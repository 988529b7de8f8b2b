//! From one unit of spans to another, for whole documents.
//!
//! Each type lists its fields once, as those that hold spans and those that do not; a field that is in neither
//! list does not compile.

use std::collections::BTreeMap;

use crate::{
    Actor, Article, ArticleId, Attribution, Audit, Because, ByteSpan, Claim, CodePoints, CopiedWords,
    Counted, Days, Event, EventActor, Figure, Finding, LinkedEvent, Mention, Name, Note, Office, Participant,
    Passage, PointSpan, Quantity, Reading, Record, Ref, Sentence, StatusChange, Step, Story, TermOfOffice,
    Time, Title, Verdict, Why,
};

/// A ref names an article whose text was not given. The caller's mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a ref names article {article}, whose text was not given")]
pub struct MissingText {
    /// The article.
    pub article: ArticleId,
}

impl<S> Reading<S> {
    /// The same reading with every span put through `map`.
    pub fn map_spans<T>(self, mut map: impl FnMut(S) -> T) -> Reading<T>
    where
        S: MapSpans<S, T, Mapped = T>,
    {
        MapSpans::map_spans(self, &mut |_, span| map(span))
    }
}

impl Reading<ByteSpan> {
    /// The same reading, counted in code points: what may be printed.
    pub fn in_code_points(&self) -> Reading<PointSpan> {
        let points = CodePoints::new(&self.text);
        self.clone().map_spans(|span| points.point_span(span))
    }
}

impl Reading<PointSpan> {
    /// The same reading, counted in bytes: what can be sliced. Spans outside the text are moved to its end.
    pub fn in_bytes(&self) -> Reading<ByteSpan> {
        let points = CodePoints::new(&self.text);
        self.clone().map_spans(|span| points.byte_span(span))
    }
}

impl<S> Record<S> {
    /// The same record with every span put through `map`, which is told the article that the span is of.
    pub fn map_spans<T>(self, mut map: impl FnMut(&ArticleId, S) -> T) -> Record<T>
    where
        S: MapSpans<S, T, Mapped = T>,
    {
        // Spans of a record stand in refs only, and a ref always names its article.
        let nowhere = ArticleId::default();
        MapSpans::map_spans(self, &mut |article, span| map(article.unwrap_or(&nowhere), span))
    }
}

/// `document`, whose spans stand in refs, with every span put through `one`.
fn convert<S, T, D: MapSpans<S, T>>(
    document: D,
    texts: &[(&ArticleId, &str)],
    one: impl Fn(&CodePoints<'_>, S) -> T,
) -> Result<D::Mapped, MissingText> {
    let tables: BTreeMap<_, _> = texts.iter().map(|&(id, text)| (id, CodePoints::new(text))).collect();
    let (no_text, nowhere, mut missing) = (CodePoints::new(""), ArticleId::default(), None);
    let converted = document.map_spans(&mut |article, span| {
        let article = article.unwrap_or(&nowhere);
        let table = tables.get(article).unwrap_or_else(|| {
            missing.get_or_insert_with(|| article.clone());
            &no_text
        });
        one(table, span)
    });
    missing.map_or(Ok(converted), |article| Err(MissingText { article }))
}

impl Why<ByteSpan> {
    /// The same reasons, counted in code points: what may be printed. `texts` are the texts of the articles.
    ///
    /// # Errors
    /// [`MissingText`] if a ref names an article that is not among `texts`.
    pub fn in_code_points(&self, texts: &[(&ArticleId, &str)]) -> Result<Why<PointSpan>, MissingText> {
        convert(self.clone(), texts, |points, span| points.point_span(span))
    }
}

impl Audit<ByteSpan> {
    /// The same audit, counted in code points: what may be printed. `texts` are the texts of the sources.
    ///
    /// # Errors
    /// [`MissingText`] if a ref names an article that is not among `texts`.
    pub fn in_code_points(&self, texts: &[(&ArticleId, &str)]) -> Result<Audit<PointSpan>, MissingText> {
        // A span outside a ref is one of the draft.
        let (draft, mut texts) = (ArticleId::default(), texts.to_vec());
        texts.push((&draft, &self.text));
        convert(self.clone(), &texts, |points, span| points.point_span(span))
    }
}

impl Record<ByteSpan> {
    /// The same record, counted in code points: what may be printed. `texts` are the texts of its articles.
    ///
    /// # Errors
    /// [`MissingText`] if a ref names an article that is not among `texts`.
    pub fn in_code_points(&self, texts: &[(&ArticleId, &str)]) -> Result<Record<PointSpan>, MissingText> {
        convert(self.clone(), texts, |points, span| points.point_span(span))
    }
}

impl Record<PointSpan> {
    /// The same record, counted in bytes: what can be sliced. `texts` are the texts of its articles.
    ///
    /// # Errors
    /// [`MissingText`] if a ref names an article that is not among `texts`.
    pub fn in_bytes(&self, texts: &[(&ArticleId, &str)]) -> Result<Record<ByteSpan>, MissingText> {
        convert(self.clone(), texts, |points, span| points.byte_span(span))
    }
}

/// What holds spans `S` and can hold spans `T` instead.
pub trait MapSpans<S, T> {
    /// The same type with spans `T`.
    type Mapped;

    /// Puts every span through `map`, together with the article that it is of, where a ref names one.
    fn map_spans(self, map: &mut dyn FnMut(Option<&ArticleId>, S) -> T) -> Self::Mapped;
}

macro_rules! span {
    ($($span:ident)*) => {
        $(impl<T> MapSpans<$span, T> for $span {
            type Mapped = T;

            fn map_spans(self, map: &mut dyn FnMut(Option<&ArticleId>, $span) -> T) -> T {
                map(None, self)
            }
        })*
    };
}

span! { ByteSpan PointSpan }

impl<S, T, X: MapSpans<S, T>> MapSpans<S, T> for Vec<X> {
    type Mapped = Vec<X::Mapped>;

    fn map_spans(self, map: &mut dyn FnMut(Option<&ArticleId>, S) -> T) -> Self::Mapped {
        self.into_iter().map(|one| one.map_spans(map)).collect()
    }
}

impl<S, T, X: MapSpans<S, T>> MapSpans<S, T> for Option<X> {
    type Mapped = Option<X::Mapped>;

    fn map_spans(self, map: &mut dyn FnMut(Option<&ArticleId>, S) -> T) -> Self::Mapped {
        self.map(|one| one.map_spans(map))
    }
}

impl<S, T> MapSpans<S, T> for Ref<S> {
    type Mapped = Ref<T>;

    fn map_spans(self, map: &mut dyn FnMut(Option<&ArticleId>, S) -> T) -> Ref<T> {
        Ref { span: map(Some(&self.article), self.span), article: self.article, quote: self.quote }
    }
}

macro_rules! fields {
    ($($type:ident: $($spans:ident)* | $($plain:ident)*;)*) => {
        $(impl<S: MapSpans<S, T, Mapped = T>, T> MapSpans<S, T> for $type<S> {
            type Mapped = $type<T>;

            fn map_spans(self, map: &mut dyn FnMut(Option<&ArticleId>, S) -> T) -> $type<T> {
                let $type { $($spans,)* $($plain),* } = self;
                $(let $spans = $spans.map_spans(map);)*
                $type { $($spans,)* $($plain),* }
            }
        })*
    };
}

// Before the bar stand the fields that hold spans, after it all others.
fields! {
    Days: because | earliest latest edtf at basis;
    Because: refs | rule;

    Reading: title published modified passages sentences names times quantities attributions events notes
        | tidings id paths url language source outlet bylines agencies text;
    Title: span | text;
    Passage: span | kind repeats;
    Sentence: span | passage;
    Name: mentions offices | name kind speaks_for;
    Mention: span | form;
    Office: span | text office of former;
    Time: span | kind value modifier granularity earliest latest rule;
    Quantity: span counted | min max comparator approximate kind unit part_of change rule;
    Counted: span | lemma;
    Attribution: source cue content condition
        | speaker voice cue_lemma manner to stance deadline within rule;
    Event: trigger actors when | kind mode context status time places quantities ordinal attribution rule;
    EventActor: span | part name;
    Note: span | note;

    Record: stories | tidings;
    Story: period articles actors events claims figures copies findings | id was title timeline timeline_rest;
    Article: published | id paths title outlet url agencies origin copied_share;
    Actor: offices refs | id was name kind aliases speaks_for;
    TermOfOffice: from until refs | office of;
    LinkedEvent: when status_history actors refs
        | id was kind mode title ordinal status places figures articles after_copies claimants agencies;
    StatusChange: told refs | status;
    Participant: refs | part actor;
    Claim: condition told first refs
        | id was speaker said_by voice stance text manner to deadline about figures wordings articles after_copies agencies;
    Figure: when counted_at refs
        | id was event effect counted affected by against places min max comparator approximate none_reported voice
          claimed_by said_by part_of unit;
    CopiedWords: from to | words kind;
    Finding: refs | id kind rank between because question innocent_reading;

    Why: when steps | tidings id was what title;
    Step: refs | step rules ids;

    Audit: verdicts | tidings draft paths published text sources;
    Verdict: span refs | words piece judgement because said_by changes;
}
