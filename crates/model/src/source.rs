//! Which file a document was read from.

use std::fmt;

use crate::{ByteRange, DateTime};

/// Identity of a document: for a saved page the first 16 hex digits of the SHA-256 of its bytes,
/// so that the same page has the same identity wherever it lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(String);

impl DocumentId {
    /// An identity given from outside (a line of JSON may name its own).
    pub fn given(id: impl Into<String>) -> DocumentId {
        DocumentId(id.into())
    }

    /// The identity that follows from the SHA-256 of the saved bytes.
    ///
    /// ```
    /// use annalist_model::{DocumentId, Sha256};
    /// let hash = Sha256([0xab; 32]);
    /// assert_eq!(DocumentId::of(&hash).as_str(), "abababababababab");
    /// ```
    pub fn of(hash: &Sha256) -> DocumentId {
        let mut hex = hash.to_string();
        hex.truncate(16);
        DocumentId(hex)
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A SHA-256 digest; shown as `sha256sum` shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// Reads 64 hex digits.
    pub fn parse(text: &str) -> Option<Sha256> {
        let mut digest = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (index, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(Sha256(digest))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What a saved file claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    /// A web page.
    Html,
    /// The text of a page, its markup gone.
    PlainText,
}

impl MediaType {
    /// The registered name: `text/html` or `text/plain`.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaType::Html => "text/html",
            MediaType::PlainText => "text/plain",
        }
    }
}

/// How the bytes of a page are written into an archive that holds it (RFC 2045).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransferEncoding {
    /// As they are.
    Identity,
    /// `=E9` stands for the byte E9, and an equals sign at the end of a line for nothing.
    QuotedPrintable,
    /// Four letters stand for three bytes.
    Base64,
}

impl TransferEncoding {
    /// The registered name.
    pub fn as_str(self) -> &'static str {
        match self {
            TransferEncoding::Identity => "binary",
            TransferEncoding::QuotedPrintable => "quoted-printable",
            TransferEncoding::Base64 => "base64",
        }
    }

    /// The encoding with this name, in any case; `7bit`, `8bit` and `binary` are all
    /// [`TransferEncoding::Identity`].
    pub fn parse(name: &str) -> Option<TransferEncoding> {
        match name.to_ascii_lowercase().as_str() {
            "7bit" | "8bit" | "binary" => Some(TransferEncoding::Identity),
            "quoted-printable" => Some(TransferEncoding::QuotedPrintable),
            "base64" => Some(TransferEncoding::Base64),
            _ => None,
        }
    }
}

/// The part of the saved file that holds the page, where the file holds more: an MHTML archive
/// holds the pictures too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePart {
    /// Where it stands in the file.
    pub bytes: ByteRange,
    /// How the page is written there.
    pub encoding: TransferEncoding,
}

/// What an answer of a platform is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerForm {
    /// JSON: words stand in strings.
    Json,
    /// XML, such as a feed: words stand in elements.
    Xml,
}

impl AnswerForm {
    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            AnswerForm::Json => "json",
            AnswerForm::Xml => "xml",
        }
    }
}

/// What a platform answered when it was asked for the comments of a page: a file of its own, kept
/// beside the page.
///
/// The bytes of a page and of its answers are counted in one space, as if the files were laid end to
/// end: first the page, then its answers in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Name of the file, as [`Source::input`] names the page.
    pub input: String,
    /// The address that was asked.
    pub url: String,
    /// The platform that answered, by its name in the data files.
    pub platform: String,
    /// When it was asked.
    pub fetched_at: Option<DateTime>,
    /// What it is written in.
    pub form: AnswerForm,
    /// Where it stands behind the page; as long as the file.
    pub bytes: ByteRange,
    /// SHA-256 of the file.
    pub sha256: Sha256,
}

/// Where a page stands in an archive of many.
///
/// Length, hash and byte ranges are those of the page, taken out of the archive and unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivePlace {
    /// Name of the archive, as [`Source::input`] names a page.
    pub archive: String,
    /// Where the record or entry begins in the file; of a packed file, where the packed member does.
    pub offset: u64,
    /// Where it begins in the unpacked member, where that holds more than one.
    pub unpacked_offset: Option<u64>,
    /// Its name within the archive: the path of an entry, the identifier of a record.
    pub name: Option<String>,
}

/// The saved file that a document was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Name of the input, relative to the root of the run, with `/` between its parts.
    pub input: String,
    /// Address of the page, where the saver or the page gives it.
    pub url: Option<String>,
    /// The bytes of the saved file that give the address, where it does.
    pub url_bytes: Option<ByteRange>,
    /// Address of the copy in a web archive that was saved, where one was; `url` is then that of the
    /// page itself.
    pub archive_url: Option<String>,
    /// What the file holds.
    pub media_type: MediaType,
    /// WHATWG name of the charset that decoded the bytes.
    pub charset: String,
    /// How the file was packed (`gzip`); length, hash and byte ranges are those of the bytes inside.
    pub compression: Option<String>,
    /// Length in bytes.
    pub length: u64,
    /// SHA-256 of the bytes.
    pub sha256: Sha256,
    /// When the page was saved, where its saver wrote it; for a copy in a web archive, when the
    /// archive took it.
    pub saved_at: Option<DateTime>,
    /// The bytes of the saved file that give the time.
    pub saved_at_bytes: Option<ByteRange>,
    /// The program that saved the page, where it wrote its name.
    pub saved_by: Option<String>,
    /// The part of the file that holds the page, where the file is an archive of a page and what
    /// belongs to it.
    pub part: Option<SourcePart>,
    /// Where the page stands in an archive, where it was read from one.
    pub place: Option<ArchivePlace>,
    /// What platforms answered about the comments of the page, each right behind the one before it.
    pub answers: Vec<Answer>,
}

impl Source {
    /// The answer that the byte `at` stands in; none where it stands in the page.
    pub fn answer_at(&self, at: u32) -> Option<&Answer> {
        let after = self.answers.partition_point(|answer| answer.bytes.start() <= at);
        self.answers.get(..after)?.last().filter(|answer| at < answer.bytes.end())
    }
}
