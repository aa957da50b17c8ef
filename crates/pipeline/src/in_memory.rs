//! One page or one text that a program holds in memory, for those that link the library: what the
//! verbs of the command line give for it, as a line of JSON, or why there is none.

use std::sync::Arc;

use annalist_model::DateTime;
use annalist_parse::Input;

use crate::{Engine, Failure, Settings, patience, read};

/// A page that a program holds in memory. An empty address or charset is none.
#[derive(Clone, Copy, Debug)]
pub struct GivenPage<'a> {
    /// The name of the input.
    pub name: &'a str,
    /// The bytes of the page, packed with gzip or not.
    pub bytes: &'a [u8],
    /// The address of the page, where known.
    pub url: Option<&'a str>,
    /// The charset of the page, where the transport named one.
    pub charset: Option<&'a str>,
}

/// The document of a page, as `annalist parse` writes it.
///
/// # Errors
///
/// Why there is none.
pub fn parse_page(
    engine: &Arc<Engine>,
    page: GivenPage<'_>,
    settings: &Settings,
) -> Result<String, Failure> {
    let engine = Arc::clone(engine);
    with_input(page, settings, move |input| {
        Ok(annalist_report::document_json(&engine.document(input)?))
    })
}

/// The record of a page, as `annalist run` and `annalist worker` write it; `date` is `--date` for this
/// page alone.
///
/// # Errors
///
/// Why there is none.
pub fn process_page(
    engine: &Arc<Engine>,
    page: GivenPage<'_>,
    date: Option<DateTime>,
    settings: &Settings,
) -> Result<String, Failure> {
    let (engine, max_text) = (Arc::clone(engine), settings.max_text);
    with_input(page, settings, move |input| {
        Ok(annalist_report::record_json(&engine.record_of_date(input, date, max_text)?))
    })
}

/// The record of a text that comes without a page, as `annalist enrich` writes it of a line with
/// `text`, `id` and `date`. Without an `id` it has one that follows from the text.
///
/// # Errors
///
/// Why there is none.
pub fn enrich_text(
    engine: &Arc<Engine>,
    text: &str,
    id: Option<&str>,
    date: Option<DateTime>,
    settings: &Settings,
) -> Result<String, Failure> {
    let id = id.filter(|id| !id.is_empty());
    let (limit, length) = (settings.max_text, text.len() as u64);
    let document = annalist_parse::from_text(id, id.unwrap_or("text"), text, date);
    let document = document.ok_or(Failure::TooMuchText { length, limit })?;
    let engine = Arc::clone(engine);
    patience::within(settings.page_timeout, move || {
        Ok(annalist_report::record_json(&engine.annotate_within(document, limit)?))
    })
}

/// Works on a page within the bounds of `settings`.
fn with_input(
    page: GivenPage<'_>,
    settings: &Settings,
    work: impl FnOnce(&Input<'_>) -> Result<String, Failure> + Send + 'static,
) -> Result<String, Failure> {
    let GivenPage { name, bytes, url, charset } = page;
    let read = read::read_bytes(bytes, settings.max_bytes)?;
    let (name, explain) = (name.to_owned(), settings.explain);
    let said = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let (url, charset) = (said(url), said(charset));
    patience::within(settings.page_timeout, move || {
        let (url, charset) = (url.as_deref(), charset.as_deref());
        work(&Input { url, charset, explain, ..read.input(&name) })
    })
}
