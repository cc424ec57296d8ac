//! Fiscal quarters and ISO weeks, and the calendar that joins them to instants.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use std::fmt;
use std::str::FromStr;

/// A fiscal quarter. Ordered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    quarter: u8,
}

impl Period {
    /// The quarter `1..=4` of a fiscal year `1970..=2200`.
    pub fn new(year: i32, quarter: u8) -> Option<Self> {
        ((1970..=2200).contains(&year) && (1..=4).contains(&quarter))
            .then_some(Self { year, quarter })
    }

    /// The fiscal year's number.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub fn quarter(self) -> u8 {
        self.quarter
    }

    /// So many quarters later (or earlier, if negative).
    #[must_use]
    pub fn shifted(self, quarters: i32) -> Self {
        let index = self.year * 4 + i32::from(self.quarter) - 1 + quarters;
        let quarter = u8::try_from(index.rem_euclid(4)).expect("0 to 3") + 1;
        Self {
            year: index.div_euclid(4),
            quarter,
        }
    }

    /// The quarter before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.shifted(-1)
    }

    /// The same quarter of the year before.
    #[must_use]
    pub fn year_ago(self) -> Self {
        self.shifted(-4)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

impl FromStr for Period {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, quarter) = text.split_once("-Q").ok_or(())?;
        let digits =
            year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && quarter.len() == 1;
        let quarter = quarter
            .bytes()
            .next()
            .filter(u8::is_ascii_digit)
            .ok_or(())?
            - b'0';
        if !digits {
            return Err(());
        }
        Self::new(year.parse().map_err(|_| ())?, quarter).ok_or(())
    }
}

/// An ISO 8601 week. Ordered in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i32,
    week: u8,
}

impl Week {
    /// The week of an ISO week-year, if that year has it.
    pub fn new(year: i32, week: u8) -> Option<Self> {
        NaiveDate::from_isoywd_opt(year, u32::from(week), Weekday::Thu).map(|_| Self { year, week })
    }

    /// The week that holds a date.
    pub fn of(date: NaiveDate) -> Self {
        let iso = date.iso_week();
        Self {
            year: iso.year(),
            week: u8::try_from(iso.week()).expect("1 to 53"),
        }
    }

    /// Its first day.
    pub fn monday(self) -> NaiveDate {
        NaiveDate::from_isoywd_opt(self.year, u32::from(self.week), Weekday::Mon)
            .expect("checked when made")
    }

    /// The day that decides which quarter and year it belongs to.
    pub fn thursday(self) -> NaiveDate {
        self.monday() + Days::new(3)
    }

    /// Its last day.
    pub fn sunday(self) -> NaiveDate {
        self.monday() + Days::new(6)
    }

    /// So many weeks later (or earlier).
    #[must_use]
    pub fn shifted(self, weeks: i64) -> Self {
        Self::of(self.monday() + chrono::TimeDelta::weeks(weeks))
    }

    /// Whole weeks from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i64 {
        (self.monday() - earlier.monday()).num_weeks()
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.week)
    }
}

impl FromStr for Week {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, week) = text.split_once("-W").ok_or(())?;
        let digits = |s: &str, n| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return Err(());
        }
        Self::new(year.parse().map_err(|_| ())?, week.parse().map_err(|_| ())?).ok_or(())
    }
}

/// Which calendar year gives a fiscal year its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearName {
    /// The one in which it starts.
    Start,
    /// The one in which it ends.
    End,
}

/// A pack's fiscal year and its one time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// Month in which the fiscal year starts, 1 to 12.
    pub first_month: u32,
    /// How the fiscal year is numbered.
    pub named_by: YearName,
    /// Where days begin and end.
    pub zone: Tz,
}

impl Calendar {
    fn year_offset(&self) -> i32 {
        i32::from(self.first_month != 1 && self.named_by == YearName::End)
    }

    /// First day of a period.
    pub fn start(&self, period: Period) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(period.year - self.year_offset(), self.first_month, 1)
            .expect("years and months are checked when made");
        first + Months::new(3 * (u32::from(period.quarter) - 1))
    }

    /// First day after a period.
    pub fn end(&self, period: Period) -> NaiveDate {
        self.start(period.shifted(1))
    }

    /// Last day of a period.
    pub fn last_day(&self, period: Period) -> NaiveDate {
        self.end(period) - Days::new(1)
    }

    /// The period that holds a date.
    pub fn period_of(&self, date: NaiveDate) -> Period {
        let months = date.year() * 12 + i32::try_from(date.month0()).expect("0 to 11")
            - (i32::try_from(self.first_month).expect("1 to 12") - 1);
        Period {
            year: months.div_euclid(12) + self.year_offset(),
            quarter: u8::try_from(months.rem_euclid(12) / 3).expect("0 to 3") + 1,
        }
    }

    /// The period a week belongs to: the one that holds its Thursday.
    pub fn period_of_week(&self, week: Week) -> Period {
        self.period_of(week.thursday())
    }

    /// Whether a period boundary falls inside the week.
    pub fn is_partial(&self, week: Week) -> bool {
        self.period_of(week.monday()) != self.period_of(week.sunday())
    }

    /// The weeks that belong to a period, in order.
    pub fn weeks(&self, period: Period) -> Vec<Week> {
        let mut week = Week::of(self.start(period));
        if self.period_of_week(week) != period {
            week = week.shifted(1);
        }
        let mut weeks = Vec::with_capacity(14);
        while self.period_of_week(week) == period {
            weeks.push(week);
            week = week.shifted(1);
        }
        weeks
    }

    /// The half-open stretch of instants `[start, end)` that a period covers.
    pub fn instants(&self, period: Period) -> (DateTime<Utc>, DateTime<Utc>) {
        (
            self.midnight(self.start(period)),
            self.midnight(self.end(period)),
        )
    }

    /// Minutes in a period, counted between instants: a quarter with a clock change is an hour
    /// shorter or longer than its days times 1,440.
    pub fn minutes(&self, period: Period) -> i64 {
        let (start, end) = self.instants(period);
        (end - start).num_minutes()
    }

    /// Whether an instant falls in a period.
    pub fn contains(&self, period: Period, instant: DateTime<Utc>) -> bool {
        let (start, end) = self.instants(period);
        start <= instant && instant < end
    }

    /// The instant a day begins.
    pub fn day_start(&self, date: NaiveDate) -> DateTime<Utc> {
        self.midnight(date)
    }

    /// The instant a day begins. Where the clocks jump over midnight, the first instant after it.
    fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        let mut local = date.and_time(NaiveTime::MIN);
        for _ in 0..8 {
            if let Some(instant) = self.zone.from_local_datetime(&local).earliest() {
                return instant.with_timezone(&Utc);
            }
            local += chrono::TimeDelta::minutes(30);
        }
        date.and_time(NaiveTime::MIN).and_utc()
    }
}
