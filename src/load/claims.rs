//! `{text: …, claims: [change-failure-rate fell]}` to a text and what it claims of metrics, and
//! `{text: …, records: [incidents/payment-provider-down]}` to one tied to records; `{text: …, judgement:
//! CTO}` and `{text: …, source: …}` to one that is somebody's judgement or kept elsewhere. A text
//! without any stands as a plain string.

use super::decode::{Field, Fields, conflict, or_wrong};
use super::names::Names;
use super::problems::{meant, one_of, quoted};
use super::topics;
use crate::diag::{Located, Span};
use crate::model::{Claim, ClaimVerb, Judgement, Text, Tie, Voucher};
use std::cell::RefCell;

/// Reads texts that may declare claims, and keeps the claims.
pub(super) struct Claims<'a> {
    metrics: &'a Names,
    services: &'a Names,
    found: RefCell<Vec<Claim>>,
    ties: RefCell<Vec<Tie>>,
    judgements: RefCell<Vec<Judgement>>,
}

/// What the texts of one file declare, in order.
pub(super) struct Declared {
    pub(super) claims: Vec<Claim>,
    pub(super) ties: Vec<Tie>,
    pub(super) judgements: Vec<Judgement>,
}

impl<'a> Claims<'a> {
    /// For one file.
    pub(super) fn new(metrics: &'a Names, services: &'a Names) -> Self {
        Self {
            metrics,
            services,
            found: RefCell::default(),
            ties: RefCell::default(),
            judgements: RefCell::default(),
        }
    }

    /// What the texts of the file declare.
    pub(super) fn into_declared(self) -> Declared {
        Declared {
            claims: self.found.into_inner(),
            ties: self.ties.into_inner(),
            judgements: self.judgements.into_inner(),
        }
    }

    /// A text that must be there and may be somebody's judgement.
    pub(super) fn required_or_judgement(
        &self,
        fields: &Fields<'_, '_, '_>,
        name: &'static str,
    ) -> Option<Text> {
        self.text_or_judgement(fields.required(name)?)
    }

    /// A string, or a text with its claims or with the role whose judgement it is.
    pub(super) fn text_or_judgement(&self, field: Field<'_, '_, '_>) -> Option<Text> {
        self.read(field, true)
    }

    /// A text that must be there.
    pub(super) fn required(&self, fields: &Fields<'_, '_, '_>, name: &'static str) -> Option<Text> {
        self.text(fields.required(name)?)
    }

    /// A string, or a text with its claims.
    pub(super) fn text(&self, field: Field<'_, '_, '_>) -> Option<Text> {
        self.read(field, false)
    }

    fn read(&self, field: Field<'_, '_, '_>, may_judge: bool) -> Option<Text> {
        if !field.is_map() {
            return field.markdown();
        }
        let fields = field.fields()?;
        let text = fields.markdown("text");
        let voucher = [
            fields.optional("judgement").map(|field| (field, true)),
            fields.optional("source").map(|field| (field, false)),
        ];
        let records = fields.optional("records");
        let alone = voucher.iter().all(Option::is_none) && records.is_none();
        let claims = if alone {
            fields.required_because("claims", "without claims, write the text alone")
        } else {
            fields.optional("claims")
        };
        fields.finish();
        if alone && claims.is_none() {
            return None;
        }
        let text = text?;
        let mut vouched = voucher.into_iter().flatten();
        if let (Some((field, _)), false) = (vouched.clone().next(), may_judge) {
            conflict(
                field,
                "what stands over a page is held to the data or to a record, and is nobody’s word",
                "say of a metric what it means; the summary and the verdicts may hold a judgement each",
            );
            return None;
        }
        if let (Some(_), Some((second, _))) = (vouched.clone().next(), vouched.clone().nth(1)) {
            conflict(
                second,
                "a text is either a judgement or a fact with a source",
                "keep one of the two",
            );
            return None;
        }
        if let Some(claims) = claims {
            for item in claims.items()? {
                let claim = self.claim(item, text.span);
                self.found.borrow_mut().extend(claim);
            }
        }
        if let Some(records) = records {
            let ties = records.texts()?.into_iter();
            let ties = ties.map(|record| Tie {
                of: text.span,
                record,
            });
            self.ties.borrow_mut().extend(ties);
        }
        if let Some((field, judged)) = vouched.next() {
            let written = field.text()?;
            let by = if judged {
                Voucher::Role(written)
            } else {
                Voucher::Source(written)
            };
            let of = text.span;
            self.judgements.borrow_mut().push(Judgement { of, by });
        }
        Some(text)
    }

    /// `metric[@service] verb`.
    fn claim(&self, item: Field<'_, '_, '_>, of: Span) -> Option<Claim> {
        let raw = item.raw()?;
        let written = raw.value;
        // Quotes around the whole shift every place by one byte, and nothing else does.
        let quotes = (raw.span.end - raw.span.start) as usize == written.len() + 2;
        let start = raw.span.start + u32::from(quotes);
        let part = |part: &str| {
            let at = part.as_ptr() as usize - written.as_ptr() as usize;
            let at = start + u32::try_from(at).unwrap_or(0);
            let end = at + u32::try_from(part.len()).unwrap_or(0);
            Span {
                start: at.min(raw.span.end),
                end: end.min(raw.span.end),
                ..raw.span
            }
        };
        let bad = |span, message: String, help: String| {
            let problem = topics::UNKNOWN_CLAIM.at(span, message).help(help);
            item.problems.add(problem);
        };
        let Some((name, verb)) = written.split_once(char::is_whitespace) else {
            bad(
                raw.span,
                format!("the claim {} has no verb", quoted(written)),
                format!("write a metric and a verb, such as `{written} missed`"),
            );
            return None;
        };
        let verb = verb.trim_start();
        let word: Vec<&str> = verb.split_whitespace().collect();
        let word = word.join("-");
        let known = ClaimVerb::WORDS.iter().find(|(known, _)| *known == word);
        if known.is_none() {
            let words = ClaimVerb::WORDS.iter().map(|(word, _)| *word);
            let all: Vec<&str> = words.clone().collect();
            bad(
                part(verb),
                format!("{} is no verb of a claim", quoted(verb)),
                meant(&word, words, &format!("write {}", one_of(&all))),
            );
        }
        let (metric, service) = match name.split_once('@') {
            Some((metric, service)) => (metric, Some(service)),
            None => (name, None),
        };
        let metric = Located::new(metric.to_owned(), part(metric));
        let metric = self.metrics.known(metric, item.problems);
        let service = service.map(|service| {
            let service = Located::new(service.to_owned(), part(service));
            self.services.known(service, item.problems)
        });
        let service = or_wrong(service)?;
        Some(Claim {
            of,
            metric: metric?,
            service,
            verb: Located::new(known?.1, part(verb)),
        })
    }
}
