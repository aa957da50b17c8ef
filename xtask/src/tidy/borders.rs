//! Who may know whom: the borders between the crates, and the crates that only some may name.

use std::collections::BTreeSet;

use anyhow::Result;

use super::house::House;
use crate::workspace::{Package, output_of};

/// The members of the workspace, each with the members that it may depend on.
const MEMBERS: &[(&str, &[&str])] = &[
    ("annalist-archive", &[]),
    ("annalist-capture", &[]),
    ("annalist-model", &[]),
    ("annalist-tables", &[]),
    ("annalist-variants", &[]),
    ("annalist-parse", &["annalist-model", "annalist-tables"]),
    ("annalist-enrich", &["annalist-model", "annalist-tables"]),
    ("annalist-corpus", &["annalist-model"]),
    ("annalist-report", &["annalist-corpus", "annalist-model"]),
    ("annalist-export", &["annalist-model"]),
    (
        "annalist-pipeline",
        &[
            "annalist-archive",
            "annalist-capture",
            "annalist-corpus",
            "annalist-enrich",
            "annalist-export",
            "annalist-model",
            "annalist-parse",
            "annalist-report",
            "annalist-variants",
        ],
    ),
    (
        "annalist-cli",
        &[
            "annalist-capture",
            "annalist-enrich",
            "annalist-export",
            "annalist-model",
            "annalist-pipeline",
            "annalist-report",
            "annalist-variants",
        ],
    ),
    (
        "annalist-tests",
        &[
            "annalist-capture",
            "annalist-corpus",
            "annalist-enrich",
            "annalist-model",
            "annalist-parse",
            "annalist-pipeline",
            "annalist-report",
        ],
    ),
    (
        "annalist-fuzz",
        &[
            "annalist-archive",
            "annalist-enrich",
            "annalist-model",
            "annalist-parse",
            "annalist-pipeline",
            "annalist-report",
            "annalist-variants",
        ],
    ),
    (
        "annalist-python",
        &["annalist-enrich", "annalist-model", "annalist-pipeline", "annalist-report"],
    ),
    ("annalist-train", &["annalist-parse"]),
    ("annalist-train-names", &["annalist-enrich", "annalist-model"]),
    ("xtask", &["annalist-variants"]),
];

/// Crates that only some members may name.
struct Reserved {
    crates: &'static [&'static str],
    holders: &'static [&'static str],
    why: &'static str,
}

const RESERVED: &[Reserved] = &[
    Reserved {
        crates: &["ego-tree", "html5ever", "html5gum", "scraper"],
        holders: &["annalist-parse"],
        why: "the page tree is born and dies in crates/parse",
    },
    Reserved {
        crates: &["ureq"],
        holders: &["annalist-capture"],
        why: "the network is the business of crates/capture",
    },
    Reserved {
        crates: &["rusqlite"],
        holders: &["annalist-export"],
        why: "databases are a format of crates/export",
    },
    Reserved {
        crates: &["rayon"],
        holders: &["annalist-pipeline"],
        why: "threads are the business of crates/pipeline",
    },
    Reserved {
        crates: &["anyhow", "clap", "clap_complete", "clap_mangen", "ctrlc", "indicatif"],
        holders: &["annalist-cli", "annalist-train", "annalist-train-names", "xtask"],
        why: "libraries have errors of their own and no command line",
    },
    Reserved {
        crates: &["arrow-pyarrow", "pyo3"],
        holders: &["annalist-python"],
        why: "Python is the business of crates/python",
    },
    Reserved {
        crates: &["schemars"],
        holders: &["annalist-report"],
        why: "the published shapes are those of crates/report",
    },
    Reserved {
        crates: &["serde", "serde_json"],
        holders: &[
            // The published shapes.
            "annalist-report",
            // The shapes of other tools, and what corpus.json says.
            "annalist-export",
            // Data in pages (JSON-LD) and data files.
            "annalist-parse",
            // Provenance and run files.
            "annalist-pipeline",
            // The configuration file and messages as JSON.
            "annalist-cli",
            "annalist-tests",
            // The pages and texts that models learn from.
            "annalist-train",
            "annalist-train-names",
            "xtask",
        ],
        why: "the published shapes are those of crates/report; the data itself knows no format",
    },
    Reserved {
        crates: &["ignore", "tempfile", "walkdir"],
        holders: &["annalist-pipeline", "annalist-cli", "annalist-fuzz", "annalist-tests", "xtask"],
        why: "files are the business of crates/pipeline",
    },
];

/// Members, each with the crates that must not be in its tree, through whatever dependency.
const NOT_BELOW: &[(&str, &[&str])] = &[
    ("annalist-enrich", &["clap", "html5ever", "html5gum", "rayon", "scraper", "serde"]),
    ("annalist-corpus", &["clap", "html5ever", "html5gum", "rayon", "scraper", "serde"]),
    ("annalist-report", &["clap", "html5ever", "html5gum", "rayon", "scraper"]),
    ("annalist-export", &["clap", "html5ever", "html5gum", "rayon", "scraper", "ureq"]),
    ("annalist-capture", &["clap", "html5ever", "rayon", "scraper", "serde"]),
    ("annalist-parse", &["clap", "rayon", "ureq"]),
    ("annalist-pipeline", &["clap"]),
];

/// The member without any dependency.
const BOTTOM: &str = "annalist-model";

/// The members depend on each other only as [`MEMBERS`] says.
pub(super) fn between_members(house: &House<'_>) -> Result<Vec<String>> {
    let check = |package| edges(package, &house.manifest_of(package));
    Ok(house.packages().iter().flat_map(check).collect())
}

/// Only their holders name the crates of [`RESERVED`], and the bottom names none.
pub(super) fn reserved_crates(house: &House<'_>) -> Result<Vec<String>> {
    let check = |package| names(package, &house.manifest_of(package));
    Ok(house.packages().iter().flat_map(check).collect())
}

/// Nothing stands in a tree that must not be in it.
pub(super) fn whole_trees(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for (member, banned) in NOT_BELOW {
        let mut command = house.workspace.cargo();
        command.args(["tree", "--locked", "--edges", "normal", "--prefix", "none"]);
        let tree = output_of(command.args(["--format", "{p}", "--package", member]))?;
        breaches.extend(below(member, banned, &tree));
    }
    Ok(breaches)
}

fn edges(package: &Package, manifest: &str) -> Vec<String> {
    let Some((_, allowed)) = MEMBERS.iter().find(|(name, _)| *name == package.name) else {
        return vec![format!(
            "{manifest}: {} has no borders yet; give it a row in xtask/src/tidy/borders.rs and in \
             ARCHITECTURE.md",
            package.name
        )];
    };
    members_named(package)
        .into_iter()
        .filter(|name| !allowed.contains(name))
        .map(|name| {
            format!(
                "{manifest}: {} depends on {name} across a border; it may know {}",
                package.name,
                if allowed.is_empty() { "no member".to_owned() } else { allowed.join(", ") }
            )
        })
        .collect()
}

/// The members that a manifest names as dependencies of any kind.
fn members_named(package: &Package) -> BTreeSet<&str> {
    let names = package.dependencies.iter().map(|dependency| dependency.name.as_str());
    names.filter(|name| is_member(name)).collect()
}

/// Whether a name is that of a member, known or not.
pub(super) fn is_member(name: &str) -> bool {
    name == "xtask" || name.starts_with("annalist-")
}

fn names(package: &Package, manifest: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        let reserved = RESERVED.iter().find(|reserved| reserved.crates.contains(&name));
        if let Some(Reserved { holders, why, .. }) = reserved
            && !holders.contains(&package.name.as_str())
        {
            breaches.push(format!(
                "{manifest}: names {name}, which only {} may name: {why}",
                holders.join(", ")
            ));
        }
        if package.name == BOTTOM && dependency.kind.as_deref() != Some("dev") {
            breaches.push(format!("{manifest}: names {name}; {BOTTOM} has no dependencies"));
        }
    }
    breaches
}

/// The breaches in the output of `cargo tree`, a line for each crate: name, then version.
fn below(member: &str, banned: &[&str], tree: &str) -> Vec<String> {
    let present: BTreeSet<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let found = banned.iter().filter(|banned| present.contains(**banned));
    found
        .map(|banned| {
            format!(
                "{member}: {banned} stands in its tree; `cargo tree -p {member} -i {banned}` shows \
                 the way, to be cut"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        let dependencies: Vec<_> = dependencies
            .iter()
            .map(|(name, kind)| serde_json::json!({"name": name, "kind": kind}))
            .collect();
        let package = serde_json::json!({
            "name": name, "manifest_path": "Cargo.toml", "dependencies": dependencies
        });
        serde_json::from_value(package).unwrap()
    }

    #[test]
    fn siblings_do_not_know_each_other() {
        let breaches = |name, on| edges(&package(name, &[(on, Some("dev"))]), "Cargo.toml").len();
        assert_eq!(breaches("annalist-report", "annalist-corpus"), 0);
        assert_eq!(breaches("annalist-corpus", "annalist-report"), 1);
        assert_eq!(breaches("annalist-parse", "annalist-enrich"), 1);
        assert_eq!(breaches("xtask", "annalist-model"), 1);
        assert_eq!(breaches("annalist-new", "annalist-model"), 1);
        assert_eq!(breaches("annalist-enrich", "jiff"), 0);
    }

    #[test]
    fn some_crates_are_named_by_some_members_only() {
        let breaches = |name, on| names(&package(name, &[(on, None)]), "Cargo.toml");
        assert!(breaches("annalist-parse", "scraper").is_empty());
        assert!(breaches("annalist-pipeline", "scraper")[0].contains("only annalist-parse"));
        for (name, on) in [
            ("annalist-parse", "rayon"),
            ("annalist-pipeline", "clap"),
            ("annalist-enrich", "serde"),
            ("annalist-corpus", "serde_json"),
            ("annalist-model", "jiff"),
        ] {
            assert_eq!(breaches(name, on).len(), 1, "{name} on {on}");
        }
        let for_tests = package("annalist-model", &[("proptest", Some("dev"))]);
        assert!(names(&for_tests, "Cargo.toml").is_empty());
    }

    #[test]
    fn what_comes_through_others_counts() {
        let tree = "annalist-enrich v0.1.0 (/x)\njiff v0.2.1\nserde v1.0.0\nserde v1.0.0 (*)\n";
        let breaches = below("annalist-enrich", &["serde", "rayon"], tree);
        assert_eq!(breaches.len(), 1);
        assert!(breaches[0].contains("cargo tree -p annalist-enrich -i serde"));
    }

    #[test]
    fn every_row_names_members_that_have_a_row() {
        let rows: Vec<&str> = MEMBERS.iter().map(|(name, _)| *name).collect();
        let named = MEMBERS.iter().flat_map(|(_, allowed)| *allowed);
        let held = RESERVED.iter().flat_map(|reserved| reserved.holders);
        for name in named.chain(held).chain(NOT_BELOW.iter().map(|(name, _)| name)) {
            assert!(rows.contains(name), "{name}");
        }
    }
}
