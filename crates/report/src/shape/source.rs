//! The saved file.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::Bytes;
use super::text::Text;

/// The saved file that a document was read from. Of a packed file all numbers are those of the bytes
/// inside.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Source {
    /// Address of the page, where the saver or the page gives it.
    url: Option<String>,
    /// The bytes of the saved file that give the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url_source_bytes: Option<Bytes>,
    /// Address of the copy in a web archive that was saved; `url` is then that of the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    archive_url: Option<String>,
    /// What the file holds.
    media_type: Text<model::MediaType>,
    /// WHATWG name of the charset that decoded the bytes.
    charset: String,
    /// Length in bytes; of a packed file unpacked.
    bytes: u64,
    /// SHA-256 of the bytes, as `sha256sum` shows it; of a packed file that of the bytes inside, as
    /// `zcat FILE | sha256sum` shows it.
    sha256: Text<model::Sha256>,
    /// When the page was saved, where its saver wrote it; for a copy in a web archive, when the
    /// archive took it.
    saved_at: Option<Text<model::DateTime>>,
    /// The bytes of the saved file that give the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saved_at_source_bytes: Option<Bytes>,
    /// The program that saved the page, where it wrote its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saved_by: Option<String>,
    /// How the file was packed; length, hash and byte ranges are those of the bytes inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compression: Option<String>,
    /// The part of the file that holds the page, where the file is an archive of the page and what
    /// belongs to it. Length, hash and byte ranges are those of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<SourcePart>,
    /// Where the page stands in an archive of many (WARC, WACZ, zip, tar). Length, hash and byte ranges
    /// are those of the page, taken out of the archive and unpacked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<ArchivePlace>,
    /// What platforms answered when they were asked for the comments: files beside the page. Byte
    /// ranges count through the page and these files as if they were laid end to end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answers: Vec<Answer>,
}

/// What a platform answered: a file whose strings or elements hold the words of the comments in HTML.
/// What a run of the source map cites of it is unescaped as its form has it first, then as HTML.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Answer {
    /// Name of the file, relative to the root of the run.
    input: String,
    /// The address that was asked.
    url: String,
    /// The platform that answered.
    platform: String,
    /// When it was asked.
    fetched_at: Option<Text<model::DateTime>>,
    /// What it is written in.
    form: Text<model::AnswerForm>,
    /// Where the file stands behind the page, as long as it is.
    source_bytes: Bytes,
    /// SHA-256 of the file.
    sha256: Text<model::Sha256>,
}

/// Where a page stands in an archive.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ArchivePlace {
    /// Name of the archive, relative to the root of the run.
    archive: String,
    /// Where the record or entry begins in the file; of a packed file, where the packed member does.
    offset: u64,
    /// Where it begins in the unpacked member, where that holds more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unpacked_offset: Option<u64>,
    /// Its name within the archive: the path of an entry, the identifier of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl ArchivePlace {
    fn of(place: &model::ArchivePlace) -> ArchivePlace {
        let model::ArchivePlace { archive, offset, unpacked_offset, name } = place.clone();
        ArchivePlace { archive, offset, unpacked_offset, name }
    }

    fn read(self) -> model::ArchivePlace {
        let ArchivePlace { archive, offset, unpacked_offset, name } = self;
        model::ArchivePlace { archive, offset, unpacked_offset, name }
    }
}

/// The part of an MHTML archive that holds the page.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct SourcePart {
    /// Where it stands in the file.
    source_bytes: Bytes,
    /// How the page is written there. What a run of the source map cites is decoded by it first,
    /// then by the charset; base64 is counted from the first byte of the part.
    transfer_encoding: Text<model::TransferEncoding>,
}

impl Source {
    pub(crate) fn of(source: &model::Source) -> Source {
        Source {
            url: source.url.clone(),
            media_type: Text(source.media_type),
            charset: source.charset.clone(),
            bytes: source.length,
            sha256: Text(source.sha256),
            saved_at: source.saved_at.map(Text),
            saved_by: source.saved_by.clone(),
            compression: source.compression.clone(),
            url_source_bytes: source.url_bytes.map(Bytes),
            archive_url: source.archive_url.clone(),
            saved_at_source_bytes: source.saved_at_bytes.map(Bytes),
            part: source.part.map(|part| SourcePart {
                source_bytes: Bytes(part.bytes),
                transfer_encoding: Text(part.encoding),
            }),
            place: source.place.as_ref().map(ArchivePlace::of),
            answers: source.answers.iter().map(Answer::of).collect(),
        }
    }

    pub(crate) fn read(self, input: String) -> model::Source {
        model::Source {
            input,
            url: self.url,
            media_type: self.media_type.0,
            charset: self.charset,
            compression: self.compression,
            length: self.bytes,
            sha256: self.sha256.0,
            saved_at: self.saved_at.map(|Text(at)| at),
            saved_by: self.saved_by,
            url_bytes: self.url_source_bytes.map(|Bytes(range)| range),
            archive_url: self.archive_url,
            saved_at_bytes: self.saved_at_source_bytes.map(|Bytes(range)| range),
            part: self.part.map(|part| model::SourcePart {
                bytes: part.source_bytes.0,
                encoding: part.transfer_encoding.0,
            }),
            place: self.place.map(ArchivePlace::read),
            answers: self.answers.into_iter().map(Answer::read).collect(),
        }
    }
}

impl Answer {
    fn of(answer: &model::Answer) -> Answer {
        Answer {
            input: answer.input.clone(),
            url: answer.url.clone(),
            platform: answer.platform.clone(),
            fetched_at: answer.fetched_at.map(Text),
            form: Text(answer.form),
            source_bytes: Bytes(answer.bytes),
            sha256: Text(answer.sha256),
        }
    }

    fn read(self) -> model::Answer {
        model::Answer {
            input: self.input,
            url: self.url,
            platform: self.platform,
            fetched_at: self.fetched_at.map(|Text(at)| at),
            form: self.form.0,
            bytes: self.source_bytes.0,
            sha256: self.sha256.0,
        }
    }
}
