//! How sure a name is whose tags are so far ahead of others: as often as such names are right.

/// Names that a step holds at least.
const FEWEST: usize = 60;

/// More than any score of a rule.
const ABOVE_RULES: u16 = 1001;

/// Steps of a model whose scores tell how far its names are ahead, for those who ask how sure it may
/// be. They are above those of rules.
pub(crate) fn leads() -> Vec<(i32, u16)> {
    (ABOVE_RULES..u16::MAX).map(|score| (i32::from(score - ABOVE_RULES), score)).collect()
}

/// How far a name is ahead that the model of such scores has found; none of a name of the rules.
pub(crate) fn lead_of(score: u16) -> Option<i32> {
    score.checked_sub(ABOVE_RULES).map(i32::from)
}

/// Names as steps: from which lead on how many in a thousand are right. The more a name is ahead, the
/// surer it is; where the names say otherwise, steps are joined (pool adjacent violators).
pub(crate) fn steps(mut names: Vec<(i32, bool)>) -> Vec<(i32, u16)> {
    names.sort_unstable();
    let mut steps: Vec<Step> = Vec::new();
    for of_step in names.chunks(FEWEST) {
        let Some((from, _)) = of_step.first() else { continue };
        let right = of_step.iter().filter(|(_, is_right)| *is_right).count();
        let mut step = Step { from: *from, right, all: of_step.len() };
        while let Some(last) =
            steps.pop_if(|last| last.sure() >= step.sure() || last.from == step.from)
        {
            step =
                Step { from: last.from, right: last.right + step.right, all: last.all + step.all };
        }
        steps.push(step);
    }
    if let Some(first) = steps.first_mut() {
        first.from = 0;
    }
    steps.iter().map(|step| (step.from, step.sure())).collect()
}

struct Step {
    from: i32,
    right: usize,
    all: usize,
}

impl Step {
    /// How many in a thousand are right; never none, never all.
    fn sure(&self) -> u16 {
        let share = (self.right * 1000 + self.all / 2) / self.all.max(1);
        u16::try_from(share).unwrap_or(1000).clamp(1, 995)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_further_ahead_the_surer() {
        let of =
            |from: i32, right: usize| (0..FEWEST).map(move |at| (from + at as i32, at < right));
        let names = of(0, 30).chain(of(100, 50)).chain(of(200, 40)).chain(of(300, 60)).collect();
        assert_eq!(steps(names), [(0, 500), (100, 750), (300, 995)]);
        assert_eq!(steps(Vec::new()), []);
    }
}
