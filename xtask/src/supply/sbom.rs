//! A bill of materials as CycloneDX writes it: without a time or a random number, so that the same
//! parts give the same bytes.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::graph::Part;

/// The bill of `parts`, the product first.
pub(super) fn text(parts: &[Part]) -> Result<String> {
    let (product, parts) = parts.split_first().context("nothing is built")?;
    let mut whole = component(product, "application");
    whole.insert("name".to_owned(), json!("annalist"));
    let all = std::iter::once(product).chain(parts);
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": whole },
        "components": parts.iter().map(|part| component(part, "library")).collect::<Vec<_>>(),
        "dependencies": all
            .map(|part| json!({ "ref": part.reference(), "dependsOn": part.needs }))
            .collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

fn component(part: &Part, kind: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut add = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    add("type", json!(kind));
    add("bom-ref", json!(part.reference()));
    add("name", json!(part.name));
    add("version", json!(part.version));
    if let Some(checksum) = &part.checksum {
        add("hashes", json!([{ "alg": "SHA-256", "content": checksum }]));
    }
    if let Some(licence) = &part.licence {
        add("licenses", json!([{ "expression": licence }]));
    }
    add("purl", json!(part.reference()));
    fields
}

#[cfg(test)]
mod tests {
    use super::super::graph::Graph;
    use super::*;

    const METADATA: &str = r#"{
        "packages": [
            {"id": "c", "name": "tester", "version": "3.0.0", "license": "GPL-3.0-only"},
            {"id": "a", "name": "product", "version": "0.1.0", "license": "MIT"},
            {"id": "d", "name": "deep", "version": "4.0.0", "license": "MIT/Apache-2.0"},
            {"id": "b", "name": "builder", "version": "2.0.0", "license": null}
        ],
        "resolve": {"nodes": [
            {"id": "a", "deps": [
                {"pkg": "c", "dep_kinds": [{"kind": "dev"}]},
                {"pkg": "b", "dep_kinds": [{"kind": "dev"}, {"kind": "build"}]}
            ]},
            {"id": "b", "deps": [{"pkg": "d", "dep_kinds": [{"kind": null}]}]},
            {"id": "c", "deps": []},
            {"id": "d", "deps": [{"pkg": "b", "dep_kinds": [{"kind": null}]}]}
        ]}
    }"#;

    const LOCK: &str = "[[package]]\nname = \"deep\"\nversion = \"4.0.0\"\nchecksum = \"c0ffee\"\n";

    #[test]
    fn what_is_built_is_listed_and_what_only_tests_need_is_not() {
        let parts = Graph::read(METADATA, LOCK).unwrap().parts_of("product").unwrap();
        let bill: Value = serde_json::from_str(&text(&parts).unwrap()).unwrap();
        assert_eq!(bill["metadata"]["component"]["version"], "0.1.0");
        let [builder, deep] = bill["components"].as_array().unwrap().as_slice() else {
            panic!("{bill:#}");
        };
        assert_eq!(builder["name"], "builder");
        assert_eq!(deep["purl"], "pkg:cargo/deep@4.0.0");
        assert_eq!(deep["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(deep["hashes"][0]["content"], "c0ffee");
        let needs = &bill["dependencies"][0]["dependsOn"];
        assert_eq!(*needs, json!(["pkg:cargo/builder@2.0.0"]));
        let allowed = super::super::licences::Allowed::read("[licenses]\nallow = [\"MIT\"]");
        assert_eq!(allowed.unwrap().refused(&parts), ["builder 2.0.0: none is given"]);
    }
}
