//! The codes of the rules. Their examples stand in `lexicons/en/times-examples.toml`.

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $rule:ident = $code:literal;)*) => {
        /// What read an expression of time.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Rule {
            $($(#[doc = $doc])* $rule,)*
        }

        impl Rule {
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Rule::$rule => $code,)*
                }
            }

            /// All codes.
            #[cfg(test)]
            pub const CODES: &'static [&'static str] = &[$($code,)*];
        }
    };
}

rules! {
    /// Day, month and year.
    FullDate = "TIM001";
    /// Day and month.
    MonthDay = "TIM002";
    /// Month and year.
    MonthYear = "TIM003";
    /// A month alone.
    Month = "TIM004";
    /// A date in figures.
    Figures = "TIM005";
    /// A year.
    Year = "TIM006";
    /// A decade.
    Decade = "TIM007";
    /// A century.
    Century = "TIM008";
    /// A quarter or half of a year.
    Quarter = "TIM009";
    /// A season.
    Season = "TIM010";
    /// A named day.
    Feast = "TIM011";
    /// A weekday.
    Weekday = "TIM012";
    /// A weekend.
    Weekend = "TIM013";
    /// Today, yesterday, tomorrow.
    Today = "TIM014";
    /// This, last, next week.
    Step = "TIM015";
    /// Three years ago.
    Ago = "TIM016";
    /// Two days later.
    Later = "TIM017";
    /// The same day, the following year.
    Same = "TIM018";
    /// A clock time.
    Clock = "TIM019";
    /// A part of the day.
    Part = "TIM020";
    /// A length of time.
    Duration = "TIM021";
    /// Every week, twice a day.
    Set = "TIM022";
    /// Daily, weekly.
    SetWord = "TIM023";
    /// Now, recently, the future.
    Phrase = "TIM024";
    /// The fiscal year, the year-ago period.
    Period = "TIM025";
    /// The first of two that share a month or a century.
    RangeStart = "TIM026";
}
