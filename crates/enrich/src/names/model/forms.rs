//! The written words that were met, each with what it says by itself.
//!
//! What a word says by itself is the same in every document. It is worked out once and kept, so that
//! most words of a text cost but a few additions.

use std::collections::HashMap;
use std::sync::Mutex;

use foldhash::fast::RandomState;

use super::features::{self, PLACES};
use super::form::Form;
use super::tags::{PerTag, TAGS};
use super::weights::Weights;

/// Index of the form that stands before the first word.
pub(super) const BEFORE: usize = 0;
/// Index of the form that stands behind the last word.
pub(super) const BEHIND: usize = 1;

/// Most forms that are kept from one document to the next.
const MOST_KEPT: usize = 1 << 14;

/// Written words, each once.
#[derive(Debug)]
pub(super) struct Forms {
    numbers: HashMap<Box<str>, usize, RandomState>,
    forms: Vec<Form>,
    /// What each says of the word that it is, stands before or behind.
    sums: Vec<[Option<PerTag>; PLACES.len()]>,
}

impl Default for Forms {
    fn default() -> Forms {
        Forms {
            numbers: HashMap::default(),
            forms: vec![Form::outside(1), Form::outside(2)],
            sums: vec![[None; PLACES.len()]; 2],
        }
    }
}

impl Forms {
    /// The index of a written word, whose form `make` makes where it is new.
    pub(super) fn index_of(&mut self, written: &str, make: impl FnOnce() -> Form) -> usize {
        if let Some(known) = self.numbers.get(written) {
            return *known;
        }
        let number = self.forms.len();
        self.forms.push(make());
        self.sums.push([None; PLACES.len()]);
        self.numbers.insert(written.into(), number);
        number
    }

    /// A form by its index.
    pub(super) fn get(&self, form: usize) -> &Form {
        self.forms.get(form).unwrap_or(&self.forms[BEHIND])
    }

    /// What a form says of the word that stands at a place beside it.
    pub(super) fn add(&mut self, form: usize, place: usize, weights: &Weights, sums: &mut PerTag) {
        let known = self.sums.get_mut(form).and_then(|places| places.get_mut(place));
        let Some((known, form)) = known.zip(self.forms.get(form)) else { return };
        let own = known.get_or_insert_with(|| {
            let (mut found, mut own) = (Vec::with_capacity(32), [0; TAGS]);
            features::of_form(form, PLACES[place], |feature| found.push(feature));
            weights.add_all(&found, &mut own);
            own
        });
        for (sum, value) in sums.iter_mut().zip(own) {
            *sum += *value;
        }
    }
}

/// The forms that earlier documents have left, for those that follow: one for each thread at most.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Vec<Forms>>);

impl Kept {
    /// Forms that nobody else works with.
    pub(super) fn take(&self) -> Forms {
        let kept = self.0.lock().ok().and_then(|mut kept| kept.pop());
        kept.unwrap_or_default()
    }

    /// Keeps forms for the next document.
    pub(super) fn keep(&self, forms: Forms) {
        if forms.forms.len() <= MOST_KEPT
            && let Ok(mut kept) = self.0.lock()
        {
            kept.push(forms);
        }
    }
}
