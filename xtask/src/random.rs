//! Random strings that try the tokenizer: special cases, odd punctuation, odd spaces, scripts, digits, addresses
//! and words, joined at random. The same seed gives the same strings everywhere.

/// A small generator of pseudo-random numbers: Steele, Lea and Flood's SplitMix64.
pub struct SplitMix(u64);

impl SplitMix {
    /// Begins with `seed`.
    pub fn new(seed: u64) -> SplitMix {
        SplitMix(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`. The bias is below 2^-50 for the bounds used here.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// One of `from`.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const WORDS: &[&str] = &[
    "the",
    "The",
    "mayor",
    "said",
    "Talks",
    "resumed",
    "colour",
    "U.S.-led",
    "co-operation",
    "McKinley",
    "e-mail",
    "US",
    "x",
    "I",
    "A",
    "naïve",
    "São",
    "İstanbul",
    "ﬁnance",
    "Straße",
    "can",
    "not",
    "gonna",
    "n't",
    "won",
    "ain",
    "iPhone",
    "COVID-19",
    "well-being",
    "rock'n'roll",
    "d'Arc",
    "O'Neill",
    "killed",
    "by",
    "of",
    "who",
    "which",
    "wounded",
];
const NUMBERS: &[&str] = &[
    "0",
    "7",
    "12",
    "2025",
    "1,000",
    "3.14",
    "-5",
    "+5",
    "+x",
    "1/2",
    "½",
    "²",
    "Ⅷ",
    "①",
    "٣",
    "10km",
    "5bn",
    "30%",
    "100°C",
    "1990s",
    "'90s",
    "21st",
    "12:30",
    "2025-07-23",
    "07/23/25",
    "1-2",
    "9/11",
    "6pm",
    "6p.m.",
    "1e9",
    "0x1F",
    "$5",
    "£5.2m",
    "€1,5",
    "¥100",
    "US$3bn",
    "C$4",
    "₹10",
    "5$",
    "number—30—reported",
    "4ft",
    "3x",
    "50-50",
];
const PUNCTUATION: &[&str] = &[
    ".", ",", ";", ":", "!", "?", "...", "…", "....", "-", "--", "—", "–", "---", "(", ")", "[", "]", "{",
    "}", "<", ">", "\"", "'", "“", "”", "‘", "’", "«", "»", "„", "''", "``", "/", "\\", "|", "_", "*", "**",
    "&", "@", "#", "~", "^", "=", "+", "%", "$", "§", "©", "°", "•", "·", "¡", "¿", "。", "、", "！", "（",
    "）", "।", "؟", "‐", "‑", "″", "ʼ", "?!", "!!!", ".)", ").", ",\"", "?\"", "—\"", ".'\"", "'s", "’s",
    "'S", "’S", "n’t", "'ll", "’re",
];
const SPACES: &[&str] = &[
    " ", " ", " ", " ", " ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", " \n", "\n ", "\u{a0}", "\u{2003}",
    "\u{2009}", "\u{3000}", "\u{1c}", "\u{85}", "\u{2028}", "\u{b}", "\u{200b}", "\u{feff}", "\u{ad}",
];
const SCRIPTS: &[&str] = &[
    "Москва",
    "Київ",
    "Ελλάδα",
    "北京",
    "東京都",
    "서울",
    "القدس",
    "ירושלים",
    "दिल्ली",
    "กรุงเทพ",
    "Հայ",
    "ქართ",
    "Å",
    "e\u{301}",
    "ǅ",
    "ß",
    "ſ",
    "𝒜",
    "𐍈",
    "œ",
    "ơ",
    "Ω",
    "ａｂｃ",
    "\u{301}",
    "\u{0}",
    "\u{7f}",
    "\u{fffd}",
    "\u{e000}",
    "\u{10ffff}",
];
const EMOJI: &[&str] = &[
    "😀",
    "👍🏽",
    "👨‍👩‍👧",
    "🇺🇦",
    "❤️",
    "☺",
    "™",
    "→",
    "✓",
    "♥",
    ":)",
    ":-(",
    ":D",
    "<3",
    "^_^",
    "¯\\(ツ)/¯",
    "(-_-)",
];
const ADDRESSES: &[&str] = &[
    "https://www.example.org/a?b=c#d",
    "http://example.com",
    "www.example.net/path.",
    "example.co.uk",
    "a@b.com",
    "news.desk+tips@example.org",
    "ftp://127.0.0.1:8080/x",
    "(https://example.org)",
    "@handle",
    "#hashtag",
    "C:\\dir",
    "/etc/hosts",
    "file.txt",
    "example.com's",
    "http://",
    "localhost",
    "https://пример.рф/путь",
];
const ABBREVIATIONS: &[&str] = &[
    "Mr.", "Mrs.", "Dr.", "Gen.", "U.S.", "U.N.", "U.K.", "Jan.", "Jan.5", "Sept.", "a.m.", "p.m.", "e.g.",
    "i.e.", "vs.", "No.", "Inc.", "Co.", "St.", "Ph.D.", "J.R.R.", "etc.", "Lt.Col.", "approx.", "D.C.",
    "B.", "x.y", "A.B.C",
];

/// `count` strings of up to 24 pieces each. `special_cases` are the tokenizer's, in any fixed order.
pub fn texts(count: usize, seed: u64, special_cases: &[String]) -> Vec<String> {
    let special: Vec<&str> = special_cases.iter().map(String::as_str).collect();
    let special = if special.is_empty() { WORDS } else { &special };
    // Words and punctuation stand twice, so that joins of the two are common.
    let pools = [
        special,
        special,
        WORDS,
        WORDS,
        NUMBERS,
        PUNCTUATION,
        PUNCTUATION,
        SCRIPTS,
        EMOJI,
        ADDRESSES,
        ABBREVIATIONS,
    ];
    let mut random = SplitMix(seed);
    (0..count).map(|_| one(&mut random, &pools)).collect()
}

fn one(random: &mut SplitMix, pools: &[&[&str]]) -> String {
    let mut text = String::new();
    // In some strings nearly all pieces touch, in others nearly none.
    let touching = [1, 3, 8][random.below(3)];
    for _ in 0..random.below(25) {
        let pool = random.pick(pools);
        text.push_str(random.pick(pool));
        if random.below(10) >= touching {
            text.push_str(random.pick(SPACES));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        let mut random = SplitMix(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn same_seed_same_strings_and_another_seed_others() {
        let special = ["don't".to_owned(), "a.m.".to_owned()];
        assert_eq!(texts(200, 7, &special), texts(200, 7, &special));
        assert_ne!(texts(200, 7, &special), texts(200, 8, &special));
        assert_eq!(texts(200, 7, &special)[..50], texts(50, 7, &special));
    }

    #[test]
    fn every_kind_of_piece_occurs() {
        let all = texts(2000, 1, &["special-case".to_owned()]).concat();
        for piece in ["special-case", "\u{2003}", "Київ", "½", "👍🏽", "a@b.com", "Lt.Col.", "“", "İstanbul"]
        {
            assert!(all.contains(piece), "{piece}");
        }
    }
}
