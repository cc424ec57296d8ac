//! A quarter's judgements and narrative to the pack page: the sheets, in the order a director asks.

use super::at_a_glance::AtAGlance;
use super::capability::Capability;
use super::dashboard::Dashboard;
use super::data_quality::DataQuality;
use super::learning::Learning;
use super::moved::Moved;
use super::promises::{Contracts, Promises};
use super::reading_guide::ReadingGuide;
use super::reading_time::words_to_read;
use super::risks::Risks;
use super::stories::{Stories, Told};
use super::went_wrong::{Aftermath, WentWrong};
use super::whole::Appendix;
use super::{Frame, Link, Maker, Section, changes, decisions, pack_path, service_path};
use crate::analyse::{Ledger, QuarterAnalysis};
use crate::diag::Diagnostic;
use crate::model::Period;
use crate::render::Page;
use crate::render::forms::{PDF, SINGLE, SLIDES, SLIDES_PDF};
use crate::tongue::label;
use serde::Serialize;

/// The pack page.
#[derive(Debug, Serialize)]
pub(super) struct View {
    pub(super) frame: Frame,
    pub(super) glance: AtAGlance,
    pub(super) dashboard: Dashboard,
    moved: Moved,
    promises: Promises,
    wrong: WentWrong,
    risks: Risks,
    stories: Stories,
    pub(super) decisions: Vec<decisions::Sheet>,
    capability: Capability,
    /// From here on the appendix.
    contracts: Option<Contracts>,
    aftermath: Option<Aftermath>,
    more_stories: Vec<Told>,
    learning: Learning,
    guide: ReadingGuide,
    quality: DataQuality,
    /// What changed since the pack before; empty for the first.
    pub(super) changes: Vec<Link>,
    /// The same as PDF, as slides, as one file; empty where they are not made.
    pub(super) forms: Vec<Link>,
    /// What stands behind the sheets where the pack leads to no other page.
    pub(super) whole: Option<Appendix>,
    /// The quarter's service pages.
    pub(super) services: Vec<Link>,
}

/// Every quarter's pack page at its permanent address, and the latest at the site's top.
pub(crate) fn packs(maker: &Maker<'_>) -> Vec<Result<Page, Box<Diagnostic>>> {
    let latest = maker.analysis.quarters.get(&maker.latest);
    let pages: Vec<(String, &QuarterAnalysis)> = maker
        .quarters()
        .map(|quarter| (pack_path(quarter.period), quarter))
        .chain(latest.map(|quarter| ("index.html".to_owned(), quarter)))
        .filter(|(path, _)| maker.wants(path))
        .collect();
    maker.each(&pages, |(path, quarter)| page(maker, path, quarter))
}

fn page(maker: &Maker<'_>, path: &str, quarter: &QuarterAnalysis) -> Result<Page, Box<Diagnostic>> {
    maker.page(path, "pack.html", &view(maker, path, quarter))
}

/// What the pack page at `path` says.
pub(super) fn view(maker: &Maker<'_>, path: &str, quarter: &QuarterAnalysis) -> View {
    let ctx = maker.ctx(quarter.period);
    let narrative = ctx.pack.narratives.get(&quarter.period);
    let title = ctx.words.period_short(quarter.period);
    let frame = maker
        .frame(path, &title, Section::Pack)
        .about(maker, quarter.period);
    let ledger = Ledger::new(ctx.pack, maker.analysis, quarter.period);
    let before = maker.analysis.seen_from(quarter.period);
    let before = before.get(&quarter.period.previous());
    let (promises, contracts) = Promises::sheets(&ctx, &frame, quarter, before);
    let (wrong, aftermath) = WentWrong::sheets(&ctx, &frame, quarter, before);
    let (stories, more_stories) = Stories::sheets(&ctx, &frame, quarter, narrative, maker.edition);
    let mut view = View {
        glance: AtAGlance::new(&ctx, &frame.root, quarter, narrative, &ledger),
        dashboard: Dashboard::new(&ctx, &frame, quarter),
        moved: Moved::new(&ctx, &frame, quarter, narrative),
        promises,
        wrong,
        risks: Risks::new(&ctx, &frame, quarter),
        stories,
        decisions: decisions::sheets(&ctx, &frame, quarter, narrative),
        capability: Capability::new(
            &ctx,
            &frame,
            quarter,
            maker
                .analysis
                .seen_from(quarter.period)
                .get(&quarter.period.previous()),
        ),
        contracts,
        aftermath,
        more_stories,
        learning: Learning::new(&ctx, &frame, quarter),
        guide: ReadingGuide::new(),
        quality: DataQuality::new(&ctx, &frame, quarter, maker.edition),
        changes: changes::predecessor(maker, quarter.period)
            .into_iter()
            .map(|before| Link {
                label: ctx.words.period_short(before),
                href: frame.to(&changes::changes_path(quarter.period)),
            })
            .collect(),
        whole: None,
        forms: forms(maker, &frame, quarter.period),
        services: ctx
            .pack
            .services
            .iter()
            .map(|service| Link {
                label: service.name.clone(),
                href: frame.to(&service_path(quarter.period, &service.id.value)),
            })
            .collect(),
        frame,
    };
    let core = (
        &view.glance,
        &view.dashboard,
        &view.moved,
        &view.promises,
        &view.wrong,
        &view.risks,
        &view.stories,
        &view.decisions,
        &view.capability,
    );
    let appendix = (
        &view.contracts,
        &view.aftermath,
        &view.more_stories,
        &view.learning,
        &view.guide,
        &view.quality,
    );
    let (core, appendix) = (words_to_read(&core), words_to_read(&appendix));
    view.glance
        .closes(maker.build(quarter.period), core, appendix);
    view
}

/// Links to the other forms of a quarter's pack.
fn forms(maker: &Maker<'_>, frame: &Frame, period: Period) -> Vec<Link> {
    let forms = &maker.edition.forms;
    if !forms.cover(period, maker.latest) {
        return Vec::new();
    }
    let made = [
        (forms.pdf, label("PDF"), PDF),
        (forms.slides, "slides", SLIDES),
        (
            forms.slides && forms.pdf,
            label("slides as PDF"),
            SLIDES_PDF,
        ),
        (forms.single, label("one file"), SINGLE),
    ];
    let made = made.into_iter().filter(|(asked, ..)| *asked);
    made.map(|(_, label, file)| Link {
        label: label.to_owned(),
        href: frame.to(&format!("{period}/{file}")),
    })
    .collect()
}
