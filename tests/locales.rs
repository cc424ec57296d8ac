//! A German and a French pack: that they build, that what a reader meets is in their language, that
//! programs read the same as ever, and that no sentence passes because its words are not read.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use boardpack::diag::emit::short;
use boardpack::load::Tree;
use boardpack::model::Audience;
use boardpack::pipeline;
use boardpack::render::{Forms, Site};
use std::path::Path;

const GERMAN: &str = "nordwind-fahrkarten";
const FRENCH: &str = "petit-quai-billets";

fn tree(pack: &str) -> Tree {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    Tree::read(&packs.join(pack)).unwrap()
}

fn site(pack: &str) -> Site {
    let forms = Forms {
        pdf: true,
        slides: true,
        ..Forms::default()
    };
    let built = pipeline::build_in(
        &tree(pack),
        &boardpack::model::Origin::default(),
        Audience::Internal,
        &forms,
    );
    let told = short(&built.diagnostics, &built.sources);
    built.site.unwrap_or_else(|| panic!("{pack}:\n{told}"))
}

fn page(site: &Site, path: &str) -> String {
    let bytes = site.files.get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.clone())
        .unwrap()
        .replace('\u{a0}', "~")
        .replace('\u{202f}', "_")
}

fn holds(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "no `{text}`");
    }
}

/// A pack with one line of one file replaced, and what is said of it.
fn told(pack: &str, path: &str, from: &str, to: &str) -> String {
    let mut tree = tree(pack);
    let file = tree.files.get_mut(path).unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(text.contains(from), "no `{from}` in {path}");
    *file = text.replacen(from, to, 1).into_bytes();
    let checked = pipeline::check(&tree);
    short(&checked.diagnostics, &checked.sources)
}

const OVERVIEW: &str = "content/2026-Q3/overview.md";

#[test]
fn a_german_pack_is_german() {
    let site = site(GERMAN);
    let pack = page(&site, "2026-Q3/index.html");
    holds(
        &pack,
        &[
            "<html lang=\"de\">",
            "Zum Inhalt springen",
            "3.~Quartal, 1.~Juli bis 30.~September~2026",
            "In drei Sätzen",
            "4 von 6 Kennzahlen mit Ziel haben es erreicht",
            "97,6~%",
            "412~Tsd.~€",
            "Antwort bis 13.~November~2026",
            "Nicht im Plan",
            "(nach den Daten: Änderungsfehlerrate: gefallen von etwa 9,3~% auf 4,4~% seit 29.~Juni)",
            "Durch Abfragen gezählt: 1 von 6 Kennzahlen, aus 12.859 Ereignissen in 2 Dateien.",
            "2 Vorfälle konnten nichts Gezähltem zugerechnet werden. Der Wert liegt zwischen 4,4~% und",
        ],
    );
    for english in [
        "The Board is asked",
        "Skip to",
        "On track",
        "against a target",
        ">Metric<",
    ] {
        assert!(!pack.contains(english), "`{english}` is left in English");
    }
    let slides = page(&site, "2026-Q3/slides.html");
    holds(
        &slides,
        &[
            "<html lang=\"de\">",
            "Auf einen Blick",
            "Beschlussvorschlag",
            // What a cell says of its column where it stands under it no longer.
            "data-label=\"Letzte 26~Wochen\"",
            "data-label=\"Gegenüber Ziel\"",
        ],
    );
    assert!(site.sheets.values().all(|sheet| sheet.paper != "Letter"));
    let glossary = page(&site, "glossary/aenderungsfehlerrate.html");
    holds(
        &glossary,
        &[
            "Ereignisse",
            "Warum das Board sie sieht",
            "niedriger ist besser",
        ],
    );
}

#[test]
fn a_french_pack_is_french() {
    let site = site(FRENCH);
    let pack = page(&site, "2026-Q3/index.html");
    holds(
        &pack,
        &[
            "<html lang=\"fr\">",
            "Aller au contenu",
            "3e~trimestre, du 1er~juillet au 30~septembre~2026",
            "En trois phrases",
            "97,6_%",
            "412~k€",
            "réponse avant le 13~novembre~2026",
            "Hors trajectoire",
            "(selon les données~: Taux d’échec des changements~: en baisse, d’environ 9,3_% à 4,4_%",
            "Comptés par requête~: 1 sur 6 indicateurs, à partir de",
            "Incidents imputés au dernier déploiement qui les précède",
        ],
    );
}

/// What the records of a pack are told with: every number and case that the sentences have to agree in.
#[test]
fn records_are_told_in_the_language_of_the_pack() {
    let german = site(GERMAN);
    let french = site(FRENCH);
    let both = [
        (
            "2026-Q3/risks.html",
            vec![
                "1~von 2 Risiken liegt außerhalb des Risikoappetits, bei 1 weiteren ist es möglich",
                "bei „Verfügbarkeit der Kasse“ der Wert unter 99,50~% liegt",
                "1 ist offen, überfällig, seit 29~Tagen. 1~von 2 in diesem Quartal fälligen wurde \
                 fristgerecht behoben, vereinbar mit 9~% bis 91~%; Median 11~Tage bei 2, die offene mit \
                 ihrem Alter.",
                "2~Feststellungen sind offen, davon 1 überfällig, um bis zu 15~Tage.",
                "1~von 2 Diensten ist fristgerecht getestet",
                "Grenze 40.000~Stunden",
            ],
            vec![
                "1~risque sur~2 est hors appétence, et 1 de plus l’est peut-être",
                "«_disponibilité de la caisse_» est sous 99,50_%",
                "1~sur~2 dues ce trimestre a été corrigée dans les délais, compatible avec 9_% à \
                 91_%_; médiane de 11~jours sur 2, celle ouverte comptée à son âge.",
                "2~constats sont ouverts, dont 1 en retard, de 15~jours au plus.",
                "1~service sur~2 est testé dans les délais_;",
                "40_000~heures",
            ],
        ),
        (
            "2026-Q3/capability.html",
            vec![
                "Wir stehen bei „Initial“, Stufe 1 von 5, eine Stufe unter dem, was unsere Phase verlangt",
                "Phase: Wachstum, da zahlende Kunden auf unsere Verfügbarkeit angewiesen sind, eine \
                 Rufbereitschaft besteht und 4~Teams in Produktion ausliefern.",
                "1~von 2 Diensten meldet alle vier goldenen Signale",
                "2~von 2 Diensten melden Latenz und Fehler",
            ],
            vec![
                "Nous en sommes à «_Initial_», niveau 1 sur 5, un niveau sous ce qu’exige notre stade",
                "une astreinte est en place et 4~équipes livrent en production.",
                "1~service sur~2 remonte les quatre signaux d’or",
                "2~services sur~2 remontent leur latence et leurs erreurs",
            ],
        ),
        (
            "experiments/index.html",
            vec![
                "Das eine gemessene Experiment verlief wie erwartet; 1 läuft noch",
                "Von 2 Experimenten läuft 1 und ist 1 entschieden.",
                "Im Durchschnitt 9,1~% in 26~Wochen davor",
            ],
            vec![
                "L’unique expérience mesurée s’est déroulée comme attendu_; 1 est encore en cours",
                "Sur 2 expériences, 1 est en cours et 1 est décidée.",
                "En moyenne 9,1_% sur 26~semaines avant",
            ],
        ),
        (
            "money/index.html",
            vec![
                "schätzungsweise 2.200 bis 9.900~€ in Q3~2026",
                "480 bis 760~€ je Minute",
            ],
            vec![
                "2_200 à 9_900~€ selon l’estimation en T3~2026",
                "480 à 760~€ par minute",
            ],
        ),
    ];
    for (path, in_german, in_french) in both {
        holds(&page(&german, path), &in_german);
        holds(&page(&french, path), &in_french);
    }
}

#[test]
fn programs_read_the_same_in_every_language() {
    for pack in [GERMAN, FRENCH] {
        let site = site(pack);
        let tables = site.files.iter().filter(|(path, _)| path.ends_with(".csv"));
        for (path, bytes) in tables {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let header = text.lines().next().unwrap_or_default();
            assert!(
                header
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || matches!(c, ',' | '_' | '0'..='9')),
                "{path}: {header}"
            );
            assert!(!text.contains('\u{202f}') && !text.contains("~%"), "{path}");
        }
        let report = page(&site, "report.json");
        holds(&report, &["\"percent\"", "312904.75"]);
    }
}

#[test]
fn a_typed_figure_is_found_in_the_packs_own_notation() {
    let text = "Die Verfügbarkeit der Kasse verfehlte mit {{ verfuegbarkeit }} ihr Ziel.";
    let said = told(
        GERMAN,
        OVERVIEW,
        text,
        "Die Verfügbarkeit der Kasse verfehlte mit 99,89 % ihr Ziel.",
    );
    holds(
        &said,
        &[
            "unbound-figure",
            "`99,89 %` is typed by hand: `verfuegbarkeit` is",
        ],
    );
    let text = "La disponibilité de la caisse a manqué sa cible avec {{ disponibilite }}.";
    let said = told(
        FRENCH,
        OVERVIEW,
        text,
        "La disponibilité de la caisse a manqué sa cible avec 99,89 %.",
    );
    holds(
        &said,
        &[
            "unbound-figure",
            "`99,89 %` is typed by hand: `disponibilite` is",
        ],
    );
}

#[test]
fn no_sentence_passes_because_its_words_are_not_read() {
    // Not tied at all.
    let verdict = "{text: Der Buchungserfolg hielt sein Ziel, claims: [buchungserfolg met]}";
    let said = told(GERMAN, OVERVIEW, verdict, "Alles ist besser denn je");
    holds(
        &said,
        &[
            "unread-sentence",
            "nothing holds `Alles ist besser denn je` to the data",
        ],
    );
    // Tied to what the data do not say.
    let false_claim =
        "{text: Der Buchungserfolg verfehlte sein Ziel, claims: [buchungserfolg missed]}";
    let said = told(GERMAN, OVERVIEW, verdict, false_claim);
    holds(&said, &["claim-against-target"]);
    // Below the first page, a sentence that speaks of a metric.
    let said = told(
        GERMAN,
        "content/2026-Q3/stories/rollback.md",
        "Zu viele Auslieferungen mussten von Hand nachgebessert werden.",
        "Die Änderungsfehlerrate hat sich halbiert.",
    );
    holds(&said, &["unread-sentence"]);
    // Words that an English reader would take for a claim of his own are none.
    let french = "{text: Le taux de réservations réussies a tenu sa cible, claims: [reservations-reussies met]}";
    let said = told(
        FRENCH,
        OVERVIEW,
        french,
        "Le taux de réservations réussies met sa cible",
    );
    holds(&said, &["unread-sentence"]);
    // That nothing is measured yet, where something is.
    let said = told(GERMAN, OVERVIEW, verdict, "Noch nicht gemessen.");
    holds(&said, &["nothing holds `Noch nicht gemessen` to the data"]);
    let said = told(FRENCH, OVERVIEW, french, "Pas encore mesuré.");
    holds(&said, &["nothing holds `Pas encore mesuré` to the data"]);
}
