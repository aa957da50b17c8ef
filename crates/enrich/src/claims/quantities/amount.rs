//! Numbers with decimals, exact: no rounding, and no more digits than a text would give.

use std::fmt;

/// A number: `digits` with the last `decimals` of them behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    digits: u128,
    decimals: u32,
}

/// Most digits of a number that is read.
const LONGEST: usize = 18;

impl Amount {
    pub(super) const ZERO: Amount = Amount { digits: 0, decimals: 0 };

    /// Reads digits with commas between groups of three and a point before decimals; what is written
    /// with a zero before it is a code and no number.
    pub(super) fn parse(text: &str) -> Option<Amount> {
        let (whole, decimals) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
        let decimals = decimals.unwrap_or_default();
        let is_point_alone = text.ends_with('.');
        let mut groups = whole.split(',');
        let first = groups.next()?;
        let has_groups = whole.contains(',');
        let fits = !first.is_empty()
            && (!has_groups || first.len() <= 3)
            && groups.all(|group| group.len() == 3)
            && (first == "0" || !first.starts_with('0'));
        let digits: String = whole.chars().filter(|c| *c != ',').chain(decimals.chars()).collect();
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !fits || !is_plain || is_point_alone || digits.len() > LONGEST {
            return None;
        }
        let decimals = u32::try_from(decimals.len()).ok()?;
        Some(Amount { digits: digits.parse().ok()?, decimals }.shortened())
    }

    pub(super) fn times(self, other: Amount) -> Option<Amount> {
        let digits = self.digits.checked_mul(other.digits)?;
        let decimals = self.decimals.checked_add(other.decimals)?;
        Some(Amount { digits, decimals }.shortened())
    }

    /// The sum of two whole numbers.
    pub(super) fn plus(self, other: Amount) -> Option<Amount> {
        let whole = self.decimals == 0 && other.decimals == 0;
        let digits = self.digits.checked_add(other.digits).filter(|_| whole)?;
        Some(Amount { digits, decimals: 0 })
    }

    pub(super) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it is less than `other`.
    pub(super) fn is_below(self, other: Amount) -> bool {
        let scaled = |it: Amount, by: u32| {
            10_u128.checked_pow(by).and_then(|factor| it.digits.checked_mul(factor))
        };
        match (scaled(self, other.decimals), scaled(other, self.decimals)) {
            (Some(one), Some(other)) => one < other,
            _ => false,
        }
    }

    fn shortened(mut self) -> Amount {
        while self.decimals > 0 && self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.decimals -= 1;
        }
        self
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.digits);
        }
        let width = self.decimals as usize + 1;
        let digits = format!("{:0width$}", self.digits);
        let (whole, decimals) = digits.split_at(digits.len() - self.decimals as usize);
        write!(f, "{whole}.{decimals}")
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    fn times(text: &str, by: &str) -> Option<String> {
        let product = Amount::parse(text)?.times(Amount::parse(by)?)?;
        Some(product.to_string())
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(times("1.2", "1000000").unwrap(), "1200000");
        assert_eq!(times("0.5", "1000000").unwrap(), "500000");
        assert_eq!(times("34.50", "1").unwrap(), "34.5");
        assert_eq!(times("0.05", "1").unwrap(), "0.05");
    }

    #[test]
    fn codes_and_broken_groups_are_no_numbers() {
        for text in ["007", "1,23", "12,3456", "1.2.3", "", ".", "5.", "1234567890123456789"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
    }
}
