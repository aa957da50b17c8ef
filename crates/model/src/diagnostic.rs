//! What is doubtful about a document, said in a way that can be searched and counted.

use std::fmt;

use crate::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A part of the record may be missing or wrong.
    Warning,
}

impl Severity {
    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident;)+) => {
        /// The kinds of diagnostics. A code never changes its meaning, and is never used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes, sorted.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The code as published, such as `P003`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// One line on what it means.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+).trim_ascii_start(),)+ }
            }
        }
    };
}

codes! {
    /// The page gives no date of publication; the record gives the interval that the text allows.
    PublicationBounded = "E001", Info;
    /// A relative or partial date could not be resolved, because nothing says what it is relative to.
    DateUnresolved = "E002", Info;
    /// A surname fits several people of the document and was left alone.
    SurnameAmbiguous = "E003", Info;
    /// Why a name was taken for another name of the same one, where that was asked for.
    NamesJoined = "E004", Info;
    /// Why two entities of near names were kept apart, where that was asked for.
    NamesKeptApart = "E005", Info;
    /// The page declares a charset that does not exist or cannot be right.
    CharsetUnknown = "P001", Warning;
    /// Bytes that are no text in the charset of the page were replaced by U+FFFD.
    BytesUndecodable = "P002", Warning;
    /// The page holds no text.
    NoText = "P003", Warning;
    /// The page nests elements deeper than is read; deeper ones were read as if side by side.
    NestingFlattened = "P004", Warning;
    /// The page holds more elements than are read; the rest was left out.
    PageTruncated = "P005", Warning;
    /// No article was found in the page.
    NoArticle = "P006", Warning;
    /// The page gives no date of publication.
    NoPublicationDate = "P007", Info;
    /// The page gives no title.
    NoTitle = "P008", Info;
    /// The page declares another number of comments than were found in it; where it leads to more of
    /// them (a next page, “load more”), that is named.
    CommentCountDiffers = "P009", Info;
    /// A block of JSON-LD is not JSON and was left out.
    JsonLdUnreadable = "P010", Info;
    /// A date in the metadata is impossible and was left out.
    DateImplausible = "P011", Info;
    /// The page declares no charset, and its bytes are no UTF-8: it was guessed from them.
    CharsetGuessed = "P012", Info;
    /// A time of a comment could not be read or resolved; its words are kept.
    CommentTimeUnread = "P013", Info;
    /// A comment holds no words of its own.
    CommentEmpty = "P014", Info;
    /// Lines of a plain text that belong to the site, not to the page, were left out.
    LinesLeftOut = "P015", Info;
    /// The text holds more links, emphasis or other structure than is kept; the rest was left out.
    StructureCut = "P016", Info;
    /// The archive that holds the page is broken or cut short; what is whole was read.
    ArchiveBroken = "P017", Warning;
    /// The page shows another date of publication than it declares; the record gives the one shown.
    DateDiffers = "P018", Info;
    /// How the page and its body were judged, where that was asked for.
    Judged = "P019", Info;
    /// How a doubtful paragraph was judged, where that was asked for.
    ParagraphJudged = "P020", Info;
    /// What a platform answered about the comments, stored beside the page, was not used.
    AnswerUnused = "P021", Warning;
    /// The archive gives the page another digest than its bytes have.
    DigestDiffers = "P022", Warning;
    /// The record of the archive that holds the page is cut short; what is there was read.
    RecordCut = "P023", Warning;
}

impl Code {
    /// The code published as `text`.
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One doubt about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// What is doubtful, in a sentence.
    pub message: String,
    /// The stretch of the text that it is about, where it is about one.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A diagnostic about the document as a whole.
    pub fn new(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), span: None }
    }

    /// A diagnostic about one stretch of the text.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), span: Some(span) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        assert!(Code::ALL.iter().all(|&code| Code::parse(code.as_str()) == Some(code)));
    }
}
