//! Counts over time as a row of bars.

use annalist_model::Date;

/// Bars from the least to the greatest count.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Stands where there is nothing.
const NOTHING: char = '·';

/// Most bars in a row.
const WIDTH: i32 = 36;

/// The time that the bars of one report share, cut into steps of equal length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// First month, counted from the year 0.
    first: i32,
    /// Last month.
    last: i32,
    /// Months in a step.
    step: i32,
}

impl Axis {
    /// The axis that holds all of `dates`: of months where they fit, else of as many whole years
    /// each as it takes. None where no date is given.
    pub(super) fn of(dates: impl Iterator<Item = Date> + Clone) -> Option<Axis> {
        let first = dates.clone().map(|date| month(date.first_day())).min()?;
        let last = dates.map(|date| month(date.last_day())).max()?;
        if last - first < WIDTH {
            return Some(Axis { first, last, step: 1 });
        }
        let first = first / 12 * 12;
        let years = (last - first) / 12 + 1;
        let step = 12 * ((years + WIDTH - 1) / WIDTH);
        Some(Axis { first, last, step })
    }

    /// Whether a bar is a single month.
    pub(super) fn is_monthly(self) -> bool {
        self.step == 1
    }

    /// A bar for each step; `counts` come with their month, or year where the axis is not monthly.
    pub(super) fn bars(self, counts: impl Iterator<Item = (Date, u32)>) -> String {
        let length = usize::try_from((self.last - self.first) / self.step + 1).unwrap_or(0);
        let mut steps = vec![0_u64; length];
        for (date, count) in counts {
            let step = usize::try_from((month(date) - self.first) / self.step).ok();
            if let Some(total) = step.and_then(|step| steps.get_mut(step)) {
                *total += u64::from(count);
            }
        }
        let most = steps.iter().copied().max().unwrap_or(0);
        steps.into_iter().map(|count| bar(count, most)).collect()
    }

    /// What the bars are, for the reader.
    pub(super) fn legend(self) -> String {
        let (first, last) = (name(self.first), name(self.last));
        match self.step {
            1 if first == last => format!("One bar: {first}."),
            1 => format!("One bar a month, {first} to {last}."),
            12 => format!("One bar a year, {} to {}.", self.first / 12, self.last / 12),
            step => {
                let (first, last) = (self.first / 12, self.last / 12);
                format!("One bar for {} years, {first} to {last}.", step / 12)
            }
        }
    }
}

/// The bar of `count`, where `most` is the highest. Anything at all is at least the lowest bar.
fn bar(count: u64, most: u64) -> char {
    if count == 0 || most == 0 {
        return NOTHING;
    }
    let height = (count * BARS.len() as u64).div_ceil(most) - 1;
    usize::try_from(height).ok().and_then(|height| BARS.get(height)).copied().unwrap_or(NOTHING)
}

fn month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) - 1
}

fn name(month: i32) -> String {
    format!("{:04}-{:02}", month / 12, month % 12 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(texts: &[(&str, u32)]) -> Vec<(Date, u32)> {
        let date = |text: &str| annalist_model::DateTime::parse_iso(text).unwrap().date;
        texts.iter().map(|(text, count)| (date(text), *count)).collect()
    }

    #[track_caller]
    fn check(counts: &[(&str, u32)], bars: &str, legend: &str) {
        let counts = months(counts);
        let axis = Axis::of(counts.iter().map(|(date, _)| *date)).unwrap();
        assert_eq!(
            (axis.bars(counts.into_iter()).as_str(), axis.legend().as_str()),
            (bars, legend)
        );
    }

    #[test]
    fn each_month_has_its_bar() {
        check(
            &[("2007-11", 1), ("2008-01", 8), ("2008-02", 4)],
            "▁·█▄",
            "One bar a month, 2007-11 to 2008-02.",
        );
        check(&[("2007-11", 3)], "█", "One bar: 2007-11.");
    }

    #[test]
    fn long_times_are_shown_by_years() {
        check(&[("2005", 100), ("2008", 1)], "█··▁", "One bar a year, 2005 to 2008.");
        let (bars, legend) =
            ("█································▄", "One bar for 2 years, 1950 to 2016.");
        check(&[("1950", 2), ("2016", 1)], bars, legend);
        assert_eq!(Axis::of(std::iter::empty()), None);
    }

    #[test]
    fn the_greatest_counts_do_not_overflow() {
        check(
            &[("2007-01", u32::MAX), ("2007-02", 1)],
            "█▁",
            "One bar a month, 2007-01 to 2007-02.",
        );
    }
}
