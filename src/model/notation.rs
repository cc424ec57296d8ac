//! Values as a pack's files write them: what the loader read, written back to the same text.

use super::{Exact, Unit, Value};

/// Places after the point that an exact decimal can need: six as written, and two more where a
/// percentage is kept as a share of one.
const PLACES: u32 = 8;

impl Exact {
    /// The number as a plain decimal, rounded at eight places where it does not end before.
    pub fn decimal(self) -> String {
        let ends = |places: &u32| {
            let shifted = 10_i64.checked_pow(*places).map(Self::integer);
            shifted
                .and_then(|shift| self.times(shift))
                .is_some_and(|x| x.parts().1 == 1)
        };
        let places = (0..PLACES).find(ends).unwrap_or(PLACES);
        let Some(scaled) = self.scaled(places) else {
            return self.to_f64().to_string();
        };
        let width = places as usize + 1;
        let digits = format!("{:0width$}", scaled.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - places as usize);
        let sign = if scaled < 0 { "-" } else { "" };
        match fraction {
            "" => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{fraction}"),
        }
    }

    /// The number as a pack writes it under a unit: a share of one in percent.
    pub fn in_unit(self, unit: &Unit) -> String {
        let percent = (*unit == Unit::Percent).then(|| self.times(Self::integer(100)));
        percent.flatten().unwrap_or(self).decimal()
    }
}

impl Value {
    /// The value as a snapshot writes it: `14/229`, `26.4 (n 80)`, `78.4`, `3 in 91`,
    /// `3.9 (n 62 of 80)`.
    pub fn notation(self, unit: &Unit) -> String {
        match self {
            Self::Ratio { part, whole } => format!("{part}/{whole}"),
            Self::Quantile { n: 0, .. } => "~".to_owned(),
            Self::Quantile { value, n } => format!("{} (n {n})", value.in_unit(unit)),
            Self::Level { value } => value.in_unit(unit),
            Self::Count {
                count,
                exposure: None,
            } => count.to_string(),
            Self::Count {
                count,
                exposure: Some(exposure),
            } => format!("{count} in {exposure}"),
            Self::Score {
                mean,
                n,
                invited: None,
            } => format!("{} (n {n})", mean.in_unit(unit)),
            Self::Score {
                mean,
                n,
                invited: Some(invited),
            } => format!("{} (n {n} of {invited})", mean.in_unit(unit)),
        }
    }
}

/// A value, or `~` for none.
pub fn notation(value: Option<Value>, unit: &Unit) -> String {
    value.map_or_else(|| "~".to_owned(), |value| value.notation(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_it_was_read() {
        for text in ["99.9", "-3", "0.5", "0", "-0.05", "123456789012.123456"] {
            let read = Exact::parse(text).map(Exact::decimal);
            assert_eq!(read.as_deref(), Ok(text));
        }
        let share = Exact::ratio(999, 1000).map(|share| share.in_unit(&Unit::Percent));
        assert_eq!(share.as_deref(), Some("99.9"));
    }
}
