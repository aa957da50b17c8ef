//! XML for others: every word of a page escaped, and without characters that XML has no place for.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::ExportError;
use crate::text::visible;

/// A document that is written element by element.
pub(super) struct Xml<'c>(Writer<Box<dyn Write + 'c>>);

impl<'c> Xml<'c> {
    /// Begins a document.
    pub(super) fn begin(out: Box<dyn Write + 'c>) -> Result<Xml<'c>, ExportError> {
        let mut xml = Xml(Writer::new_with_indent(out, b' ', 1));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, keys: &[(&str, &str)]) -> Result<(), ExportError> {
        self.event(Event::Start(element(name, keys)))
    }

    /// Closes the element of this name, the last one opened.
    pub(super) fn close(&mut self, name: &str) -> Result<(), ExportError> {
        self.event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, keys: &[(&str, &str)]) -> Result<(), ExportError> {
        self.event(Event::Empty(element(name, keys)))
    }

    /// Writes an element that holds a text.
    pub(super) fn text(
        &mut self,
        name: &str,
        keys: &[(&str, &str)],
        text: &str,
    ) -> Result<(), ExportError> {
        self.open(name, keys)?;
        self.event(Event::Text(BytesText::new(&visible(text))))?;
        self.close(name)
    }

    /// Ends the document.
    pub(super) fn finish(self) -> Result<(), ExportError> {
        let mut out = self.0.into_inner();
        out.write_all(b"\n")?;
        Ok(out.flush()?)
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), ExportError> {
        let written: io::Result<()> = self.0.write_event(event);
        Ok(written?)
    }
}

fn element<'e>(name: &'e str, keys: &[(&str, &str)]) -> BytesStart<'e> {
    let mut element = BytesStart::new(name);
    for (key, value) in keys {
        element.push_attribute((*key, visible(value).as_ref()));
    }
    element
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn words_of_a_page_stay_words() {
        let out = Shared::default();
        let mut xml = Xml::begin(Box::new(out.clone())).unwrap();
        xml.empty("node", &[("label", "\"/><script>&\u{0}\u{202E}")]).unwrap();
        xml.text("data", &[], "]]></data><x/>").unwrap();
        xml.finish().unwrap();
        let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains("label=\"&quot;/&gt;&lt;script&gt;&amp;⟨U+0000⟩⟨U+202E⟩\""),
            "{text}"
        );
        assert!(text.contains("<data>]]&gt;&lt;/data&gt;&lt;x/&gt;</data>"), "{text}");
    }
}
