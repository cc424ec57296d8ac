//! `data/pack.yaml` to settings.

use super::collected;
use super::decode::{Field, Fields, or_wrong};
use super::problems::{nearest, quoted};
use super::topics;
use crate::diag::{Located, Severity, Span};
use crate::model::{
    BrandSetting, Calendar, CollectSettings, Colour, DashboardEntry, DashboardPane, FontSetting,
    Locale, Pane, Paper, RuleSetting, Settings, SeveritySetting, Stage, YearName,
};
use chrono_tz::Tz;
use std::collections::BTreeMap;

const MONTHS: &[(&str, u32)] = &[
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];
const YEAR_NAMES: &[(&str, YearName)] = &[("start", YearName::Start), ("end", YearName::End)];
const PAPERS: &[(&str, Paper)] = &[("a4", Paper::A4), ("letter", Paper::Letter)];
const STAGES: &[(&str, Stage)] = &[
    ("scrappy", Stage::Scrappy),
    ("scaling", Stage::Scaling),
    ("accountable", Stage::Accountable),
];
const PANES: &[(&str, Pane)] = &[
    ("outcomes", Pane::Outcomes),
    ("flow", Pane::Flow),
    ("quality", Pane::Quality),
    ("reliability", Pane::Reliability),
];
const SEVERITIES: &[(&str, SeveritySetting)] = &[
    ("error", SeveritySetting::As(Severity::Error)),
    ("warning", SeveritySetting::As(Severity::Warning)),
    ("off", SeveritySetting::Off),
];

/// What could be read: where a part of the settings is wrong, the rest is still good for telling of
/// what depends on it.
#[derive(Default)]
pub(super) struct Read {
    /// All of them.
    pub(super) settings: Option<Settings>,
    /// Which weeks belong to which quarter depends on it.
    pub(super) calendar: Option<Calendar>,
    /// The rows of the dashboard, each of which names a metric.
    pub(super) rows: Vec<DashboardEntry>,
}

/// Reads the settings.
pub(super) fn read(root: Field<'_, '_, '_>, first_line: Span) -> Read {
    let Some(fields) = root.fields() else {
        return Read::default();
    };
    let mut rows = Vec::new();
    let organisation = fields.text("organisation");
    let report = fields.text("report");
    let classification = fields.text("classification");
    let year = fields.optional("fiscal_year").map(fiscal_year);
    let zone = fields.required("time_zone").and_then(time_zone);
    let currency = fields.required("currency").and_then(currency);
    let locale = match fields.optional("locale") {
        Some(field) => field.word(Locale::NAMES).map(|word| word.value),
        None => Some(Locale::EnGb),
    };
    let paper = match fields.optional("paper") {
        Some(field) => field.word(PAPERS).map(|word| word.value),
        None => Some(Paper::of(locale.unwrap_or(Locale::EnGb))),
    };
    let stage = fields
        .required("stage")
        .and_then(|stage| stage.word(STAGES));
    let dashboard = fields
        .required("dashboard")
        .and_then(|field| self::dashboard(field, &mut rows));
    let rules = match fields.optional("rules") {
        Some(field) => rules(field),
        None => Some(BTreeMap::new()),
    };
    let brand = match fields.optional("brand") {
        Some(field) => brand(field),
        None => Some(BrandSetting::default()),
    };
    let collect = match fields.optional("collect") {
        Some(field) => collected::settings(field),
        None => Some(CollectSettings::default()),
    };
    fields.finish();
    let calendar = zone.and_then(|zone| {
        let (first_month, named_by) = year.unwrap_or(Some((1, YearName::End)))?;
        Some(Calendar {
            first_month,
            named_by,
            zone,
        })
    });
    let settings = || {
        Some(Settings {
            organisation: organisation?.value,
            report: report?.value,
            classification: classification?.value,
            calendar: calendar?,
            currency: currency?,
            locale: locale?,
            paper: paper?,
            stage: stage?.value,
            dashboard: dashboard?,
            brand: brand?,
            collect: collect?,
            rules: rules?,
            span: first_line,
        })
    };
    Read {
        settings: settings(),
        calendar,
        rows,
    }
}

fn fiscal_year(field: Field<'_, '_, '_>) -> Option<(u32, YearName)> {
    let fields = field.fields()?;
    let starts = match fields.optional("starts") {
        Some(field) => field.word(MONTHS).map(|word| word.value),
        None => Some(1),
    };
    let named_by = match fields.optional("named_by") {
        Some(field) => field.word(YEAR_NAMES).map(|word| word.value),
        None => Some(YearName::End),
    };
    fields.finish();
    Some((starts?, named_by?))
}

/// A time zone by its IANA name.
pub(super) fn time_zone(field: Field<'_, '_, '_>) -> Option<Tz> {
    let text = field.raw()?;
    if let Ok(zone) = text.value.parse() {
        return Some(zone);
    }
    let names = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let near = nearest(text.value, names()).or_else(|| {
        let city = text.value.rsplit('/').next()?;
        let is_city = |name: &&str| {
            name.rsplit('/')
                .next()
                .is_some_and(|n| n.eq_ignore_ascii_case(city))
        };
        names().find(is_city)
    });
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write an IANA name, such as `Europe/London`".to_owned(),
    };
    let message = format!("{} is not a time zone", quoted(text.value));
    field
        .problems
        .add(topics::BAD_TIME_ZONE.at(text.span, message).help(help));
    None
}

fn brand(field: Field<'_, '_, '_>) -> Option<BrandSetting> {
    let fields = field.fields()?;
    let accent = fields.optional("accent").map(colour);
    let accent_dark = fields.optional("accent_dark");
    if let (None, Some(dark)) = (&accent, &accent_dark) {
        let message = "`accent_dark` goes with `accent`, which is not there";
        let problem = topics::BAD_COLOUR.at(dark.key, message);
        fields
            .problems()
            .add(problem.help("give the colour on light as `accent`"));
    }
    let accent_dark = accent_dark.map(colour);
    let logo = fields.optional("logo");
    let logo = logo.map(|field| file(field, &[".svg", ".png"]));
    let font = fields.optional("font").map(font);
    fields.finish();
    Some(BrandSetting {
        accent: or_wrong(accent)?,
        accent_dark: or_wrong(accent_dark)?,
        logo: or_wrong(logo)?,
        font: or_wrong(font)?,
    })
}

fn colour(field: Field<'_, '_, '_>) -> Option<Located<Colour>> {
    let text = field.raw()?;
    if let Ok(colour) = text.value.parse() {
        return Some(text.map(|_| colour));
    }
    let digits = format!("#{}", text.value.trim_start_matches(['#', '0', 'x']));
    let help = match digits.parse::<Colour>() {
        Ok(colour) => format!("write `\"{colour}\"`"),
        Err(()) => {
            "write `#` and six digits from 0 to F in quotes, such as `\"#0B57A4\"`".to_owned()
        }
    };
    let message = format!("{} is no colour", quoted(text.value));
    field
        .problems
        .add(topics::BAD_COLOUR.at(text.span, message).help(help));
    None
}

/// The name of a file of the brand.
fn file(field: Field<'_, '_, '_>, endings: &[&str]) -> Option<Located<String>> {
    let text = field.raw()?;
    let name = text.value;
    let letter = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let plain = name.bytes().all(letter) && !name.starts_with('.');
    if plain && endings.iter().any(|ending| name.ends_with(ending)) {
        return Some(text.map(str::to_owned));
    }
    let message = format!("{} is no name of such a file", quoted(name));
    let help = format!(
        "name a file of `templates/brand/` that ends in {}, without its folder: letters, digits, `-`, \
         `_` and `.`",
        endings.join(" or ")
    );
    field
        .problems
        .add(topics::BRAND_FILE.at(text.span, message).help(help));
    None
}

fn font(field: Field<'_, '_, '_>) -> Option<FontSetting> {
    let fields = field.fields()?;
    let face = |field| file(field, &[".woff2"]);
    let licence = fields.required("licence");
    let licence = licence.and_then(|field| file(field, &[".txt", ".md"]));
    let regular = fields.required("regular").and_then(face);
    let semibold = fields.optional("semibold").map(face);
    let bold = fields.optional("bold").map(face);
    fields.finish();
    Some(FontSetting {
        licence: licence?,
        regular: regular?,
        semibold: or_wrong(semibold)?,
        bold: or_wrong(bold)?,
    })
}

fn currency(field: Field<'_, '_, '_>) -> Option<Located<String>> {
    let text = field.raw()?;
    if text.value.len() == 3 && text.value.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(text.map(str::to_owned));
    }
    let upper = text.value.to_uppercase();
    let help = match (text.value, upper.len()) {
        ("£", _) => "write `GBP`".to_owned(),
        ("$", _) => "write `USD`".to_owned(),
        ("€", _) => "write `EUR`".to_owned(),
        (_, 3) if upper.bytes().all(|b| b.is_ascii_uppercase()) => format!("write `{upper}`"),
        _ => "write the three letters of ISO 4217, such as `GBP`".to_owned(),
    };
    let message = format!("{} is not a currency code", quoted(text.value));
    field
        .problems
        .add(topics::BAD_CURRENCY.at(text.span, message).help(help));
    None
}

fn dashboard(
    field: Field<'_, '_, '_>,
    rows: &mut Vec<DashboardEntry>,
) -> Option<Vec<DashboardPane>> {
    let items = field.items()?;
    let count = items.len();
    let mut named = Vec::with_capacity(count);
    let mut panes = Vec::with_capacity(count);
    for item in items {
        let (pane, read) = pane(item, rows);
        named.extend(pane);
        panes.extend(read);
    }
    let order: Vec<Pane> = named.iter().map(|pane| pane.value).collect();
    // A pane whose name could not be read has been told of.
    if named.len() == count && order != Pane::ALL {
        let wrong = named
            .iter()
            .zip(Pane::ALL)
            .find(|(pane, due)| pane.value != *due)
            .map_or(field.key, |(pane, _)| pane.span);
        field.problems.add(
            topics::PANES
                .at(wrong, "the dashboard does not have its four panes in order")
                .help("write `outcomes`, `flow`, `quality`, `reliability`, each once"),
        );
        return None;
    }
    (panes.len() == Pane::ALL.len()).then_some(panes)
}

fn pane(
    field: Field<'_, '_, '_>,
    rows: &mut Vec<DashboardEntry>,
) -> (Option<Located<Pane>>, Option<DashboardPane>) {
    let Some(fields) = field.fields() else {
        return (None, None);
    };
    let name = fields.required("pane").and_then(|pane| pane.word(PANES));
    let headline = fields.required("headline").and_then(entry);
    let others = fields.required("metrics").and_then(|list| {
        let items = list.items()?;
        let count = items.len();
        let entries: Vec<_> = items.into_iter().filter_map(entry).collect();
        rows.extend(entries.iter().cloned());
        (entries.len() == count).then_some(entries)
    });
    rows.extend(headline.clone());
    fields.finish();
    let read = || {
        Some(DashboardPane {
            pane: name.as_ref()?.value,
            headline: headline?,
            others: others?,
        })
    };
    let pane = read();
    (name, pane)
}

/// A metric id, or a metric at a service.
fn entry(field: Field<'_, '_, '_>) -> Option<DashboardEntry> {
    if field.is_scalar() {
        return Some(DashboardEntry {
            metric: field.text()?,
            service: None,
        });
    }
    let fields: Fields<'_, '_, '_> = field.fields()?;
    let metric = fields.text("metric");
    let service = fields.optional("service").map(Field::text);
    fields.finish();
    Some(DashboardEntry {
        metric: metric?,
        service: or_wrong(service)?,
    })
}

/// `code: off`, or `code: {severity: off, reason: …}`.
fn rules(field: Field<'_, '_, '_>) -> Option<BTreeMap<String, RuleSetting>> {
    let mut rules = BTreeMap::new();
    for (code, field) in field.pairs()? {
        let (severity, reason) = if field.is_scalar() {
            (field.word(SEVERITIES), None)
        } else {
            let Some(fields) = field.fields() else {
                continue;
            };
            let severity = fields
                .required("severity")
                .and_then(|severity| severity.word(SEVERITIES));
            let reason = fields.optional_text("reason");
            fields.finish();
            (severity, reason)
        };
        if let Some(severity) = severity {
            let setting = RuleSetting {
                severity: severity.value,
                reason,
                span: code.span,
            };
            rules.insert(code.value.clone().into_owned(), setting);
        }
    }
    Some(rules)
}
