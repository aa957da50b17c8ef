//! What a page says about itself.
//!
//! Every place is read ([`json_ld`], [`tags`], [`headline`], [`markup`], [`dates`]), each value with
//! its rank and the bytes that say it; then the best of each field is kept ([`choosing`]).

mod address;
mod authors;
mod byline;
mod candidate;
mod choosing;
mod date_labels;
mod date_names;
mod dates;
mod declared;
mod headline;
mod images;
mod json;
mod json_ld;
mod local_day;
mod lone_dates;
mod looking;
mod markup;
mod name;
mod narrow;
mod places;
mod script_dates;
mod shown_day;
mod tags;
mod title;
mod topic;
mod trail;
mod zone;

use annalist_model::{DateTime, Diagnostic, Metadata, Origin, Sourced};

use address::domain_words;
use candidate::{Candidate, Field};
use choosing::{Choosing, SiteNames};
use looking::Looking;
use places::Places;

use crate::links::LinkBase;
use crate::page::{Page, folded};
use crate::stamp::{DayOrder, StampWords};

pub(crate) use address::is_web_address;
pub(crate) use byline::BylineWords;
pub(crate) use date_labels::DateLabels;
pub(crate) use date_names::DateNames;
pub(crate) use headline::key as headline_key;
pub(crate) use json_ld::SchemaTypes;
pub(crate) use script_dates::ScriptKeys;
pub(crate) use tags::MetaNames;
pub(crate) use topic::TopicWords;

/// The words that metadata is read with.
#[derive(Debug)]
pub(crate) struct MetadataWords {
    pub(crate) names: MetaNames,
    pub(crate) types: SchemaTypes,
    pub(crate) bylines: BylineWords,
    pub(crate) dates: DateLabels,
    pub(crate) date_names: DateNames,
    pub(crate) topics: TopicWords,
    pub(crate) script_keys: ScriptKeys,
}

/// Names of a site that are heard.
const MOST_SITE_NAMES: usize = 20;

/// The name of a site is no longer than this, in bytes.
const LONGEST_SITE_NAME: usize = 80;

/// The day in an address goes behind dates in markup made for them, before those of mere lines.
const RANK_OF_ADDRESS: u32 = 40;

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

/// Reads the metadata of `page`. `url` is its address, where known from outside; `links` tells
/// where addresses in it lead, `is_comment` the parts of the page that hold comments.
pub(crate) fn read(
    page: &Page<'_>,
    words: &MetadataWords,
    stamps: &StampWords,
    order: DayOrder,
    url: Option<&str>,
    links: &LinkBase,
    is_comment: &dyn Fn(usize) -> bool,
) -> Reading {
    let mut candidates = Vec::new();
    let mut diagnostics = Vec::new();
    let places = Places::of(page, &words.bylines, &words.date_names);
    json_ld::read(page, &places, &words.types, &mut candidates, &mut diagnostics);
    tags::read(page, &places, &words.names, &words.bylines, &mut candidates);
    tags::read_microdata(page, &places, &words.types, &mut candidates);
    let site = site_keys(&candidates, url);
    let headline = headline::read(page, &places, &site, is_comment, &mut candidates);
    let declared = candidates.len();
    let addresses = url
        .into_iter()
        .chain(candidates.iter().filter(|it| it.field == Field::Url).map(|it| it.text.as_str()));
    let is_topic = words.topics.is_topic(page, &places, &words.types, addresses);
    let is_aside = |node: usize| !is_topic && is_comment(node);
    let looking = Looking {
        page,
        places: &places,
        words,
        stamps,
        order,
        headline,
        is_topic,
        is_comment: &is_aside,
    };
    let shown = looking.read(&mut candidates);
    words.script_keys.read(page, &places, &mut candidates);
    let address = date_of_address(&candidates, url, stamps);
    let day = address.filter(|at| at.date.day().is_some());
    candidates.extend(day.map(|at| Candidate {
        field: Field::Published,
        rank: RANK_OF_ADDRESS,
        text: at.to_string(),
        origin: Origin::Url,
        bytes: None,
    }));
    if !candidates.iter().any(|it| matches!(it.field, Field::Published | Field::Modified)) {
        looking.read_elsewhere(&mut candidates);
    }
    let mut of_index = candidates[..declared].to_vec();
    of_index.retain(|it| it.field != Field::Published || it.origin != Origin::Microdata);
    let of_index = candidate::settle(of_index);
    let candidates = candidate::settle(candidates);
    let names = SiteNames { names: &site, is_front_page: is_front_page(&candidates, url) };
    let choice = Choosing { candidates: &candidates, stamps, order, links };
    let mut metadata = choice.metadata(&words.bylines, &names);
    metadata.published = metadata
        .published
        .map(|at| match is_topic {
            true => at,
            false => shown_day::of(at, &shown.dates, &mut diagnostics),
        })
        .map(|at| address.and_then(|day| address::in_order(&at, day)).unwrap_or(at))
        .map(|at| local_day::of(at, &candidates, page, stamps, order, address))
        .or_else(|| address.map(|at| Sourced::new(at, Origin::Url, None)));
    narrow::narrow(page, &mut metadata.authors);
    choice.note_bad_dates(&mut diagnostics);
    // A topic is an article, however much it looks like a list.
    let of_index = if is_topic {
        metadata.clone()
    } else {
        Choosing { candidates: &of_index, stamps, order, links }.metadata_of_index(&names)
    };
    Reading { metadata, of_index, headline, byline: shown.byline, diagnostics }
}

/// The keys of the names that the page gives its site, its publisher and its domain, each once.
fn site_keys(candidates: &[Candidate], url: Option<&str>) -> Vec<String> {
    let of = |field| candidates.iter().filter(move |it| it.field == field);
    let named = of(Field::Site).chain(of(Field::Publisher)).map(|it| folded(&it.text));
    let named = named.filter(|name| name.len() <= LONGEST_SITE_NAME).take(MOST_SITE_NAMES);
    let addresses = url.into_iter().chain(of(Field::Url).map(|it| it.text.as_str()));
    let mut keys: Vec<String> = Vec::new();
    for name in named.chain(addresses.flat_map(domain_words)) {
        let key = headline_key(&name);
        if !key.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Whether the page is the front page of its site: the address that is known from outside says so,
/// and the one that the page gives itself. A redirect leads from the first to another page, and
/// careless templates give the front page as the second.
fn is_front_page(candidates: &[Candidate], url: Option<&str>) -> bool {
    let own = candidates.iter().find(|it| it.field == Field::Url && is_web_address(&it.text));
    let mut addresses = url.into_iter().chain(own.map(|it| it.text.as_str())).peekable();
    addresses.peek().is_some() && addresses.all(address::is_front_page)
}

/// The date in the address of the page: the one known from outside, else the one it gives itself.
fn date_of_address(
    candidates: &[Candidate],
    url: Option<&str>,
    stamps: &StampWords,
) -> Option<DateTime> {
    let own = candidates.iter().filter(|it| it.field == Field::Url);
    let mut addresses = url.into_iter().chain(own.map(|it| it.text.as_str()));
    addresses.find_map(|it| address::date_in(it, stamps)).map(DateTime::date_only)
}
