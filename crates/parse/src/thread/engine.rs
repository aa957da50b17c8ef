//! What is known of the markup of comment engines: one data file each.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use super::groups::{self, Claim};
use super::hooks::{AllNames, Pattern};
use super::item::{Parts, Region};
use super::moments::Moments;
use super::{Found, Opening, Reading, Set, shape};
use crate::page::Page;
use crate::roles::Roles;
use annalist_tables::{DataError, DataFile, data_file};

/// The engines that come with the crate, in the order that they are asked in: those whose items
/// could be taken for another's come first.
const FILES: &[DataFile] = &[
    data_file!("engines/blogger.toml"),
    data_file!("engines/discourse.toml"),
    data_file!("engines/flarum.toml"),
    data_file!("engines/fora.toml"),
    data_file!("engines/xenforo.toml"),
    data_file!("engines/invision.toml"),
    data_file!("engines/nodebb.toml"),
    data_file!("engines/vbulletin.toml"),
    data_file!("engines/smf.toml"),
    data_file!("engines/mybb.toml"),
    data_file!("engines/fluxbb.toml"),
    data_file!("engines/phpbb.toml"),
    data_file!("engines/phpbb-2.toml"),
    data_file!("engines/bbpress.toml"),
    data_file!("engines/stack-exchange.toml"),
    data_file!("engines/hacker-news.toml"),
    data_file!("engines/reddit.toml"),
    data_file!("engines/lobsters.toml"),
    data_file!("engines/twitter.toml"),
    data_file!("engines/github.toml"),
    data_file!("engines/steam.toml"),
    data_file!("engines/disqus.toml"),
    data_file!("engines/livefyre.toml"),
    data_file!("engines/substack.toml"),
    data_file!("engines/kinja.toml"),
    data_file!("engines/spip.toml"),
    data_file!("engines/isso.toml"),
    data_file!("engines/wpdiscuz.toml"),
    data_file!("engines/epoch.toml"),
    data_file!("engines/thesis.toml"),
    data_file!("engines/huffpost.toml"),
    data_file!("engines/zeit.toml"),
    data_file!("engines/wordpress.toml"),
    data_file!("engines/drupal.toml"),
];

/// How much more than that of a shape the evidence of an engine's markup counts.
const TRUST: f64 = 3.2;

/// A data file as written. Each list of selectors is tried in order; the first that matches counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EngineFile {
    /// The elements that hold one comment each.
    item: Vec<String>,
    author: Vec<String>,
    time: Vec<String>,
    body: Vec<String>,
    permalink: Vec<String>,
    /// What holds no words of the comment.
    drop: Vec<String>,
    /// Whether the first item is the article.
    opening: bool,
    /// The elements whose number, attribute or width tells how deep an item is nested.
    levels: Option<String>,
    /// What shows how readers judged an item.
    #[serde(default)]
    votes: Vec<String>,
    /// Whether the words of an item stand in the elements after it.
    #[serde(default)]
    after: bool,
    /// Pages that a test reads.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
    example: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "read by tests"))]
struct Example {
    html: String,
    /// `parent | author | time | text`, a line a comment.
    comments: Vec<String>,
}

/// The engines whose markup is known.
#[derive(Debug)]
pub(crate) struct Engines {
    engines: Vec<Engine>,
    /// The classes and ids that their selectors name.
    names: AllNames,
}

#[derive(Debug)]
pub(super) struct Engine {
    file: &'static str,
    /// The elements that hold one item each.
    items: Vec<Pattern>,
    author: Vec<Pattern>,
    time: Vec<Pattern>,
    body: Vec<Pattern>,
    permalink: Vec<Pattern>,
    drop: Vec<Pattern>,
    opening: bool,
    levels: Option<Pattern>,
    votes: Vec<Pattern>,
    after: bool,
}

impl Engines {
    /// The engines that come with the crate.
    pub(crate) fn load() -> Result<Engines, DataError> {
        let engines: Vec<Engine> =
            FILES.iter().map(|file| Engine::load(*file)).collect::<Result<_, _>>()?;
        let names = AllNames::of(engines.iter().flat_map(|engine| &engine.items));
        Ok(Engines { engines, names })
    }

    /// The engines without those of these names; without all of them where one name is `all`.
    pub(crate) fn without(mut self, names: &[String]) -> Result<Engines, UnknownEngine> {
        let is_known =
            |name: &String| name == "all" || self.engines.iter().any(|it| it.name() == name);
        if let Some(name) = names.iter().find(|name| !is_known(name)) {
            let known = self.engines.iter().map(Engine::name).collect::<Vec<_>>().join(", ");
            return Err(UnknownEngine { name: name.clone(), known });
        }
        self.engines.retain(|engine| !names.iter().any(|it| it == engine.name() || it == "all"));
        Ok(self)
    }

    /// The threads that the engines know in a page.
    pub(super) fn find<'e>(&'e self, reading: &Reading<'_>, moments: &Moments) -> Vec<Found<'e>> {
        let page = reading.page;
        let present = self.names.present(page);
        let mut found = Vec::new();
        for engine in &self.engines {
            let Some(set) = engine.set(page, &present) else { continue };
            let read = set.read(reading, moments, &set.nodes);
            let signs = shape::signs(reading, moments, &read);
            // Without a name or a time on most of them, these are not comments.
            if !signs.are_told(read.len()) || shape::are_of_other_pages(page, &read) {
                continue;
            }
            let opening = if engine.opening { Opening::Article } else { Opening::Comment };
            let score = signs.evidence() * TRUST;
            let (sets, read) = (vec![set], Some(read));
            found.push(Found { opening, sets, read, score, claim: Claim::Declared });
        }
        found
    }
}

/// No engine of comments has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEngine {
    name: String,
    known: String,
}

impl fmt::Display for UnknownEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no comment engine is called {:?}; known are {}", self.name, self.known)
    }
}

impl std::error::Error for UnknownEngine {}

impl Engine {
    /// The name of its file.
    fn name(&self) -> &str {
        self.file.trim_start_matches("engines/").trim_end_matches(".toml")
    }

    fn load(file: DataFile) -> Result<Engine, DataError> {
        let parsed: EngineFile = toml::from_str(file.text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| 1 + file.text[..span.start].matches('\n').count());
            file.error(line, error.message().to_owned())
        })?;
        let one = |selector: &str| {
            Pattern::parse(selector).map_err(|error| {
                let line = file
                    .text
                    .lines()
                    .position(|line| line.contains(selector))
                    .map_or(1, |index| index + 1);
                file.error(line, format!("the selector “{selector}” cannot be read: {error}"))
            })
        };
        let all = |selectors: &[String]| {
            selectors.iter().map(|it| one(it)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Engine {
            file: file.name,
            items: all(&parsed.item)?,
            author: all(&parsed.author)?,
            time: all(&parsed.time)?,
            body: all(&parsed.body)?,
            permalink: all(&parsed.permalink)?,
            drop: all(&parsed.drop)?,
            opening: parsed.opening,
            levels: parsed.levels.as_deref().map(one).transpose()?,
            votes: all(&parsed.votes)?,
            after: parsed.after,
        })
    }

    /// The elements of a page that are items of the engine, by the first selector that matches any;
    /// `present` are the classes and ids of the page.
    fn set<'e>(&'e self, page: &Page<'_>, present: &BTreeSet<&str>) -> Option<Set<'e>> {
        let possible = self.items.iter().filter(|pattern| pattern.may_match(present));
        let mut found = possible.map(|pattern| {
            let matching = page.all().filter(|&node| {
                page.is_visible(node)
                    && pattern.matches(page, node)
                    && !page.roles(node).any(Roles::POPUP)
                    && !groups::stands_aside(page, node)
            });
            matching.collect::<Vec<usize>>()
        });
        let nodes = groups::without_wrappers(page, &found.find(|nodes| !nodes.is_empty())?);
        let after = if self.after {
            groups::with_siblings(page, &nodes)
        } else {
            vec![Vec::new(); nodes.len()]
        };
        Some(Set { nodes, after, engine: Some(self) })
    }

    /// How deep the items are nested, where the engine marks that.
    pub(super) fn levels_of(&self, page: &Page<'_>, regions: &[Region]) -> Option<Vec<u32>> {
        let levels = self.levels.as_ref()?;
        Some(regions.iter().map(|region| level(page, levels, region)).collect())
    }

    /// Where the parts of an item stand.
    pub(super) fn parts(&self, page: &Page<'_>, region: &Region) -> Parts {
        let matching = |patterns: &[Pattern]| {
            let mut found = Vec::new();
            for pattern in patterns {
                let elements = region.elements(page).filter(|&node| node != region.node);
                found.extend(elements.filter(|&node| pattern.matches(page, node)));
            }
            found
        };
        let mut body = self
            .body
            .iter()
            .map(|pattern| matching(std::slice::from_ref(pattern)))
            .find(|it| !it.is_empty())
            .unwrap_or_default();
        // A body within a body is a part of it.
        let outer = body.clone();
        body.retain(|&node| {
            !outer.iter().any(|&other| other != node && page.contains(other, node))
        });
        body.truncate(1);
        Parts {
            author: matching(&self.author),
            time: matching(&self.time),
            body,
            permalink: matching(&self.permalink),
            dropped: matching(&self.drop),
            votes: matching(&self.votes),
        }
    }
}

/// How deep an item is nested, as the marks of its engine tell.
fn level(page: &Page<'_>, levels: &Pattern, region: &Region) -> u32 {
    let matches = |node: usize| levels.matches(page, node);
    if let Some(mark) = region.elements(page).find(|&node| matches(node)) {
        let told = page.attribute(mark, "indent").and_then(|indent| indent.trim().parse().ok());
        let spacer = || {
            let widths: BTreeSet<u32> = page
                .below(mark)
                .filter_map(|it| page.attribute(it, "width")?.trim().parse().ok())
                .collect();
            widths.first().map(|width| width / 40)
        };
        return told.or_else(spacer).unwrap_or(0);
    }
    page.ancestors(region.node).filter(|&above| matches(above)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read_comments;

    #[test]
    fn each_example_is_read() {
        let mut failed = Vec::new();
        for file in FILES {
            let parsed: EngineFile = toml::from_str(file.text).unwrap();
            assert!(!parsed.example.is_empty(), "{} has no example", file.name);
            for example in &parsed.example {
                let found = read_comments(&example.html);
                if found != example.comments {
                    failed.push((file.name, found, example.comments.clone()));
                }
            }
        }
        assert!(failed.is_empty(), "found, expected: {failed:#?}");
    }

    #[test]
    fn engines_are_left_out_by_name() {
        let left = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
            Engines::load().unwrap().without(&names).map(|it| it.engines.len())
        };
        assert_eq!(left(&["smf", "spip"]), Ok(FILES.len() - 2));
        assert_eq!(left(&["all"]), Ok(0));
        assert!(
            left(&["sm"])
                .unwrap_err()
                .to_string()
                .starts_with("no comment engine is called \"sm\"")
        );
    }

    #[test]
    fn every_file_is_in_use() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/engines");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), FILES.len());
    }

    #[test]
    fn a_selector_that_cannot_be_read_is_named_with_its_line() {
        let file = DataFile {
            name: "x.toml",
            text: "item = [\"li\"]\nauthor = [\"::\"]\ntime = []\nbody = []\npermalink = []\ndrop = []\nopening = false\nexample = []\n",
        };
        let error = Engine::load(file).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("x.toml", 2));
    }
}
