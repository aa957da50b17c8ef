//! The formats, a file each.

mod csv;
mod ftm;
mod geo_json;
mod gexf;
mod graphml;
mod json_ld;
mod obsidian;
mod parquet;
mod sqlite;
mod stix;
mod timeline_js;
mod web_annotation;
mod xml;

use crate::Format;

/// All formats, sorted by name.
pub const FORMATS: &[Format] = &[
    csv::FORMAT,
    ftm::ENTITIES,
    ftm::STATEMENTS,
    geo_json::FORMAT,
    gexf::FORMAT,
    graphml::FORMAT,
    json_ld::FORMAT,
    obsidian::FORMAT,
    parquet::FORMAT,
    sqlite::FORMAT,
    stix::FORMAT,
    timeline_js::FORMAT,
    web_annotation::FORMAT,
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_and_none_stands_twice() {
        assert!(FORMATS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
