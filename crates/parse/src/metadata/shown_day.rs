//! The day that a page shows its readers as its own, where it declares another to machines.
//!
//! Some systems declare the day on which a page was first saved, or last moved, and show the day
//! that its editors gave it. Who reads the page, and who cites it, goes by what is shown. It counts
//! where it stands beside the headline, is not said to be that of a change, and the day that is
//! declared is shown nowhere.

use annalist_model::{Code, DateTime, Diagnostic, Origin, Sourced};

use super::dates::Beside;
use crate::stamp::day_number;

/// `published`, or the day that the page shows in its place; the difference is noted.
pub(super) fn of(
    published: Sourced<DateTime>,
    shown: &[Beside],
    diagnostics: &mut Vec<Diagnostic>,
) -> Sourced<DateTime> {
    if matches!(published.origin, Origin::Markup | Origin::Byline | Origin::Url) {
        return published;
    }
    match other_day(&published.value, shown) {
        Some(other) => {
            diagnostics.push(Diagnostic::new(
                Code::DateDiffers,
                format!(
                    "the page declares {} as its date of publication and shows {}",
                    published.value, other.value
                ),
            ));
            other
        }
        None => published,
    }
}

/// The one day that is shown in place of `declared`.
fn other_day(declared: &DateTime, shown: &[Beside]) -> Option<Sourced<DateTime>> {
    let declared = day_number(&declared.date)?;
    // Two zones may put one instant on two days.
    let is_shown = |day: i64| (day - declared).abs() <= 1;
    let days: Option<Vec<i64>> = shown.iter().map(|it| day_number(&it.at.date)).collect();
    if days?.into_iter().any(is_shown) {
        return None;
    }
    let mut own = shown.iter().filter(|it| it.is_own);
    let first = own.next()?;
    let is_one = own.all(|it| it.at.date == first.at.date);
    is_one.then(|| Sourced::new(first.at, first.origin, first.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(declared: &str, shown: &[(&str, bool)]) -> String {
        let at = |text| DateTime::parse_iso(text).unwrap();
        let shown: Vec<Beside> = shown
            .iter()
            .map(|&(text, is_own)| Beside {
                at: at(text),
                origin: Origin::Markup,
                bytes: None,
                is_own,
            })
            .collect();
        let declared = Sourced::new(at(declared), Origin::JsonLd, None);
        of(declared, &shown, &mut Vec::new()).value.to_string()
    }

    #[test]
    fn the_one_day_that_is_shown_goes_before_another_that_is_declared() {
        assert_eq!(chosen("2025-11-05", &[("2024-01-31", true)]), "2024-01-31");
        assert_eq!(chosen("2025-11-05", &[("2024-01-31", false)]), "2025-11-05");
        assert_eq!(chosen("2025-11-05", &[]), "2025-11-05");
    }

    #[test]
    fn a_declared_day_that_is_shown_stays() {
        let both = [("2024-01-31", true), ("2025-11-05", false)];
        assert_eq!(chosen("2025-11-05", &both), "2025-11-05");
        assert_eq!(chosen("2025-11-05T23:30Z", &[("2025-11-06", true)]), "2025-11-05T23:30Z");
        let many = [("2024-01-31", true), ("2024-02-01", true)];
        assert_eq!(chosen("2025-11-05", &many), "2025-11-05");
    }
}
