//! The published shapes, described for other programs.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::{shape, write};

/// The names of the published shapes.
pub const SCHEMAS: &[&str] = &["record", "document", "corpus", "outcome"];

/// The JSON Schema (draft 2020-12) of a published shape, indented and without a line's end, or
/// `None` for another name than those of [`SCHEMAS`].
pub fn schema(name: &str) -> Option<String> {
    match name {
        "record" => Some(describe::<shape::record::Record>()),
        "document" => Some(describe::<shape::document::Document>()),
        "corpus" => Some(describe::<shape::corpus::CorpusReport>()),
        "outcome" => Some(describe::<shape::outcome::OutcomeLine>()),
        _ => None,
    }
}

/// The schema of what is written: keys that are always written are required.
fn describe<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with_transform(RecursiveTransform(unwrap_description));
    write::indented(&settings.into_generator().into_root_schema_for::<T>())
}

/// Joins the lines of each paragraph of a description, which are those of the source.
fn unwrap_description(schema: &mut Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        let paragraphs = description.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
        *description = paragraphs.collect::<Vec<String>>().join("\n\n");
    }
}
