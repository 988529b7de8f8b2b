//! Days as whole numbers, so that intervals of them are cheap to shift and cut.
//!
//! Not here: time zones and hours. A day is the day of whoever states it.

use jiff::civil::Date;

/// Days since 1 January 1970.
pub(crate) type Day = i32;

/// The number of `date`. The method is Howard Hinnant's `days_from_civil` (public domain).
pub(crate) fn number(date: Date) -> Day {
    of(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
}

/// The number of a day of the Gregorian calendar. A month or day outside its range counts on.
pub(crate) fn of(year: i32, month: i32, day: i32) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month (1 to 12) and day of the month.
pub(crate) fn civil(day: Day) -> (i32, i32, i32) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

/// The date of `day`, if it lies in the years that a [`Date`] can hold.
pub(crate) fn date(day: Day) -> Option<Date> {
    let (year, month, of_month) = civil(day);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(of_month).ok()?).ok()
}

/// 0 for Monday to 6 for Sunday.
pub(crate) fn weekday(day: Day) -> i32 {
    (day + 3).rem_euclid(7)
}

/// The last day of a month.
pub(crate) fn month_end(year: i32, month: i32) -> Day {
    if month == 12 { of(year + 1, 1, 1) - 1 } else { of(year, month + 1, 1) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for day in [-800_000, -1, 0, 1, 11_016, 19_782, 20_000, 100_000] {
            let (year, month, of_month) = civil(day);
            assert_eq!(of(year, month, of_month), day);
        }
        assert_eq!(of(1970, 1, 1), 0);
        assert_eq!(civil(of(2024, 2, 29)), (2024, 2, 29));
        assert_eq!(month_end(2024, 2), of(2024, 2, 29));
        // 27 February 2024 was a Tuesday.
        assert_eq!(weekday(of(2024, 2, 27)), 1);
        assert_eq!(number(date(of(2024, 12, 31)).unwrap()), of(2024, 12, 31));
    }
}
