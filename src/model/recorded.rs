//! Every text of a pack's records, with what it is for: the one list that the rules about words go
//! through. Records are source: their digits are their own, and nothing is filled in.

use super::{
    Business, Compliance, Experiment, Maturity, Objective, Pack, Period, RecordPart, Rhythm, Text,
};

/// A text of a record.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// What kind of text it is, and so how far it is held to the data.
    pub part: RecordPart,
    /// What it is called in messages: `` `cause` ``, `milestone`, …
    pub what: &'static str,
    /// The text, shown as it is written.
    pub text: &'a Text,
    /// The quarter whose record it stands in; `None` for a record that no quarter owns.
    pub period: Option<Period>,
    /// The quarter that it speaks of, where it speaks of one.
    pub quarter: Option<Period>,
}

impl Pack {
    /// Every text of the records in order of their files. Whoever adds a record that readers see adds
    /// its texts here.
    pub fn recorded(&self) -> Vec<Recorded<'_>> {
        let incidents = self.incidents.iter().flat_map(|(period, record)| {
            let texts = record.incidents.iter().flat_map(|i| i.texts());
            texts.map(|(part, text)| Recorded {
                part,
                what: part.name(),
                text,
                period: Some(*period),
                quarter: Some(*period),
            })
        });
        // Everything below is one record for all quarters.
        let risks = self.risks.iter().flatten().flat_map(|risk| {
            let of = |text: &Text| {
                let mut assessed = risk.assessed.iter();
                assessed.find(|a| a.why.span == text.span)
            };
            let texts = risk.texts().into_iter();
            texts.map(move |(part, text)| (part, text, of(text).map(|a| a.period.value)))
        });
        let reviews = self.service_levels.reviews.iter().filter_map(|held| {
            let text = held.text.as_ref()?;
            Some((RecordPart::ReviewOutcome, text, Some(held.period.value)))
        });
        let asked = self.compliance.iter().flat_map(Compliance::texts);
        let able = self.maturity.iter().flat_map(Maturity::texts);
        let tried = self.experiments.iter().flatten();
        let tried = tried.flat_map(Experiment::texts);
        let rhythms = self.cadence.iter().flatten().flat_map(Rhythm::texts);
        let promised = self.objectives.values().flat_map(Objective::texts);
        let money = self.business.iter().flat_map(Business::texts);
        let lasting = asked.chain(able).chain(tried).chain(rhythms).chain(money);
        let lasting = lasting.map(|(part, text)| (part, text, None));
        let lasting = promised
            .map(|(part, text)| (part, text, None))
            .chain(reviews)
            .chain(risks)
            .chain(lasting);
        let lasting = lasting.map(|(part, text, quarter)| Recorded {
            part,
            what: part.name(),
            text,
            period: None,
            quarter,
        });
        incidents.chain(lasting).collect()
    }
}
