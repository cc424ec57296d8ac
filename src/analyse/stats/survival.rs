//! Times to an end, some of which has not come yet: such a time is censored, and counts as at least
//! as long as it is so far.

use crate::model::Exact;

/// The median time to the end by the product-limit estimate (Kaplan and Meier 1958): the first time
/// at which at most half are still waiting. Where exactly half are from one end to the next, the
/// middle of the two, as R's `survfit` has it; so without censored times it is the usual median.
/// `None` where fewer than half have ended, so that the median is not known yet.
///
/// Each time comes with whether its end has come. At one time, ends come before what is censored.
pub fn median(times: &[(Exact, bool)]) -> Option<Exact> {
    let mut times = times.to_vec();
    times.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut waiting = Waiting::all();
    let mut half: Option<Exact> = None;
    let mut at = 0;
    while let Some((time, _)) = times.get(at).copied() {
        let left = times.len() - at;
        let here = times[at..].iter().take_while(|(t, _)| *t == time);
        let (all, ended) = here.fold((0, 0), |(all, ended), (_, end)| {
            (all + 1, ended + usize::from(*end))
        });
        at += all;
        if ended == 0 {
            continue;
        }
        if let Some(half) = half {
            return half.plus(time)?.over(Exact::integer(2));
        }
        waiting.end(ended, left);
        match waiting.against_half() {
            std::cmp::Ordering::Greater => {}
            std::cmp::Ordering::Equal => half = Some(time),
            std::cmp::Ordering::Less => return Some(time),
        }
    }
    half
}

/// The share still waiting: exact while its fraction fits, and a float with a tolerance after that.
enum Waiting {
    Exact(Exact),
    Float(f64),
}

impl Waiting {
    fn all() -> Self {
        Self::Exact(Exact::integer(1))
    }

    /// So many of those left come to their end.
    fn end(&mut self, ended: usize, left: usize) {
        let whole = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let Some(stay) = Exact::ratio(whole(left - ended), whole(left)) else {
            return;
        };
        *self = match self {
            Self::Exact(share) => share
                .times(stay)
                .map_or_else(|| Self::Float(share.to_f64() * stay.to_f64()), Self::Exact),
            Self::Float(share) => Self::Float(*share * stay.to_f64()),
        };
    }

    fn against_half(&self) -> std::cmp::Ordering {
        match self {
            Self::Exact(share) => {
                let half = Exact::ratio(1, 2).unwrap_or(Exact::ZERO);
                share.cmp(&half)
            }
            Self::Float(share) if (share - 0.5).abs() < 1e-12 => std::cmp::Ordering::Equal,
            Self::Float(share) => share.total_cmp(&0.5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(ended: &[i64], censored: &[i64]) -> Vec<(Exact, bool)> {
        let one = |end: bool| move |n: &i64| (Exact::integer(*n), end);
        let ended = ended.iter().map(one(true));
        ended.chain(censored.iter().map(one(false))).collect()
    }

    /// Weeks of remission of 21 patients on 6-mercaptopurine and 21 on placebo (Freireich and others
    /// 1963, as printed by Gehan 1965): medians of 23 and 8.
    #[test]
    fn the_published_medians_of_remission_come_out() {
        let treated = times(
            &[6, 6, 6, 7, 10, 13, 16, 22, 23],
            &[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
        );
        assert_eq!(median(&treated), Some(Exact::integer(23)));
        let placebo = times(
            &[
                1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
            ],
            &[],
        );
        assert_eq!(median(&placebo), Some(Exact::integer(8)));
    }

    /// The `aml` data of R's `survival`: medians of 31 and 23.
    #[test]
    fn the_medians_of_the_survival_package_come_out() {
        let kept = times(&[9, 13, 18, 23, 31, 34, 48], &[13, 28, 45, 161]);
        assert_eq!(median(&kept), Some(Exact::integer(31)));
        let not = times(&[5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], &[16]);
        assert_eq!(median(&not), Some(Exact::integer(23)));
    }

    #[test]
    fn without_censored_times_it_is_the_usual_median() {
        assert_eq!(median(&times(&[4, 1, 3], &[])), Some(Exact::integer(3)));
        assert_eq!(median(&times(&[4, 1, 2, 3], &[])), Exact::ratio(5, 2));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn what_is_still_open_is_never_taken_for_ended() {
        assert_eq!(median(&times(&[3], &[10, 20])), None);
        assert_eq!(median(&times(&[], &[1, 2])), None);
        // Leaving the open ones out would say 6.
        let open = times(&[2, 3, 9, 30], &[12, 40]);
        assert_eq!(median(&open), Exact::ratio(39, 2));
    }

    proptest::proptest! {
        /// Waiting longer for what is open never makes the median shorter.
        #[test]
        fn an_older_open_case_never_shortens_it(
            ended in proptest::collection::vec(1_i64..60, 1..12),
            open in proptest::collection::vec(1_i64..60, 1..6),
            more in 1_i64..60,
        ) {
            let now = median(&times(&ended, &open));
            let older: Vec<i64> = open.iter().map(|n| n + more).collect();
            let later = median(&times(&ended, &older));
            let shorter = match (now, later) {
                (Some(now), Some(later)) => later < now,
                (None, later) => later.is_some(),
                (Some(_), None) => false,
            };
            proptest::prop_assert!(!shorter, "{now:?} then {later:?}");
        }
    }
}
