//! Hostile texts, the same in every run: random joins of special cases, odd punctuation, odd spaces, scripts,
//! nested quotes, very long numbers and plain words.

const WORDS: &[&str] = &[
    "The",
    "minister",
    "said",
    "on",
    "Monday",
    "that",
    "12",
    "ships",
    "left",
    "Varholm",
    "for",
    "Ostrel",
    "Mr.",
    "Brandow",
    "told",
    "reporters",
    "she",
    "would",
    "not",
    "resign",
    "after",
    "talks",
    "in",
    "March",
    "2024",
    "killed",
    "at",
    "least",
    "40",
    "people",
    "according",
    "to",
    "officials",
    "and",
    "rejected",
    "claims",
    "by",
    "the",
    "League",
    "of",
    "Ports",
];
const SPECIAL: &[&str] = &[
    "can't",
    "don't",
    "won't",
    "Y'all're",
    "o'clock",
    "'Tis",
    "gonna",
    "U.S.",
    "a.m.",
    "e.g.",
    "Ph.D.",
    "N.Y.",
    "St.",
    "C++",
    ":-)",
    "^_^",
    "(╯°□°)╯︵┻━┻",
    "http://a.example/b?c=d&e",
    "www.a.example",
    "x@y.example",
    "#tag",
    "@name",
    "10km",
    "5%",
    "$3.5m",
    "£1,000",
    "€2bn",
    "3-2",
    "1990s",
    "'90s",
    "12:30pm",
    "9a.m.",
    "2024-03-12",
    "1st",
    "½",
    "°C",
    "--",
    "---",
    "…",
    "...",
    "....",
    "A.B.C.",
    "it's",
    "its'",
    "’s",
    "s’",
    "and/or",
    "pre-war",
    "(s)",
    "[1]",
    "<b>",
    "&amp;",
    "\\n",
    "<|endoftext|>",
];
const MARKS: &[&str] = &[
    ".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "{", "}", "\"", "'", "“", "”", "‘", "’", "«", "»", "„",
    "-", "–", "—", "/", "*", "•", "·", "|", "~", "^", "`", "´", "''", "``", "?!", "!!", "。", "،", "‽", "§",
    "\u{fffd}",
];
const SPACES: &[&str] = &[
    " ", "  ", "\n", "\n\n", "\t", "\r\n", "\u{a0}", "\u{2009}", "\u{3000}", "\u{200b}", "\u{feff}",
    "\u{2028}", "\u{85}", "\u{b}", "\u{1c}", "\u{0}",
];
const SCRIPTS: &[&str] = &[
    "Київ",
    "Αθήνα",
    "القاهرة",
    "עיר",
    "北京",
    "東京都",
    "서울",
    "กรุงเทพ",
    "दिल्ली",
    "Ǆ",
    "ǆ",
    "İstanbul",
    "ıı",
    "ﬁ",
    "ß",
    "ẞ",
    "Å",
    "e\u{301}",
    "👩‍👩‍👧‍👦",
    "🇺🇳",
    "\u{202e}abc",
    "𝐁𝐨𝐥𝐝",
    "\u{10ffff}",
    "\u{e000}",
    "Ⅳ",
    "٣٤",
    "²",
    "ﷺ",
];

/// Makes texts from a seed.
pub struct Generator(u64);

impl Generator {
    /// The same `seed` gives the same texts.
    pub fn new(seed: u64) -> Generator {
        Generator(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next `count` texts.
    pub fn texts(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.text()).collect()
    }

    /// A number below `end` (xorshift64*).
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    /// One of `list`.
    pub fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// The next text.
    pub fn text(&mut self) -> String {
        let mut text = String::new();
        let mut open = Vec::new();
        // A third of the texts are mostly prose, a third mostly not.
        let wild = self.below(3) * 30;
        for _ in 0..self.below(60) {
            if self.below(100) >= wild {
                text += self.of(WORDS);
                text += if self.below(12) == 0 { ". " } else { " " };
                continue;
            }
            match self.below(16) {
                0..3 => text += self.of(SPECIAL),
                3..6 => text += self.of(MARKS),
                6..8 => text += self.of(SPACES),
                8..10 => text += self.of(SCRIPTS),
                10 => {
                    let (left, right) =
                        [("“", "”"), ("‘", "’"), ("\"", "\""), ("(", ")"), ("'", "'")][self.below(5)];
                    text += left;
                    open.push(right);
                }
                11 => text += open.pop().unwrap_or(")"),
                12 => {
                    let digits = [1, 3, 20, 400][self.below(4)];
                    text.extend((0..digits).map(|at| char::from(b'0' + ((at * 7 + digits) % 10) as u8)));
                }
                13 => {
                    let unit = if self.below(2) == 0 { self.of(MARKS) } else { self.of(SPECIAL) };
                    text += &unit.repeat(self.below(30));
                }
                14 => text.extend(char::from_u32(self.below(0x11_0000) as u32)),
                _ => text += self.of(WORDS),
            }
        }
        open.into_iter().rev().for_each(|right| text += right);
        text
    }
}
