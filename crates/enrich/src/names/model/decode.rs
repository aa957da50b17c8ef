//! The best tags of a sentence (Viterbi, 1967), and how far ahead of others they are.

use super::tags::{NO_NAME, PerTag, TAGS, is_rest, may_follow};

/// What stands for "never"; two of them can be added.
const NEVER: i32 = i32::MIN / 4;

/// Weights of tags behind tags; the last row is for the first word of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Transitions([PerTag; TAGS + 1]);

impl Transitions {
    /// The weights, with what no sentence has ruled out.
    pub(super) fn new(weight: impl Fn(usize, usize) -> i32) -> Transitions {
        Transitions(std::array::from_fn(|before| {
            std::array::from_fn(|tag| {
                let starts = before == TAGS;
                let may = if starts { !is_rest(tag) } else { may_follow(before, tag) };
                if may { weight(before, tag) } else { NEVER }
            })
        }))
    }
}

/// Finds the best tags; kept between sentences for its memory.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    ahead: Vec<PerTag>,
    back: Vec<[u8; TAGS]>,
}

impl Decoder {
    /// The best tags for words with these sums, in `tags`.
    pub(super) fn best(&mut self, sums: &[PerTag], transitions: &Transitions, tags: &mut Vec<u8>) {
        self.look_ahead(sums, transitions);
        tags.clear();
        tags.resize(sums.len(), 0);
        let mut tag = self.ahead.last().map_or(NO_NAME, best_of);
        for at in (0..sums.len()).rev() {
            if let Some(place) = tags.get_mut(at) {
                *place = tag as u8;
            }
            tag = self.back.get(at).map_or(NO_NAME, |back| usize::from(back[tag]));
        }
    }

    fn look_ahead(&mut self, sums: &[PerTag], transitions: &Transitions) {
        self.ahead.clear();
        self.back.clear();
        for sum in sums {
            let mut row = [NEVER; TAGS];
            let mut back = [0; TAGS];
            match self.ahead.last() {
                None => row = transitions.0[TAGS],
                Some(last) => {
                    for (before, (reached, weights)) in last.iter().zip(&transitions.0).enumerate()
                    {
                        for tag in 0..TAGS {
                            let value = reached + weights[tag];
                            let is_better = value > row[tag];
                            row[tag] = if is_better { value } else { row[tag] };
                            back[tag] = if is_better { before as u8 } else { back[tag] };
                        }
                    }
                }
            }
            for (value, own) in row.iter_mut().zip(sum) {
                *value = (*value + own).max(NEVER);
            }
            self.ahead.push(row);
            self.back.push(back);
        }
    }

    /// For each word of the sentence last decoded, how far its tag is ahead of the best tags of the
    /// sentence that give the word another.
    pub(super) fn leads(
        &self,
        sums: &[PerTag],
        transitions: &Transitions,
        tags: &[u8],
    ) -> Vec<i32> {
        let mut leads = vec![0; sums.len()];
        let mut behind = [0; TAGS];
        for at in (0..sums.len()).rev() {
            let (Some(ahead), Some(tag)) = (self.ahead.get(at), tags.get(at)) else { continue };
            let own = usize::from(*tag);
            let mut best = NEVER * 2;
            for other in 0..TAGS {
                let whole = ahead[other] + behind[other];
                best = if other == own { best } else { best.max(whole) };
            }
            if let Some(lead) = leads.get_mut(at) {
                *lead = (ahead[own] + behind[own] - best).max(0);
            }
            let Some(sum) = sums.get(at) else { continue };
            for (tag, value) in behind.iter_mut().enumerate() {
                *value += sum[tag];
            }
            let next = behind;
            for (value, weights) in behind.iter_mut().zip(&transitions.0) {
                let mut best = NEVER;
                for tag in 0..TAGS {
                    best = best.max(weights[tag] + next[tag]);
                }
                *value = best;
            }
        }
        leads
    }

    /// The value of the best tags and their start, for those who check.
    #[cfg(test)]
    fn value(&self) -> i32 {
        self.ahead.last().map_or(0, |row| row[best_of(row)])
    }
}

fn best_of(row: &PerTag) -> usize {
    let best = row.iter().enumerate().max_by_key(|(tag, value)| (**value, std::cmp::Reverse(*tag)));
    best.map_or(NO_NAME, |(tag, _)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value_of(tags: &[u8], sums: &[PerTag], transitions: &Transitions) -> i32 {
        let mut before = TAGS;
        let mut value = 0;
        for (tag, sum) in tags.iter().map(|tag| usize::from(*tag)).zip(sums) {
            value += transitions.0[before][tag] + sum[tag];
            before = tag;
        }
        value
    }

    #[test]
    fn no_other_tags_are_better_and_leads_are_true() {
        let transitions = Transitions::new(|before, tag| ((before * 7 + tag * 5) % 9) as i32 - 4);
        let sums: Vec<PerTag> = (0..3)
            .map(|at| std::array::from_fn(|tag| ((at * 31 + tag * 17 + 3) % 23) as i32 - 9))
            .collect();
        let mut decoder = Decoder::default();
        let mut tags = Vec::new();
        decoder.best(&sums, &transitions, &mut tags);
        let leads = decoder.leads(&sums, &transitions, &tags);
        let best = value_of(&tags, &sums, &transitions);
        assert_eq!(best, decoder.value());
        let mut others = [NEVER; 3];
        for all in 0..TAGS.pow(3) {
            let other = [all % TAGS, all / TAGS % TAGS, all / TAGS / TAGS].map(|tag| tag as u8);
            let value = value_of(&other, &sums, &transitions);
            assert!(value <= best);
            for at in 0..3 {
                if other[at] != tags[at] {
                    others[at] = others[at].max(value);
                }
            }
        }
        assert_eq!(leads, others.map(|other| best - other));
    }
}
