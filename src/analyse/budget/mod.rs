//! Error budgets: what an objective allowed, what was spent of it, how fast, and what that calls
//! for. Counts and targets in, exact shares out; no rounding and no words.

mod account;
pub mod burn;
pub mod contract;
mod coverage;
mod review;
pub mod slices;
mod speed;
pub mod spend;
mod window;

pub use account::{BudgetAccount, BudgetUnit, IncidentCost};
pub use contract::{AgreementAccount, MonthAccount};
pub use coverage::{coverage, covering};
pub use review::{Called, Standing, answer, called, carried, known_on, standing};
pub use speed::{BurnRates, Speed};
pub use spend::Spend;
pub use window::WindowAccount;

pub(super) use account::{Accounts, accounts};
