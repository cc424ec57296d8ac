//! How often the check of claims lets a sentence pass of which nothing is true, and how often one
//! that is: `cargo bench --bench false_alarm`, or `-- --quick` for a tenth of it. The figures stand
//! in `src/check/claims/mod.rs`, and `tests/claim_alarm.rs` holds them.

#![expect(clippy::print_stdout, reason = "a table for people")]

#[path = "../../tests/quiet/mod.rs"]
mod quiet;

fn main() {
    let quick = std::env::args().any(|a| a == "--quick" || a == "--test");
    let metrics = if quick { 2_000 } else { 20_000 };
    println!("share of {metrics} simulated metrics of which the claim passes, in percent");
    println!("26 bell-shaped weeks before, 13 weeks judged, which are better by so many weekly sd");
    println!(
        "{:>24} {:>9} {:>9} {:>18}",
        "", "improved", "worsened", "may have improved"
    );
    for (name, action) in [("quarter", false), ("after an action", true)] {
        for shift in [0.0, 0.5, 1.0, 1.5, 2.0] {
            let shares = quiet::shares(metrics, shift, action);
            let percent = |x: f64| format!("{:.1}", 100.0 * x);
            println!(
                "{name:>17}, {shift:.1} sd {:>9} {:>9} {:>18}",
                percent(shares.improved),
                percent(shares.worsened),
                percent(shares.may_have)
            );
        }
    }
}
