//! The saved file.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;

/// The saved file that a document was read from. Of a packed file all numbers are those of the bytes
/// inside.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Source {
    /// Address of the page, where the saver or the page gives it.
    url: Option<String>,
    /// What the file holds.
    media_type: Text<model::MediaType>,
    /// WHATWG name of the charset that decoded the bytes.
    charset: String,
    /// Length in bytes; of a packed file unpacked.
    bytes: u64,
    /// SHA-256 of the bytes, as `sha256sum` shows it; of a packed file that of the bytes inside, as
    /// `zcat FILE | sha256sum` shows it.
    sha256: Text<model::Sha256>,
    /// When the page was saved, where its saver wrote it.
    saved_at: Option<Text<model::DateTime>>,
    /// The program that saved the page, where it wrote its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saved_by: Option<String>,
    /// How the file was packed; length, hash and byte ranges are those of the bytes inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compression: Option<String>,
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
        }
    }
}
