//! "Promises kept": the error budgets of the quarter, worst first, the burn-down of the worst,
//! what no promise covers yet; and in the appendix contracts beside objectives and formal reviews.

use super::promise_rows::{AgreementRow, ReviewRow, Row, agreements, reviews, row};
use super::{Frame, money_rows, objective_path};
use crate::analyse::QuarterAnalysis;
use crate::analyse::budget::BudgetAccount;
use crate::model::Exact;
use crate::render::figures::{Drawn, budgets};
use crate::render::{Ctx, sentences};
use crate::tongue::{label, say};
use serde::Serialize;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Promises {
    kicker: String,
    headline: String,
    /// Why there is nothing to show; otherwise empty.
    nothing: &'static str,
    /// That the quarter is still running, days without data, exclusions: sentences.
    remarks: Vec<String>,
    rows: Vec<Row>,
    /// What is counted in most rows: head of that column.
    counted: String,
    figures: Vec<Drawn>,
    /// Why the worst one's own window says something else.
    differs: String,
    covered: String,
    /// What contracts and reviews came to, in a sentence.
    contracts: String,
}

/// The sheet of the appendix.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Contracts {
    kicker: String,
    headline: String,
    agreements: Vec<AgreementRow>,
    reviews: Vec<ReviewRow>,
    /// What was counted or estimated in money.
    costs: Vec<money_rows::Line>,
}

/// Accounts that a reader may see, the one with least left first.
pub(super) fn worst_first(quarter: &QuarterAnalysis) -> Vec<&BudgetAccount> {
    let mut accounts: Vec<&BudgetAccount> = quarter.budgets.values().collect();
    accounts.sort_by_key(|account| account.spend.left().unwrap_or(Exact::ZERO));
    accounts
}

impl Promises {
    /// The sheet, and that of the appendix where there is something to show.
    pub(crate) fn sheets(
        ctx: &Ctx<'_>,
        frame: &Frame,
        quarter: &QuarterAnalysis,
        before: Option<&QuarterAnalysis>,
    ) -> (Self, Option<Contracts>) {
        let accounts = worst_first(quarter);
        let then = before
            .into_iter()
            .flat_map(|before| before.budgets.values());
        let low = budgets::low_end(&accounts, then);
        let rows = accounts
            .iter()
            .map(|account| {
                let earlier = before.and_then(|before| before.budgets.get(&account.objective));
                row(ctx, frame, account, earlier, low)
            })
            .collect();
        let spent = |account: &&&BudgetAccount| account.is_kept() == Some(false);
        // The worst, and a second one only where it was overspent too.
        let drawn = accounts.iter().take(1);
        let drawn = drawn.chain(accounts.iter().skip(1).take(1).filter(spent));
        let figures: Vec<Drawn> = drawn
            .enumerate()
            .filter_map(|(at, account)| budgets::burned(ctx, account, &format!("budget-{at}")))
            .collect();
        let exclusions = accounts.iter().skip(figures.len());
        let exclusions = exclusions.filter_map(|account| sentences::exclusion(ctx, account));
        let remarks = sentences::provisional(ctx, &accounts)
            .into_iter()
            .chain(sentences::unseen(ctx, &accounts))
            .chain(exclusions)
            .collect();
        let differs = accounts
            .iter()
            .take(1)
            .find_map(|account| sentences::why_window_differs(ctx, account));
        let last = ctx.pack.settings.calendar.last_day(quarter.period);
        let levels = &ctx.pack.service_levels.levels;
        let reviews = reviews(ctx, frame, quarter, &accounts);
        let late = reviews.iter().filter(|review| review.is_late()).count();
        let open = reviews.iter().filter(|review| review.is_open()).count();
        let contracts = sentences::contracts(ctx, &accounts, late, open);
        let kicker = say!(
            "Promises kept · {period_short}",
            ctx.words.period_short(quarter.period)
        );
        let appendix = Contracts {
            kicker: kicker.clone(),
            headline: contracts.clone(),
            agreements: agreements(ctx, frame, &accounts),
            reviews,
            costs: money_rows::lines(ctx, frame, quarter, money_rows::is_of_promises),
        };
        let sheet = Self {
            kicker,
            headline: sentences::promises(ctx, &accounts),
            nothing: match (accounts.is_empty(), levels.is_empty()) {
                (false, _) => "",
                (true, true) => label("This pack keeps no service levels."),
                (true, false) => label("Nothing was counted for any objective in this quarter."),
            },
            remarks,
            rows,
            counted: sentences::counted_head(ctx, &accounts),
            figures,
            differs: differs.unwrap_or_default(),
            contracts,
            covered: (!levels.is_empty())
                .then(|| sentences::covered(ctx, last))
                .flatten()
                .unwrap_or_default(),
        };
        let shown = sheet.nothing.is_empty();
        (sheet, shown.then_some(appendix))
    }
}

/// The address of an objective's page.
pub(super) fn href(frame: &Frame, account: &BudgetAccount) -> String {
    frame.to(&objective_path(&account.objective))
}
