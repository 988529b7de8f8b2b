//! What holds for the stages "times" and "quantities" on any text and any day of publication. The tests of this crate
//! try it on generated texts, `fuzz/` on whatever the fuzzer makes.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use tidings_english::English;
use tidings_read::quantities::quantities;
use tidings_read::times::times;
use tidings_read::{Article, Document, Lexicons, Options};
use tidings_record::{ByteSpan, Comparator, Days, Quantity, Time, TimeType};

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);
static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| Lexicons::english().expect("built in"));

/// A text, how it is read, and when it was published.
#[derive(Debug, Clone, Copy)]
pub struct Case<'t> {
    pub text: &'t str,
    /// As one block, as it is; else cut into passages.
    pub raw: bool,
    /// A number for the day of publication; any number stands for one. Unknown without.
    pub day: Option<u32>,
}

impl Case<'_> {
    fn published(self) -> Days {
        // All days that a date can be, from the first.
        let days = i64::from(Date::MIN.until(Date::MAX).expect("in range").get_days()) + 1;
        let date = |number: u32| Date::MIN.saturating_add((i64::from(number) % days).days());
        let day = self.day.map(date);
        Days { earliest: day, latest: day, ..Days::unknown() }
    }

    /// What both stages find, from a parse of its own.
    fn read(self) -> (Vec<Time>, Vec<Quantity>) {
        let article = Article::of_text(self.text);
        let document = Document::new(
            &article,
            &*ENGLISH,
            &LEXICONS.passages,
            Options { raw: self.raw, ..Options::default() },
        );
        let times = times(&document, &LEXICONS.times, &self.published());
        let quantities = quantities(&document, &LEXICONS.quantities, &times);
        (times, quantities)
    }

    #[track_caller]
    fn check_span(self, span: ByteSpan) {
        let words = self.text.get(span.start as usize..span.end as usize);
        assert!(words.is_some_and(|words| !words.trim().is_empty()), "{span:?} in {self:?}");
    }
}

/// Times stand in the text in its order, their days are in order, and the same words give the same again.
#[track_caller]
pub fn check_times(case: Case<'_>) {
    let (found, _) = case.read();
    let mut passed = 0;
    for time in &found {
        case.check_span(time.span);
        assert!(passed <= time.span.start, "{time:?} in {case:?}");
        passed = time.span.start;
        assert!(!time.value.is_empty() && !time.rule.is_empty(), "{time:?} in {case:?}");
        if let (Some(earliest), Some(latest)) = (time.earliest, time.latest) {
            assert!(earliest <= latest, "{time:?} in {case:?}");
        }
        let bounded = matches!(time.kind, TimeType::Date | TimeType::Time);
        assert!(bounded || time.earliest.or(time.latest).is_none(), "{time:?} in {case:?}");
    }
    assert_eq!(case.read().0, found, "{case:?}");
}

/// Quantities stand in the text, their bounds are in order and those their comparator says, indices lie in the list,
/// and the same words give the same again.
#[track_caller]
pub fn check_quantities(case: Case<'_>) {
    let (_, found) = case.read();
    for (index, quantity) in found.iter().enumerate() {
        case.check_span(quantity.span);
        if let Some(counted) = &quantity.counted {
            case.check_span(counted.span);
        }
        let (min, max) = (quantity.min, quantity.max);
        if let (Some(min), Some(max)) = (min, max) {
            assert!(min <= max, "{quantity:?} in {case:?}");
        }
        match quantity.comparator {
            Comparator::Exactly => assert_eq!(min, max, "{quantity:?} in {case:?}"),
            Comparator::MoreThan | Comparator::AtLeast => assert_eq!(max, None, "{quantity:?} in {case:?}"),
            Comparator::LessThan | Comparator::AtMost => assert_eq!(min, None, "{quantity:?} in {case:?}"),
            Comparator::About | Comparator::Between => {}
        }
        assert!(quantity.part_of.is_none_or(|whole| whole.index() < found.len() && whole.index() != index));
        assert!(!quantity.rule.is_empty(), "{quantity:?} in {case:?}");
    }
    assert_eq!(case.read().1, found, "{case:?}");
}
