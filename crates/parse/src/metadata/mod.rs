//! What a page says about itself.
//!
//! Every place is read ([`json_ld`], [`tags`], [`headline`], [`markup`], [`dates`]), each value with
//! its rank and the bytes that say it; then the best of each field is kept ([`choosing`]).

mod address;
mod byline;
mod candidate;
mod choosing;
mod dates;
mod headline;
mod json_ld;
mod markup;
mod tags;

use annalist_model::{DateTime, Diagnostic, Metadata, Origin, Sourced};

use choosing::Choosing;

use crate::page::Page;
use crate::stamp::{DayOrder, StampWords};

pub(crate) use address::is_web_address;
pub(crate) use byline::BylineWords;
pub(crate) use headline::key as headline_key;
pub(crate) use json_ld::SchemaTypes;
pub(crate) use tags::MetaNames;

/// The words that metadata is read with.
#[derive(Debug)]
pub(crate) struct MetadataWords {
    pub(crate) names: MetaNames,
    pub(crate) types: SchemaTypes,
    pub(crate) bylines: BylineWords,
}

/// What was read.
pub(crate) struct Reading {
    pub(crate) metadata: Metadata,
    /// The metadata of the page if it turns out to list other pages: what bylines and dates in the
    /// markup say is then said of those.
    pub(crate) of_index: Metadata,
    /// The element of the headline, where the page shows one.
    pub(crate) headline: Option<usize>,
    /// The element of the line that names the authors, where it stands below the headline.
    pub(crate) byline: Option<usize>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the metadata of `page`. `url` is its address, where known from outside; `is_comment`
/// tells the parts of the page that hold comments.
pub(crate) fn read(
    page: &Page<'_>,
    words: &MetadataWords,
    stamps: &StampWords,
    order: DayOrder,
    url: Option<&str>,
    is_comment: &dyn Fn(usize) -> bool,
) -> Reading {
    let mut candidates = Vec::new();
    let mut diagnostics = Vec::new();
    json_ld::read(page, &words.types, &mut candidates, &mut diagnostics);
    tags::read(page, &words.names, &mut candidates);
    tags::read_microdata(page, &words.types, &mut candidates);
    let headline = headline::read(page, &mut candidates);
    let declared = candidates.len();
    markup::read_authors(page, &words.bylines, is_comment, &mut candidates);
    let byline = headline.and_then(|headline| {
        markup::read_lines_below(page, headline, &words.bylines, stamps, order, &mut candidates)
    });
    markup::read_tag_links(page, &mut candidates);
    dates::read(page, headline, stamps, order, is_comment, &mut candidates);
    let of_index = candidate::settle(candidates[..declared].to_vec());
    let candidates = candidate::settle(candidates);
    let choice = Choosing { candidates: &candidates, stamps, order };
    let mut metadata = choice.metadata(&words.bylines, url);
    if metadata.published.is_none() {
        let address = url.or(metadata.canonical_url.as_ref().map(|it| it.value.as_str()));
        if let Some(date) = address.and_then(dates::in_url) {
            metadata.published = Some(Sourced::new(DateTime::date_only(date), Origin::Url, None));
        }
    }
    choice.note_bad_dates(&mut diagnostics);
    let of_index = Choosing { candidates: &of_index, stamps, order }.metadata_of_index();
    Reading { metadata, of_index, headline, byline, diagnostics }
}
