//! How likely each tag of a sentence is, by the weights of its words and of tags behind tags: a
//! conditional random field (Lafferty, McCallum, Pereira, 2001).

use annalist_enrich::training::{TAGS, may_follow};

/// A number for each tag.
pub(crate) type Row = [f32; TAGS];

/// What each tag behind each is multiplied by; the last row is for the first word of a sentence.
pub(crate) type Between = [Row; TAGS + 1];

/// How likely each tag is at each word, and each tag behind each; kept between sentences for its
/// memory.
#[derive(Debug, Default)]
pub(crate) struct Likely {
    own: Vec<Row>,
    ahead: Vec<Row>,
    behind: Vec<Row>,
    /// For each word, how likely each tag is.
    pub(crate) tags: Vec<Row>,
    /// For each word but the first, how likely each tag is behind each.
    pub(crate) pairs: Vec<[Row; TAGS]>,
}

impl Likely {
    /// Looks at a sentence whose words have these sums of weights. Where only some tags are
    /// allowed, a bit each, the others are not thought of.
    pub(crate) fn look(&mut self, sums: &[Row], allowed: Option<&[u16]>, between: &Between) {
        self.own.clear();
        let all = std::iter::repeat(&u16::MAX);
        let allowed = allowed.unwrap_or_default().iter().chain(all);
        self.own.extend(sums.iter().zip(allowed).map(|(sum, allowed)| {
            let best = sum.iter().copied().fold(f32::MIN, f32::max);
            let may = |tag: usize| allowed >> tag & 1 == 1;
            std::array::from_fn(|tag| {
                // However unlikely, what is allowed is never ruled out.
                if may(tag) { exp((sum[tag] - best).max(-60.0)) } else { 0.0 }
            })
        }));
        self.look_ahead(between);
        self.look_behind(between);
        self.meet(between);
    }

    fn look_ahead(&mut self, between: &Between) {
        self.ahead.clear();
        let mut last: Option<Row> = None;
        for own in &self.own {
            let mut row = match last {
                None => between[TAGS],
                Some(last) => {
                    let mut row = [0.0; TAGS];
                    for (value, weights) in last.iter().zip(between) {
                        for tag in 0..TAGS {
                            row[tag] += value * weights[tag];
                        }
                    }
                    row
                }
            };
            for (value, own) in row.iter_mut().zip(own) {
                *value *= own;
            }
            share_out(&mut row);
            self.ahead.push(row);
            last = Some(row);
        }
    }

    fn look_behind(&mut self, between: &Between) {
        self.behind.clear();
        let mut next = [1.0; TAGS];
        for own in self.own.iter().rev() {
            self.behind.push(next);
            let here: Row = std::array::from_fn(|tag| next[tag] * own[tag]);
            next = std::array::from_fn(|before| {
                here.iter().zip(&between[before]).map(|(value, weight)| value * weight).sum()
            });
            share_out(&mut next);
        }
        self.behind.reverse();
    }

    fn meet(&mut self, between: &Between) {
        self.tags.clear();
        self.pairs.clear();
        let mut last: Option<&Row> = None;
        for ((own, ahead), behind) in self.own.iter().zip(&self.ahead).zip(&self.behind) {
            let mut row = std::array::from_fn(|tag| ahead[tag] * behind[tag]);
            share_out(&mut row);
            self.tags.push(row);
            if let Some(last) = last {
                let mut pairs: [Row; TAGS] = std::array::from_fn(|before| {
                    std::array::from_fn(|tag| {
                        last[before] * between[before][tag] * own[tag] * behind[tag]
                    })
                });
                share_out(pairs.as_flattened_mut());
                self.pairs.push(pairs);
            }
            last = Some(ahead);
        }
    }
}

/// Makes the sum of numbers 1.
fn share_out(row: &mut [f32]) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        for value in row {
            *value /= sum;
        }
    }
}

/// The weights of tags behind tags as what they multiply by: nothing for what never is.
pub(crate) fn multipliers(weights: &[Row]) -> Between {
    std::array::from_fn(|before| {
        std::array::from_fn(|tag| {
            let weight = weights.get(before).map_or(0.0, |row| row[tag]);
            if may_follow(before, tag) { exp(weight.clamp(-60.0, 60.0)) } else { 0.0 }
        })
    })
}

/// The exponential function, by steps that are the same on every machine.
fn exp(power: f32) -> f32 {
    let scaled = power * std::f32::consts::LOG2_E;
    let whole = scaled.floor();
    let rest = (scaled - whole) * std::f32::consts::LN_2;
    let terms = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let value = terms.iter().fold(0.0, |sum: f32, term| sum * rest + term);
    value * f32::from_bits((127 + whole.clamp(-126.0, 127.0) as i32).cast_unsigned() << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_function_is_near_the_true_one() {
        for power in [-60.0_f32, -7.3, -1.0, -0.2, 0.0, 0.5, 3.7, 60.0] {
            assert!((exp(power) / power.exp() - 1.0).abs() < 1e-4, "{power}");
        }
    }

    #[test]
    fn what_is_likely_is_as_all_readings_say() {
        let weights: [Row; TAGS + 1] = std::array::from_fn(|before| {
            std::array::from_fn(|tag| ((before * 7 + tag * 5) % 9) as f32 / 4.0 - 1.0)
        });
        let sums: [Row; 2] =
            std::array::from_fn(|at| std::array::from_fn(|tag| ((at * 31 + tag * 17) % 7) as f32));
        let mut likely = Likely::default();
        likely.look(&sums, None, &multipliers(&weights));
        let (mut all, mut first, mut pair) = (0.0, 0.0, 0.0);
        for one in 0..TAGS {
            for two in (0..TAGS).filter(|two| may_follow(TAGS, one) && may_follow(one, *two)) {
                let power = weights[TAGS][one] + sums[0][one] + weights[one][two] + sums[1][two];
                all += power.exp();
                first += if one == 3 { power.exp() } else { 0.0 };
                pair += if (one, two) == (3, 4) { power.exp() } else { 0.0 };
            }
        }
        assert!((likely.tags[0][3] - first / all).abs() < 1e-4);
        assert!((likely.pairs[0][3][4] - pair / all).abs() < 1e-4);
        likely.look(&sums, Some(&[1 << 3, 1 << 4]), &multipliers(&weights));
        assert!((likely.pairs[0][3][4] - 1.0).abs() < 1e-4);
    }
}
