//! Finding the article of a page.
//!
//! Three steps. What is plainly not the article is masked by what elements are and say they are
//! ([`prune`]). The rest falls into paragraphs, each judged by itself ([`units`]). Then the element
//! is chosen whose inside promises the best harmonic mean of precision (the share of its text that
//! is good) and recall (its share of all good text on the page), so a body that is split over
//! siblings is found in their parent and a short article beside long boilerplate is found in
//! itself ([`choose`]).

mod choose;
mod clean;
mod features;
mod pick;
mod prune;
mod teasers;
mod units;

pub(crate) use choose::{Choice, choose};
pub(crate) use clean::clean;
pub(crate) use features::{Company, Evidence, Rows, Way, describe, names, second_names, ways};
pub(crate) use pick::{Bar, keep_between, pick, share};
pub(crate) use prune::{prune, prune_certain};
pub(crate) use units::{Paragraphs, Unit, left_by, paragraphs};
