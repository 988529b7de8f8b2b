//! In which language an article is written. Letters and trigrams are judged by whatlang. Against English it is
//! believed only if function words bear it out, as it takes lists of names or terse reports for anything.

use whatlang::{Lang, Script};

/// Characters looked at.
const SAMPLE: usize = 20_000;
/// Fewest words about which anything but English is said in Latin letters without near certainty.
const SHORT: usize = 60;
/// Words that English prose is full of and other languages have seldom.
const ENGLISH: [&str; 24] = [
    "the", "and", "of", "to", "that", "with", "which", "from", "said", "was", "were", "his", "she", "they",
    "this", "have", "been", "would", "their", "after", "than", "there", "when", "about",
];
/// Words that prose in some other language written in Latin letters is full of, and English has not.
const FOREIGN: &[&str] = &[
    "der", "das", "und", "den", "dem", "ist", "nicht", "ein", "eine", "mit", "auf", "für", "von", "zu",
    "sich", "des", "le", "la", "les", "et", "une", "du", "que", "dans", "est", "pour", "pas", "qui", "sur",
    "au", "de", "el", "los", "las", "en", "del", "por", "una", "con", "su", "se", "il", "di", "che", "è",
    "della", "nel", "sono", "não", "uma", "os", "em", "da", "dos", "het", "een", "van", "dat", "zijn",
    "niet", "voor", "ook", "wordt", "og", "det", "som", "på", "til", "av", "och", "att", "är", "ikke", "ja",
    "ei", "että", "oli", "kui", "az", "és", "hogy", "nem", "je", "na", "že", "się", "nie", "jest", "za",
    "ir", "kad", "ka", "și", "în", "cu", "ve", "bir", "bu", "için", "və", "va", "uchun", "yang", "dengan",
    "untuk", "ing", "lan", "ang", "ng", "mga", "sa", "và", "của", "là", "được", "kaj", "estas", "yn", "mae",
    "els", "amb", "ukuthi", "futhi", "uye",
];

/// The language of `passages`, the texts of one article's body: an ISO 639-1 code, or `und` where there is too
/// little to tell. Looks at the first 20,000 characters. Short texts in Latin letters are English unless
/// nearly certainly not.
pub fn language<'t>(passages: impl IntoIterator<Item = &'t str>) -> &'static str {
    let mut sample = String::new();
    let mut left = SAMPLE;
    for passage in passages {
        let before = sample.len();
        sample.extend(passage.chars().take(left));
        left -= sample[before..].chars().count();
        sample.push(' ');
        if left == 0 {
            break;
        }
    }
    detect(&sample)
}

fn detect(sample: &str) -> &'static str {
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let (mut words, mut english, mut foreign) = (0, 0, 0);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        let word = word.to_lowercase();
        english += usize::from(ENGLISH.contains(&word.as_str()));
        foreign += usize::from(FOREIGN.contains(&word.as_str()));
    }
    let Some(info) = whatlang::detect(sample).filter(|_| letters >= 3) else { return "und" };
    if info.script() != Script::Latin {
        // English prose with words in another script stays English.
        return if english * 20 > words { "en" } else { code(info.lang()) };
    }
    let certain = words >= 6 && english == 0 && info.confidence() >= 0.9;
    if foreign <= english || !info.is_reliable() || (words < SHORT && !certain) {
        return "en";
    }
    code(info.lang())
}

/// The ISO 639-1 code of `lang`.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::language;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(language([text]), expect, "{text:?}");
    }

    #[test]
    fn english_with_foreign_names_stays_english() {
        for text in [
            "Talks between Zviadi Gelashvili of Kutaisi and Nguyen Thi Hoa of Hai Phong resumed in Liechtenstein on \
             Tuesday, with envoys from Ouagadougou, Bujumbura and Antananarivo in the room, officials said after dinner.",
            "Polizei chief Jürgen Müller-Schönefeld met Señor José María Íñiguez and Mme Hélène Lefèvre at Café Zürich in \
             Sankt Gallen; Frau Bürgermeisterin Käthe Größl and Gemeinderat Jörg Ößwald of Götzis came later, as did others.",
            "Goals: Ivanović 12, Kovač 45, Özdemir 67. Yellow cards: Szczęsny, Błaszczykowski, Łukasiewicz. Attendance at \
             Stadion Miejski: 23,000. Referee: Håkan Ångström of Malmö. The match was the first of the season for both.",
            "Shares rose 3%. Oil fell $2. Gold gained. Copper lost ground. Tin was flat. Zinc slipped. Nickel jumped 4%. \
             Lead eased. Silver climbed. Platinum dropped. Wheat surged. Corn sank. Sugar held. Coffee soared. Cocoa slid.",
        ] {
            check(text, "en");
        }
    }

    #[test]
    fn other_languages() {
        check(
            "Der Hafen von Lindau ist am Montag nach einem Sturm wieder geöffnet worden, wie die Behörde mitteilte. Rund \
             vierzig Schiffe hatten vor der Mole gewartet, darunter zwei Fähren mit dreihundert Passagieren an Bord.",
            "de",
        );
        check(
            "Le port de Lindau a rouvert lundi après une tempête, ont annoncé les autorités. Une quarantaine de navires \
             attendaient devant la jetée, dont deux ferries avec trois cents passagers à bord, selon la capitainerie.",
            "fr",
        );
        check(
            "De haven van Lindau is maandag weer opengegaan na een storm, zei de havendienst. Het was de vraag of de \
             veertig schepen die buiten wachtten nog voor de avond binnen konden komen, want er was te weinig water. \
             Twee veerboten met driehonderd mensen aan boord lagen ook voor de pier of de kade, en dat was te veel. De \
             burgemeester was er niet bij toen de sluis openging, of hij was te laat, zei een woordvoerder van de stad.",
            "nl",
        );
        check("Порт Линдау вновь открылся в понедельник после шторма, сообщили власти.", "ru");
        check("港口星期一重新开放。", "zh");
    }

    #[test]
    fn short_texts_are_english_or_unknown() {
        check("Lindau", "en");
        check("Ana Ruiz, Tom Baker", "en");
        check("Vaduz: Liechtenstein FC 2, Balzers 1", "en");
        check("12 345", "und");
        check("", "und");
    }
}
