//! What the model asks of a word: by itself, as the neighbour of another, and in its surroundings.
//!
//! A feature is a number made of its kind and of what it found. What a word says by itself is the
//! same wherever it stands, so its weights are summed once for each written word of a document.

use super::form::Form;
use super::forms::Forms;
use super::reading::Company;
use crate::hash::join;

/// Where a word stands, seen from the one that is judged.
pub(super) const PLACES: [isize; 5] = [0, -1, 1, -2, 2];

/// What a word says of itself and of those beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    pub(super) form: &'a Form,
    /// What the place in the sentence and the rest of the document say.
    pub(super) surroundings: Surroundings,
}

/// What is known of a word at its place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// A capital says nothing here; the sentence is a headline; and so on: a bit each.
    pub(super) flags: u32,
    /// How the document has the word elsewhere: a bit each.
    pub(super) elsewhere: u32,
    /// What rules and lists take the word for: the kind, and whether it begins the name.
    pub(super) taken_for: u64,
    /// The rule that says so.
    pub(super) rule: u64,
}

/// Numbers the kinds of features.
struct Kinds<F> {
    next: u64,
    tell: F,
}

impl<F: FnMut(u64)> Kinds<F> {
    /// One more kind of feature, with what it found.
    fn add(&mut self, found: u64) {
        self.next += 1;
        (self.tell)(join(found, self.next));
    }

    /// The same, of several findings in order.
    fn all<const N: usize>(&mut self, found: [u64; N]) {
        self.add(found.into_iter().fold(0, join));
    }
}

/// Tells the features of a word by itself, for the word that stands `place` before or behind it.
pub(super) fn of_form(form: &Form, place: isize, tell: impl FnMut(u64)) {
    let start = (place + 8) as u64 * 100;
    let mut kinds = Kinds { next: start, tell };
    kinds.add(form.lower);
    kinds.add(form.short_shape);
    kinds.add(form.classes.coarse.into());
    kinds.add(form.classes.fine.into());
    if place.abs() > 1 {
        return;
    }
    kinds.add(form.ending);
    kinds.add(form.lists.into());
    if place != 0 {
        return;
    }
    kinds.add(0);
    kinds.add(form.written);
    kinds.add(form.shape);
    kinds.all([form.shape, form.lists.into()]);
    kinds.all([form.short_shape, form.classes.coarse.into()]);
    kinds.all([form.short_shape, form.ending]);
    let in_lists = (0..32).filter(|bit| form.lists >> bit & 1 == 1);
    for bit in in_lists {
        (kinds.tell)(join(bit, 50));
    }
    for affix in &form.affixes {
        (kinds.tell)(join(*affix, 51));
    }
}

/// Tells what stands beside a word wherever the document has it, if it has it more than once.
pub(super) fn of_document(company: &Company, forms: &Forms, mut tell: impl FnMut(u64)) {
    if company.times < 2 {
        return;
    }
    let mut told = Vec::new();
    for (beside, start) in [(&company.before, 2000), (&company.behind, 2100)] {
        for form in beside.iter().map(|form| forms.get(*form)) {
            let mut once = |feature| {
                if !told.contains(&feature) {
                    told.push(feature);
                    tell(feature);
                }
            };
            let mut kinds = Kinds { next: start, tell: &mut once };
            kinds.add(form.lower);
            kinds.add(form.classes.coarse.into());
            kinds.add(form.classes.fine.into());
            kinds.add(form.lists.into());
            kinds.add(form.short_shape);
        }
    }
    for taken_for in &company.taken_for {
        tell(join(*taken_for, 2200));
    }
}

/// Tells the features of the word in the middle of five together with its neighbours.
pub(super) fn of_company(five: [Seen<'_>; 5], tell: impl FnMut(u64)) {
    let mut kinds = Kinds { next: 0, tell };
    let [_, before, here, behind, _] = five;
    let lower = five.map(|it| it.form.lower);
    let shape = five.map(|it| it.form.short_shape);
    let fine = five.map(|it| u64::from(it.form.classes.fine));
    let coarse = five.map(|it| u64::from(it.form.classes.coarse));
    let lists = five.map(|it| u64::from(it.form.lists));
    kinds.all([lower[1], lower[2]]);
    kinds.all([lower[2], lower[3]]);
    kinds.all([lower[1], lower[3]]);
    kinds.all([lower[1], shape[2]]);
    kinds.all([shape[2], lower[3]]);
    kinds.all([lower[0], lower[1], shape[2]]);
    kinds.all([shape[2], lower[3], lower[4]]);
    kinds.all([shape[1], shape[2], shape[3]]);
    kinds.all([shape[0], shape[1], shape[2]]);
    kinds.all([shape[2], shape[3], shape[4]]);
    kinds.all([fine[1], fine[2]]);
    kinds.all([fine[2], fine[3]]);
    kinds.all([coarse[1], coarse[2], coarse[3]]);
    kinds.all([coarse[1], shape[2], coarse[3]]);
    kinds.all([fine[1], shape[2]]);
    kinds.all([shape[2], fine[3]]);
    kinds.all([lists[1], lists[2]]);
    kinds.all([lists[2], lists[3]]);

    let around = here.surroundings;
    kinds.all([around.flags.into(), shape[2]]);
    kinds.all([around.flags.into(), lower[2]]);
    kinds.all([around.elsewhere.into(), shape[2], u64::from(around.flags)]);
    kinds.add(around.rule);
    kinds.add(around.taken_for);
    kinds.all([around.taken_for, shape[2]]);
    kinds.all([around.taken_for, coarse[2]]);
    kinds.all([before.surroundings.taken_for, around.taken_for]);
    kinds.all([around.taken_for, behind.surroundings.taken_for]);
    kinds.all([before.surroundings.rule, shape[2]]);
    kinds.all([around.rule, lower[1]]);
    kinds.all([around.rule, lower[3]]);
}
