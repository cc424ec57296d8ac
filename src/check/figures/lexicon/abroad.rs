//! The German and French words of the lexicon. What a language counts in words is read up to 99.

use super::Class;
use crate::model::Language;

/// One language's words, lower case but for nouns that are compared as written.
pub(super) struct Abroad {
    pub(super) before_years: &'static [&'static str],
    pub(super) labels: &'static [&'static str],
    pub(super) pointing: &'static [&'static str],
    pub(super) breaking: &'static [&'static str],
    pub(super) calendar: &'static [&'static str],
    pub(super) to: &'static [&'static str],
    pub(super) of: &'static [&'static str],
    pub(super) and: &'static [&'static str],
    pub(super) from: &'static [&'static str],
    pub(super) between: &'static [&'static str],
    pub(super) weekdays: &'static [&'static str],
    /// Abbreviations whose point ends no sentence.
    pub(super) cut_short: &'static [&'static str],
    /// What an ordinal in digits stands before.
    pub(super) placed: &'static [&'static str],
    pub(super) times: &'static [(&'static str, i64)],
    pub(super) units: &'static [(&'static str, Class)],
    pub(super) sizes: &'static [(&'static str, i64)],
    pub(super) round: &'static [(&'static str, u64)],
    pub(super) parts: &'static [(&'static str, i64)],
}

impl Abroad {
    /// What a word means in a list.
    pub(super) fn find<T: Clone>(list: &[(&str, T)], word: &str) -> Option<T> {
        let found = list.iter().find(|(name, _)| *name == word);
        found.map(|(_, meaning)| meaning.clone())
    }
}

/// The words of the language spoken; `None` for English.
pub(super) fn spoken() -> Option<&'static Abroad> {
    match crate::tongue::spoken() {
        Language::English => None,
        Language::German => Some(&GERMAN),
        Language::French => Some(&FRENCH),
    }
}

#[rustfmt::skip]
static GERMAN: Abroad = Abroad {
    before_years: &[
        "in", "im", "seit", "von", "bis", "ab", "vor", "nach", "während", "anfang", "ende", "mitte",
        "frühjahr", "frühling", "sommer", "herbst", "winter", "jahr", "jahre", "jahres", "gj", "und",
        "geschäftsjahr", "geschäftsjahrs", "geschäftsjahres",
    ],
    labels: &[
        "stufe", "phase", "version", "woche", "kalenderwoche", "kw", "quartal", "artikel", "abschnitt",
        "schritt", "option", "teil", "seite", "kapitel", "anhang", "anlage", "abbildung", "tabelle",
        "nummer", "nr", "frage", "entscheidung", "annahme", "priorität", "schweregrad", "klasse",
        "absatz", "regel", "paragraf", "§", "tier", "ticket", "sprint", "kategorie", "typ", "raum",
    ],
    pointing: &[
        "die", "der", "den", "das", "diese", "diesen", "dieser", "jene", "ihre", "seine", "deren",
        "andere", "anderen", "letzte", "letzten", "vergangenen", "ersten", "erste", "nächsten",
        "nächste", "beide", "beiden", "vorigen", "unsere", "unserer",
    ],
    breaking: &[
        "von", "in", "im", "bis", "und", "oder", "aber", "als", "dass", "ist", "war", "sind", "waren",
        "hat", "hatte", "haben", "für", "bei", "am", "an", "auf", "mit", "aus", "wie", "nicht", "mehr",
        "nach", "zu", "zum", "zur", "wird", "wurden", "wurde",
    ],
    calendar: &["tage", "tagen", "wochen", "monate", "monaten", "jahre", "jahren"],
    to: &["bis", "auf"],
    of: &["von", "in"],
    and: &["und", "oder"],
    from: &["von"],
    between: &["zwischen", "entweder"],
    weekdays: &["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonnabend", "Sonntag"],
    cut_short: &["mio", "mrd", "tsd", "std", "min", "sek", "ca", "nr", "bzw", "vgl", "rd", "inkl", "zzgl", "ggf", "max"],
    placed: &[
        "Quartal", "Quartals", "Halbjahr", "Halbjahrs", "Halbjahres", "Woche", "Kalenderwoche", "Tag",
        "Tages", "Monat", "Monats", "Jahr", "Jahres", "Platz", "Stelle", "Mal", "Stufe", "Sitzung",
        "Perzentil", "Perzentils", "und", "bis",
    ],
    times: &[
        ("millisekunde", 1), ("millisekunden", 1), ("sekunde", 1_000), ("sekunden", 1_000),
        ("sek", 1_000), ("minute", 60_000), ("minuten", 60_000), ("stunde", 3_600_000),
        ("stunden", 3_600_000), ("std", 3_600_000), ("tag", 86_400_000), ("tage", 86_400_000),
        ("tagen", 86_400_000), ("tages", 86_400_000),
    ],
    units: &[
        ("prozent", Class::Percent), ("v.h", Class::Percent), ("prozentpunkt", Class::Points),
        ("prozentpunkte", Class::Points), ("prozentpunkten", Class::Points), ("punkte", Class::Points),
        ("punkten", Class::Points), ("punkt", Class::Points), ("€", Class::Money), ("£", Class::Money),
        ("$", Class::Money), ("euro", Class::Money), ("euros", Class::Money), ("dollar", Class::Money),
        ("pfund", Class::Money), ("cent", Class::Money), ("franken", Class::Money),
    ],
    sizes: &[
        ("hundert", 100), ("tausend", 1_000), ("tsd", 1_000), ("million", 1_000_000),
        ("millionen", 1_000_000), ("mio", 1_000_000), ("milliarde", 1_000_000_000),
        ("milliarden", 1_000_000_000), ("mrd", 1_000_000_000),
    ],
    round: &[
        ("dutzend", 12), ("dutzende", 12), ("hundert", 100), ("hunderte", 100), ("tausend", 1_000),
        ("tausende", 1_000), ("million", 1_000_000), ("millionen", 1_000_000),
    ],
    parts: &[
        ("hälfte", 50), ("drittel", 33), ("viertel", 25), ("fünftel", 20), ("sechstel", 16),
        ("siebtel", 14), ("achtel", 12), ("neuntel", 11), ("zehntel", 10),
    ],
};

#[rustfmt::skip]
pub(super) static FRENCH: Abroad = Abroad {
    before_years: &[
        "en", "depuis", "de", "d’ici", "d'ici", "avant", "après", "durant", "pendant", "début", "fin",
        "mi", "printemps", "été", "automne", "hiver", "année", "exercice", "l’exercice", "l'exercice",
        "et", "jusqu’en", "jusqu'en", "dès",
    ],
    labels: &[
        "niveau", "phase", "version", "semaine", "trimestre", "article", "section", "étape", "option",
        "partie", "page", "chapitre", "annexe", "figure", "tableau", "numéro", "n°", "question",
        "décision", "hypothèse", "priorité", "gravité", "sévérité", "classe", "paragraphe", "règle",
        "tier", "ticket", "sprint", "catégorie", "type", "salle", "palier",
    ],
    pointing: &[
        "les", "ces", "ses", "leurs", "nos", "autres", "derniers", "dernières", "premiers",
        "premières", "prochains", "prochaines", "précédents", "précédentes", "des", "tous", "toutes",
    ],
    breaking: &[
        "de", "des", "du", "dans", "en", "à", "et", "ou", "mais", "que", "qui", "est", "était", "sont",
        "étaient", "a", "avait", "ont", "pour", "chez", "par", "sur", "avec", "depuis", "comme", "pas",
        "plus", "moins", "dont", "sans", "sous", "vers", "dans",
    ],
    calendar: &["jours", "semaines", "mois", "ans", "années"],
    to: &["à"],
    of: &["sur"],
    and: &["et", "ou"],
    from: &["de"],
    between: &["entre"],
    weekdays: &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    cut_short: &["janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "env", "max", "min", "art", "p", "ex", "cf"],
    placed: &[],
    times: &[
        ("milliseconde", 1), ("millisecondes", 1), ("seconde", 1_000), ("secondes", 1_000),
        ("minute", 60_000), ("minutes", 60_000), ("heure", 3_600_000), ("heures", 3_600_000),
        ("j", 86_400_000), ("jour", 86_400_000), ("jours", 86_400_000),
    ],
    units: &[
        ("pourcent", Class::Percent), ("point", Class::Points), ("points", Class::Points),
        ("€", Class::Money), ("£", Class::Money), ("$", Class::Money), ("£gb", Class::Money),
        ("$us", Class::Money), ("euro", Class::Money), ("euros", Class::Money),
        ("d’euros", Class::Money), ("d'euros", Class::Money), ("dollars", Class::Money),
        ("livres", Class::Money), ("francs", Class::Money), ("centimes", Class::Money),
    ],
    sizes: &[
        ("cents", 100), ("mille", 1_000), ("k", 1_000), ("million", 1_000_000),
        ("millions", 1_000_000), ("M", 1_000_000), ("milliard", 1_000_000_000),
        ("milliards", 1_000_000_000), ("Md", 1_000_000_000),
    ],
    round: &[
        ("douzaine", 12), ("douzaines", 12), ("dizaine", 10), ("dizaines", 10), ("vingtaine", 20),
        ("trentaine", 30), ("centaine", 100), ("centaines", 100), ("millier", 1_000),
        ("milliers", 1_000), ("million", 1_000_000), ("millions", 1_000_000),
    ],
    parts: &[
        ("moitié", 50), ("tiers", 33), ("quart", 25), ("quarts", 25), ("cinquième", 20),
        ("cinquièmes", 20), ("sixième", 16), ("septième", 14), ("huitième", 12), ("dixième", 10),
        ("dixièmes", 10),
    ],
};

/// `drei`, `zwölf`, `einundzwanzig`: 0 to 99, lower case.
pub(super) fn german(word: &str) -> Option<u64> {
    const FIRST: &[&str] = &[
        "null",
        "eins",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ];
    const TENS: &[&str] = &[
        "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
    ];
    let place = |list: &[&str], word: &str| {
        let at = list.iter().position(|w| *w == word)?;
        u64::try_from(at).ok()
    };
    if matches!(word, "ein" | "eine" | "einen" | "einem" | "einer" | "eines") {
        return Some(1);
    }
    if let Some(n) = place(FIRST, word) {
        return Some(n);
    }
    let word = word.replace("dreissig", "dreißig");
    if let Some(tens) = place(TENS, &word) {
        return Some(20 + 10 * tens);
    }
    let (ones, tens) = word.split_once("und")?;
    let ones = if ones == "ein" {
        1
    } else {
        place(FIRST, ones).filter(|n| (2..10).contains(n))?
    };
    Some(20 + 10 * place(TENS, tens)? + ones)
}

/// `trois`, `douze`, `vingt-cinq`, `soixante-et-onze`: 0 to 99, lower case, with its hyphens.
pub(super) fn french(word: &str) -> Option<u64> {
    const FIRST: &[&str] = &[
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
        "onze", "douze", "treize", "quatorze", "quinze", "seize",
    ];
    const TENS: &[(&str, u64)] = &[
        ("quatre-vingts", 80),
        ("quatre-vingt", 80),
        ("soixante", 60),
        ("cinquante", 50),
        ("quarante", 40),
        ("trente", 30),
        ("vingt", 20),
    ];
    let first = |word: &str| {
        let at = FIRST.iter().position(|w| *w == word)?;
        u64::try_from(at).ok()
    };
    let teen = |word: &str| match word.strip_prefix("dix-") {
        Some(rest) => first(rest).filter(|n| (7..10).contains(n)).map(|n| 10 + n),
        None => first(word),
    };
    if word == "une" {
        return Some(1);
    }
    if let Some(n) = teen(word) {
        return Some(n);
    }
    TENS.iter().find_map(|(name, tens)| {
        let rest = word.strip_prefix(name)?;
        if rest.is_empty() {
            return Some(*tens);
        }
        let rest = rest.strip_prefix('-')?;
        let rest = rest.strip_prefix("et-").unwrap_or(rest);
        let (ones, most) = match tens {
            60 | 80 => (teen(rest)?, 20),
            _ => (first(rest)?, 10),
        };
        (1..most).contains(&ones).then_some(tens + ones)
    })
}

#[cfg(test)]
mod tests {
    use super::{french, german};

    #[test]
    fn counts_in_words_are_read() {
        let words = [
            ("drei", 3),
            ("zwölf", 12),
            ("einundzwanzig", 21),
            ("neunundneunzig", 99),
            ("dreißig", 30),
        ];
        for (word, n) in words {
            assert_eq!(german(word), Some(n), "{word}");
        }
        let words = [
            ("trois", 3),
            ("dix-sept", 17),
            ("vingt-et-un", 21),
            ("soixante-dix", 70),
            ("soixante-quinze", 75),
            ("quatre-vingts", 80),
            ("quatre-vingt-dix-neuf", 99),
        ];
        for (word, n) in words {
            assert_eq!(french(word), Some(n), "{word}");
        }
        assert_eq!(german("hund"), None);
        assert_eq!(french("dix-huitaine"), None);
    }
}
