//! What several rounds measured of one thing.

use serde::Serialize;

/// The middle of some measures, and how far they lie apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Spread {
    pub(super) fn of(measures: impl IntoIterator<Item = f64>) -> Spread {
        let mut sorted: Vec<f64> = measures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (Some(&min), Some(&max)) = (sorted.first(), sorted.last()) else {
            return Spread::default();
        };
        let middle = sorted.len() / 2;
        let above = sorted.get(middle).copied().unwrap_or(max);
        let below = sorted.get((sorted.len() - 1) / 2).copied().unwrap_or(min);
        Spread { median: f64::midpoint(below, above), min, max }
    }

    /// As it stands in a table, with so many digits behind the point.
    pub(super) fn shown(self, digits: usize) -> String {
        let Spread { median, min, max } = self;
        format!("{median:.digits$} ({min:.digits$} to {max:.digits$})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Spread { median: 2.0, min: 1.0, max: 3.0 });
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0]).median, 2.5);
        assert_eq!(Spread::of([]), Spread::default());
        assert_eq!(Spread::of([1.0, 2.0]).shown(1), "1.5 (1.0 to 2.0)");
    }
}
