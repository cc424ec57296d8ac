//! Every quarter with its pack, newest first. A past quarter is judged with what was known at its
//! end, so its line here does not change when later weeks are filed.

use super::at_a_glance::pane_name;
use super::{Frame, Maker, Section, pack_path};
use crate::analyse::QuarterAnalysis;
use crate::diag::Diagnostic;
use crate::model::Purpose;
use crate::render::markdown::Html;
use crate::render::marks::{self, Mark};
use crate::render::{Page, sentences};
use crate::tongue::label;
use serde::Serialize;

pub(super) const PATH: &str = "archive.html";

#[derive(Debug, Serialize)]
struct View {
    frame: Frame,
    quarters: Vec<Quarter>,
    report_href: String,
}

#[derive(Debug, Serialize)]
struct Quarter {
    period: String,
    short: String,
    href: String,
    /// What the author made of it; empty where nothing was written.
    headline_html: Html,
    purpose: &'static str,
    verdicts: Vec<PaneVerdict>,
    honesty: String,
    as_of: String,
    reviewed_by: String,
    decisions: usize,
}

#[derive(Debug, Serialize)]
struct PaneVerdict {
    pane: &'static str,
    mark: Mark,
    uneased: String,
}

/// The page.
pub(crate) fn archive(maker: &Maker<'_>) -> Result<Page, Box<Diagnostic>> {
    let frame = maker.frame(PATH, label("Archive"), Section::Archive);
    let view = View {
        quarters: maker
            .quarters()
            .rev()
            .map(|quarter| line(maker, &frame, quarter))
            .collect(),
        report_href: frame.to(super::report_json::PATH),
        frame,
    };
    maker.page(PATH, "archive.html", &view)
}

fn line(maker: &Maker<'_>, frame: &Frame, quarter: &QuarterAnalysis) -> Quarter {
    let ctx = maker.ctx(quarter.period);
    let narrative = maker.pack.narratives.get(&quarter.period);
    let snapshot = maker.pack.snapshots.get(&quarter.period);
    let purpose = narrative.map_or(label("Figures only"), |n| match n.overview.purpose {
        Purpose::Decision => label("For decision"),
        Purpose::Discussion => label("For discussion"),
        Purpose::Noting => label("For noting"),
    });
    Quarter {
        period: ctx
            .words
            .period(&maker.pack.settings.calendar, quarter.period),
        short: ctx.words.period_short(quarter.period),
        href: frame.to(&pack_path(quarter.period)),
        headline_html: narrative.map_or_else(Html::default, |n| {
            ctx.inline(&frame.root, &n.overview.headline)
        }),
        purpose,
        verdicts: quarter
            .verdicts
            .iter()
            .map(|verdict| PaneVerdict {
                pane: pane_name(verdict.pane),
                mark: marks::verdict(verdict.word),
                uneased: sentences::verdict_uneased(verdict),
            })
            .collect(),
        honesty: sentences::honesty(&ctx, &quarter.honesty),
        as_of: snapshot.map_or_else(|| label("n/a").to_owned(), |s| ctx.words.date(s.as_of)),
        reviewed_by: snapshot.map_or_else(|| label("n/a").to_owned(), |s| s.reviewed_by.clone()),
        decisions: narrative.map_or(0, |n| n.decisions.len()),
    }
}
