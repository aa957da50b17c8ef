//! Values as bytes of a key, in the order of the values.

use annalist_model::Date;

/// A date, or none, which comes first.
pub(crate) fn write_date(key: &mut Vec<u8>, date: Option<Date>) {
    let Some(date) = date else {
        key.extend_from_slice(&[0; 5]);
        return;
    };
    let [high, low] = ((date.year() as u16) ^ 0x8000).to_be_bytes();
    key.extend_from_slice(&[1, high, low, date.month().unwrap_or(0), date.day().unwrap_or(0)]);
}

/// Turns the order of what stands in a key from `from` on.
pub(crate) fn turn(key: &mut [u8], from: usize) {
    key.iter_mut().skip(from).for_each(|byte| *byte = !*byte);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_dates() {
        let date = |year, month, day| Some(Date::new(year, month, day).unwrap());
        let dates = [
            None,
            date(1, None, None),
            date(1, Some(3), Some(15)),
            date(7, None, None),
            date(2007, None, None),
            date(2007, Some(2), None),
            date(2007, Some(2), Some(1)),
            date(2300, Some(1), None),
        ];
        let key = |date: &Option<Date>| {
            let mut key = Vec::new();
            write_date(&mut key, *date);
            key
        };
        let turned = |date| {
            let mut key = key(date);
            turn(&mut key, 0);
            key
        };
        assert!(dates.is_sorted());
        assert!(dates.is_sorted_by(|a, b| key(a) < key(b)));
        assert!(dates.is_sorted_by(|a, b| turned(a) > turned(b)));
    }
}
