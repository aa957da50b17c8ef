//! Manifests: what the workspace decides, its members do not decide again.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use toml::{Table, Value};

use super::borders::is_member;
use super::house::House;

/// Fields of a package that come from the workspace.
const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// Tables of a manifest that name dependencies.
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Lints that keep libraries from printing.
const PRINTING: [&str; 2] = ["print_stdout", "print_stderr"];

/// Every member inherits what the workspace decides: fields, lints, versions of dependencies.
pub(super) fn members(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for package in house.packages() {
        let file = house.manifest_of(package);
        breaches.extend(member(&file, &read(house, &file)?));
    }
    Ok(breaches)
}

/// The workspace keeps libraries from printing, and lists each dependency once, sorted, for a use.
pub(super) fn workspace(house: &House<'_>) -> Result<Vec<String>> {
    let text = house.text("Cargo.toml")?;
    let root = read(house, "Cargo.toml")?;
    let named = house.packages().iter().flat_map(|package| &package.dependencies);
    let named: BTreeSet<&str> = named.map(|dependency| dependency.name.as_str()).collect();
    let mut breaches = lints(&root);
    breaches.extend(unused(&root, &named));
    breaches.extend(unsorted(&text));
    Ok(breaches)
}

fn read(house: &House<'_>, file: &str) -> Result<Table> {
    house.text(file)?.parse().with_context(|| format!("{file} is no manifest"))
}

fn is_inherited(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
}

fn member(file: &str, manifest: &Table) -> Vec<String> {
    let package = manifest.get("package");
    let mut breaches: Vec<String> = INHERITED
        .iter()
        .filter(|field| !is_inherited(package.and_then(|package| package.get(field))))
        .map(|field| format!("{file}: write `{field}.workspace = true` under [package]"))
        .collect();
    if !is_inherited(manifest.get("lints")) {
        breaches.push(format!("{file}: write `workspace = true` under [lints]"));
    }
    for table in DEPENDENCIES {
        let dependencies = manifest.get(table).and_then(Value::as_table);
        let own =
            dependencies.into_iter().flatten().filter(|(_, value)| !is_inherited(Some(value)));
        breaches.extend(own.map(|(name, _)| {
            format!(
                "{file}: write `{name}.workspace = true` under [{table}], and its version under \
                 [workspace.dependencies] in Cargo.toml"
            )
        }));
    }
    breaches
}

fn lints(root: &Table) -> Vec<String> {
    let clippy = ["workspace", "lints", "clippy"];
    let found = clippy.iter().skip(1).fold(root.get(clippy[0]), |value, key| value?.get(key));
    PRINTING
        .iter()
        .filter(|lint| {
            let level = found.and_then(|lints| lints.get(lint)).and_then(Value::as_str);
            !matches!(level, Some("warn" | "deny" | "forbid"))
        })
        .map(|lint| format!("Cargo.toml: write `{lint} = \"warn\"` under [workspace.lints.clippy]"))
        .collect()
}

fn unused(root: &Table, named: &BTreeSet<&str>) -> Vec<String> {
    let dependencies = root.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let dependencies = dependencies.and_then(Value::as_table).into_iter().flatten();
    dependencies
        .filter(|(name, _)| !is_member(name) && !named.contains(name.as_str()))
        .map(|(name, _)| {
            format!("Cargo.toml: no member uses {name}; remove it from [workspace.dependencies]")
        })
        .collect()
}

/// Dependencies that stand out of order, in each run of lines without a blank one.
fn unsorted(manifest: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut within = false;
    let mut last = String::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            within = line == "[workspace.dependencies]";
        }
        if line.is_empty() || line.starts_with('[') {
            last.clear();
        }
        let Some((name, _)) = line.split_once('=').filter(|_| within && !line.starts_with('#'))
        else {
            continue;
        };
        let name = name.trim();
        // Members stand in the order of the pipeline.
        if is_member(name) {
            continue;
        }
        if name < last.as_str() {
            breaches.push(format!("Cargo.toml: move {name} up, before {last}: names are sorted"));
        }
        name.clone_into(&mut last);
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_inherits() {
        let good = "[package]\nname = \"a\"\nversion.workspace = true\nedition.workspace = true\n\
                    rust-version.workspace = true\nlicense.workspace = true\n\
                    publish.workspace = true\n[dependencies]\njiff.workspace = true\n\
                    serde = { workspace = true, optional = true }\n[lints]\nworkspace = true\n";
        assert_eq!(member("a", &good.parse().unwrap()), Vec::<String>::new());
        for (from, to, expected) in [
            ("edition.workspace = true", "edition = \"2021\"", "edition.workspace"),
            ("[lints]\nworkspace = true\n", "", "under [lints]"),
            ("jiff.workspace = true", "jiff = \"0.2\"", "jiff.workspace"),
            ("jiff.workspace = true", "jiff = { path = \"x\" }", "jiff.workspace"),
        ] {
            let breaches = member("a", &good.replace(from, to).parse().unwrap());
            assert_eq!(breaches.len(), 1, "{to}");
            assert!(breaches[0].contains(expected), "{breaches:?}");
        }
    }

    #[test]
    fn the_workspace_keeps_libraries_quiet() {
        let root = "[workspace.lints.clippy]\nprint_stdout = \"warn\"\nprint_stderr = \"allow\"\n";
        let breaches = lints(&root.parse().unwrap());
        assert_eq!(breaches.len(), 1);
        assert!(breaches[0].contains("print_stderr"));
        assert_eq!(lints(&Table::new()).len(), 2);
    }

    #[test]
    fn dependencies_are_used_and_sorted() {
        let root = "[workspace.dependencies]\nannalist-model = { path = \"x\" }\nannalist-corpus = 1\n\n# For tests.\n\
                    jiff = \"0.2\"\ninsta = \"1\"\nregex = \"1\"\n[profile.dev]\na = 1\n";
        let breaches = unused(&root.parse().unwrap(), &BTreeSet::from(["jiff", "insta"]));
        assert_eq!(
            breaches,
            ["Cargo.toml: no member uses regex; remove it from [workspace.dependencies]"]
        );
        let breaches = unsorted(root);
        assert_eq!(breaches, ["Cargo.toml: move insta up, before jiff: names are sorted"]);
    }
}
