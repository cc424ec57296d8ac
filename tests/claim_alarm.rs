//! The check of claims lets a sentence about nothing pass as seldom, and one about something as
//! often, as its documentation says (`src/check/claims/mod.rs`; measured by `benches/false_alarm`).

mod quiet;

const METRICS: usize = 800;

/// Three standard errors of a share, so that the seeded draw passes and a changed procedure does not.
fn near(what: &str, share: f64, stated: f64) {
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let error = 3.0 * (stated * (1.0 - stated) / METRICS as f64).sqrt();
    assert!(
        (share - stated).abs() <= error,
        "{what}: {share:.3} passes, {stated:.3} is stated, within {error:.3}"
    );
}

#[test]
fn of_a_quarter_in_which_nothing_changed_one_claim_in_a_hundred_passes() {
    let shares = quiet::shares(METRICS, 0.0, false);
    near("improved", shares.improved, 0.01);
    near("worsened", shares.worsened, 0.01);
    near("may have improved", shares.may_have, 0.09);
}

#[test]
fn after_an_action_that_changed_nothing_as_few_pass() {
    let shares = quiet::shares(METRICS, 0.0, true);
    near("improved", shares.improved, 0.01);
    near("worsened", shares.worsened, 0.01);
    near("may have improved", shares.may_have, 0.09);
}

#[test]
fn a_shift_of_ordinary_size_is_seen_as_often_as_is_stated() {
    for (shift, improved, may_have) in [(1.0, 0.39, 0.72), (2.0, 0.95, 0.996)] {
        let shares = quiet::shares(METRICS, shift, true);
        near("improved", shares.improved, improved);
        near("may have improved", shares.may_have, may_have);
        assert!(shares.worsened < 0.005, "{}", shares.worsened);
    }
}
