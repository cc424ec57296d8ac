//! Wall times to instants. A time is what a clock in the pack's zone showed; where clocks are set
//! back it names two instants and needs its offset, and where they are set forward some name none.

use super::decode::Field;
use super::problems::quoted;
use super::topics;
use crate::diag::Located;
use chrono::{DateTime, Datelike, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

const HELP: &str = "write day and time as `2026-08-18 09:02`, with seconds if they are known";

impl Field<'_, '_, '_> {
    /// An instant, written as wall time of the zone. `None` after a problem, or where the zone
    /// itself could not be read.
    pub(super) fn instant(self, zone: Option<Tz>) -> Option<Located<DateTime<Utc>>> {
        let text = self.raw()?;
        let (wall, offset) = split(text.value);
        let Some(wall) = wall_time(wall).filter(|wall| (1970..=2200).contains(&wall.year())) else {
            let message = format!("{} is not a time", quoted(text.value));
            let help = if text.value.contains('T') {
                format!("{HELP}: a space between the two")
            } else {
                HELP.to_owned()
            };
            self.problems
                .add(topics::BAD_TIME.at(text.span, message).help(help));
            return None;
        };
        let zone = zone?;
        let found = zone.from_local_datetime(&wall);
        let at = |instant: DateTime<Tz>| Located::new(instant.with_timezone(&Utc), text.span);
        if let LocalResult::None = found {
            let message = format!(
                "no clock in {} showed {}: clocks were set forward over it",
                zone.name(),
                quoted(text.value)
            );
            self.problems.add(
                topics::SKIPPED_TIME
                    .at(text.span, message)
                    .help("write the time that the clocks did show"),
            );
            return None;
        }
        let candidates: Vec<DateTime<Tz>> = match found {
            LocalResult::Single(only) => vec![only],
            LocalResult::Ambiguous(first, second) => vec![first, second],
            LocalResult::None => Vec::new(),
        };
        let written = |instant: &DateTime<Tz>| {
            format!(
                "`{}{}`",
                wall.format("%Y-%m-%d %H:%M"),
                instant.offset().fix()
            )
        };
        let either = candidates
            .iter()
            .map(written)
            .collect::<Vec<_>>()
            .join(" or ");
        let Some(offset) = offset else {
            if let [only] = candidates[..] {
                return Some(at(only));
            }
            let message = format!(
                "clocks in {} showed {} twice that day",
                zone.name(),
                quoted(text.value)
            );
            self.problems.add(
                topics::AMBIGUOUS_TIME
                    .at(text.span, message)
                    .help(format!("write {either}")),
            );
            return None;
        };
        let fits = |instant: &&DateTime<Tz>| Some(instant.offset().fix()) == offset;
        if let Some(instant) = candidates.iter().find(fits) {
            return Some(at(*instant));
        }
        let message = format!(
            "{} is not the offset of {} then",
            quoted(text.value),
            zone.name()
        );
        self.problems.add(
            topics::WRONG_OFFSET
                .at(text.span, message)
                .help(format!("write {either}, or leave the offset out")),
        );
        None
    }
}

/// The wall time and, where one is written, its offset; an offset that cannot be read is no offset of any
/// zone.
fn split(text: &str) -> (&str, Option<Option<FixedOffset>>) {
    let Some(at) = text.get(10..).and_then(|time| time.find(['+', '-', 'Z'])) else {
        return (text, None);
    };
    let (wall, offset) = text.split_at(10 + at);
    let offset = if offset == "Z" { "+00:00" } else { offset };
    (wall, Some(offset.parse().ok()))
}

/// `2026-08-18 09:02`, or with seconds; digits where digits belong.
fn wall_time(text: &str) -> Option<NaiveDateTime> {
    let shape = "0000-00-00 00:00:00";
    let fits = [16, 19].contains(&text.len())
        && text.bytes().zip(shape.bytes()).all(|(b, like)| {
            if like == b'0' {
                b.is_ascii_digit()
            } else {
                b == like
            }
        });
    let format = if text.len() == 19 {
        "%Y-%m-%d %H:%M:%S"
    } else {
        "%Y-%m-%d %H:%M"
    };
    // A leap second would give one instant two spellings.
    let plain = text.get(17..19).is_none_or(|seconds| seconds != "60");
    (fits && plain)
        .then(|| NaiveDateTime::parse_from_str(text, format).ok())
        .flatten()
}
