//! The crates that a member is built of, as `cargo metadata` and the lock file tell them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

/// What `cargo metadata` tells.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

/// `Cargo.lock`.
#[derive(Debug, Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// All crates, and which needs which.
#[derive(Debug)]
pub(super) struct Graph {
    packages: BTreeMap<String, Package>,
    nodes: BTreeMap<String, Node>,
    checksums: BTreeMap<(String, String), String>,
}

/// One crate that something is built of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) version: String,
    /// As SPDX writes it; none where the crate says nothing.
    pub(super) licence: Option<String>,
    /// SHA-256 of what the registry gives; none for members of the workspace.
    pub(super) checksum: Option<String>,
    /// What it needs, sorted.
    pub(super) needs: Vec<String>,
}

impl Part {
    /// What it is called by others.
    pub(super) fn reference(&self) -> String {
        reference(&self.name, &self.version)
    }
}

fn reference(name: &str, version: &str) -> String {
    format!("pkg:cargo/{name}@{version}")
}

impl Graph {
    pub(super) fn read(metadata: &str, lock: &str) -> Result<Graph> {
        let metadata: Metadata =
            serde_json::from_str(metadata).context("cargo metadata gave what is not understood")?;
        let lock: Lock = toml::from_str(lock).context("Cargo.lock is not understood")?;
        let with_checksum =
            lock.package.into_iter().filter_map(|it| Some(((it.name, it.version), it.checksum?)));
        Ok(Graph {
            packages: metadata.packages.into_iter().map(|it| (it.id.clone(), it)).collect(),
            nodes: metadata.resolve.nodes.into_iter().map(|it| (it.id.clone(), it)).collect(),
            checksums: with_checksum.collect(),
        })
    }

    /// The member `name` first, then all that it is built of, on any platform, without what only tests
    /// need; sorted.
    pub(super) fn parts_of(&self, name: &str) -> Result<Vec<Part>> {
        let product = self.packages.values().find(|it| it.name == name);
        let product = product.with_context(|| format!("there is no member {name}"))?;
        let mut met = BTreeSet::from([product.id.as_str()]);
        let mut waiting = vec![product.id.as_str()];
        while let Some(id) = waiting.pop() {
            waiting.extend(self.needed_by(id).filter(|&id| met.insert(id)));
        }
        met.remove(product.id.as_str());
        let mut parts: Vec<Part> = met.into_iter().filter_map(|id| self.part(id)).collect();
        parts.sort();
        parts.splice(0..0, self.part(&product.id));
        Ok(parts)
    }

    fn needed_by(&self, id: &str) -> impl Iterator<Item = &str> {
        let edges = self.nodes.get(id).map(|node| node.deps.as_slice()).unwrap_or_default();
        let is_built =
            |edge: &&Edge| edge.dep_kinds.iter().any(|it| it.kind.as_deref() != Some("dev"));
        edges.iter().filter(is_built).map(|edge| edge.pkg.as_str())
    }

    fn part(&self, id: &str) -> Option<Part> {
        let Package { name, version, license, .. } = self.packages.get(id)?;
        let needs = self.needed_by(id).filter_map(|id| self.packages.get(id));
        let mut needs: Vec<String> =
            needs.map(|package| reference(&package.name, &package.version)).collect();
        needs.sort();
        needs.dedup();
        let key = (name.clone(), version.clone());
        Some(Part {
            checksum: self.checksums.get(&key).cloned(),
            // Before SPDX, crates wrote a slash.
            licence: license.as_ref().map(|it| it.replace('/', " OR ")),
            name: key.0,
            version: key.1,
            needs,
        })
    }
}
