//! Which of two dates in ISO 8601 is earlier, as far as they say.

use super::parse::DAY;

/// Whether the first is surely before the second: by their instants where both say their zone, else by their days, or what
/// both say of those.
pub(super) fn is_before(first: &str, second: &str) -> bool {
    if let (Some(first), Some(second)) = (minutes(first), minutes(second)) {
        return first < second;
    }
    let length = first.len().min(second.len()).min(DAY);
    first.get(..length) < second.get(..length)
}

/// Days from the second date's day to the first's; none where one says no day.
pub(super) fn days_between(first: &str, second: &str) -> Option<i64> {
    Some(days(first)? - days(second)?)
}

/// Days since some day before all others.
fn days(date: &str) -> Option<i64> {
    let number = |from: usize, to: usize| date.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, DAY)?);
    // years begin with March, so that the leap day is the last
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
}

/// Minutes since that day, of a date with time and zone.
fn minutes(date: &str) -> Option<i64> {
    let number = |from: usize, to: usize| date.get(from..to)?.parse::<i64>().ok();
    let zone = date.get(DAY + 9..).filter(|zone| !zone.is_empty())?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let offset = if zone == "Z" { 0 } else { sign * (number(DAY + 10, DAY + 12)? * 60 + number(DAY + 13, DAY + 15)?) };
    Some((days(date)? * 24 + number(11, 13)?) * 60 + number(14, 16)? - offset)
}

#[cfg(test)]
mod tests {
    use super::is_before;

    #[test]
    fn dates_are_compared_as_far_as_they_say() {
        let cases = [
            ("2024-03-04", "2024-03-05", true),
            ("2024-03-05", "2024-03-05T10:00:00Z", false),
            ("2024-03", "2024-03-05", false),
            ("2023", "2024-03-05", true),
            ("2024-03-05T10:00:00", "2024-03-05T11:00:00", false),
            ("2024-03-05T10:00:00Z", "2024-03-05T10:01:00Z", true),
            ("2024-02-29T23:30:00Z", "2024-03-01T00:15:00+01:00", false),
            ("2024-02-29T23:00:00-05:00", "2024-03-01T03:59:00Z", false),
        ];
        for (first, second, expected) in cases {
            assert_eq!(is_before(first, second), expected, "{first} {second}");
        }
    }
}
