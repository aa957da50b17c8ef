//! The map of the house: ARCHITECTURE.md says what each dependency is for.

use std::collections::BTreeSet;

use anyhow::Result;

use super::borders::is_member;
use super::house::House;

const MAP: &str = "ARCHITECTURE.md";

/// The heading of the section.
const SECTION: &str = "Dependencies";

/// Every dependency of every manifest has its line in the map, and the map lists no other.
pub(super) fn dependencies(house: &House<'_>) -> Result<Vec<String>> {
    if !house.files().iter().any(|file| file == MAP) {
        return Ok(vec![format!(
            "{MAP}: is missing; write it, with a section “{SECTION}” that says what each is for"
        )]);
    }
    let named = house.packages().iter().flat_map(|package| &package.dependencies);
    let named = named.map(|dependency| dependency.name.as_str()).filter(|name| !is_member(name));
    Ok(check(&house.text(MAP)?, &named.collect()))
}

fn check(map: &str, dependencies: &BTreeSet<&str>) -> Vec<String> {
    let lines = section(map);
    if lines.is_empty() {
        return vec![format!("{MAP}: has no section “{SECTION}”")];
    }
    let missing = dependencies.iter().filter(|name| {
        let quoted = format!("`{name}`");
        !lines.iter().any(|line| line.contains(&quoted))
    });
    let listed: BTreeSet<&str> = lines.iter().flat_map(|line| subjects(line)).collect();
    let left = listed.iter().filter(|name| !dependencies.contains(**name));
    missing
        .map(|name| format!("{MAP}: say under “{SECTION}” what `{name}` is for, in a line"))
        .chain(left.map(|name| format!("{MAP}: no manifest names `{name}`; take its line out")))
        .collect()
}

/// The lines under the heading, to the next one that is not below it.
fn section(map: &str) -> Vec<&str> {
    let level = |line: &str| line.bytes().take_while(|&byte| byte == b'#').count();
    let is_heading = |line: &&str| {
        level(line) > 0 && line.trim_start_matches('#').trim().eq_ignore_ascii_case(SECTION)
    };
    let mut lines = map.lines();
    let Some(heading) = lines.find(is_heading) else { return Vec::new() };
    lines.take_while(|line| level(line) == 0 || level(line) > level(heading)).collect()
}

/// The crates that an item of a list or a row of a table is about: the quoted names that it starts
/// with.
fn subjects(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let Some(mut rest) = ["- ", "* ", "| "].iter().find_map(|mark| line.strip_prefix(mark)) else {
        return names;
    };
    while let Some((name, after)) = rest.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        names.push(name);
        rest = after.trim_start_matches([',', ' ', '/']).trim_start_matches("and ");
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "# Architecture\n\n`regex` is not meant here.\n\n## Dependencies\n\n\
        - `html5ever`, `scraper`: the page tree (with the feature `x` off).\n### Tests\n\
        | crate | for |\n| `insta` | snapshots |\n\n## Other\n- `left`: behind.\n";

    #[test]
    fn each_dependency_has_a_line_and_no_line_is_left() {
        let check = |names: &[&'static str]| check(MAP, &names.iter().copied().collect());
        assert_eq!(check(&["html5ever", "insta", "scraper"]), Vec::<String>::new());
        let breaches = check(&["html5ever", "insta", "regex"]);
        assert_eq!(breaches.len(), 2, "{breaches:?}");
        assert!(breaches[0].contains("what `regex` is for"));
        assert!(breaches[1].contains("no manifest names `scraper`"));
    }

    #[test]
    fn without_the_section_nothing_is_said_line_by_line() {
        assert_eq!(check("# Map\n", &BTreeSet::from(["a", "b"])).len(), 1);
    }
}
