//! The report on one document: its parts, in order.

use annalist_corpus::Quotations;
use annalist_model::Record;

use super::citation::Citations;
use super::page::Page;
use super::{apart, article, claims, dates, findings, thread};

/// The file that has what a report leaves out.
pub(super) const RECORD: &str = "the record";

pub(super) fn render(record: &Record) -> String {
    let mut page = Page::default();
    let quotations = Quotations::of(record.document());
    let mut citations = Citations::new(record.document(), &quotations);
    article::write_head(&mut page, record, &quotations, &mut citations);
    findings::write_doubts(&mut page, record, &mut citations);
    article::write_text(&mut page, record.document(), &mut citations);
    findings::write_names(&mut page, record, &quotations, &mut citations);
    apart::write_apart(&mut page, record, &mut citations);
    claims::write(&mut page, record, &mut citations);
    dates::write_dates(&mut page, record, &quotations, &mut citations);
    thread::write(&mut page, record.document(), &mut citations);
    citations.write(&mut page);
    page.finish()
}
