//! The bearers of a name: countries, their divisions, and towns.
//!
//! The table of towns is searched as it lies in the program, so that it costs nothing to load.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use annalist_model::{PlacePrecision, Point, Site};
use annalist_tables::{DataError, DataFile, data_file, read_rows};

use foldhash::fast::RandomState;

use crate::matching::NameMatcher;

const CITIES: DataFile = data_file!("places/cities.tsv");
const OTHER_NAMES: DataFile = data_file!("places/city-names.tsv");

/// Longest name that is looked up, in bytes.
const LONGEST: usize = 80;

/// Thousands of people of a town that may bear the name of a capital without a part of it.
const LARGE: u32 = 300;

/// A country, region or town that bears a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bearer {
    pub(super) precision: PlacePrecision,
    pub(super) name: &'static str,
    pub(super) identifier: &'static str,
    pub(super) country: &'static str,
    /// Country and code of the region, `IQ.10`.
    pub(super) region: &'static str,
    pub(super) point: Option<Point>,
    /// In thousands.
    pub(super) people: u32,
    pub(super) is_capital: bool,
    /// Whether the name is not the one that the gazetteer has for it.
    pub(super) is_other_name: bool,
}

impl Default for Bearer {
    fn default() -> Bearer {
        Bearer {
            precision: PlacePrecision::City,
            name: "",
            identifier: "",
            country: "",
            region: "",
            point: None,
            people: 0,
            is_capital: false,
            is_other_name: false,
        }
    }
}

impl Bearer {
    pub(super) fn is_region(&self) -> bool {
        self.precision == PlacePrecision::Region
    }
}

/// Which size of place a name asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Any,
    Region,
    City,
}

/// What a word says of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CountryWord {
    Name,
    People,
    /// Its own name is as often that of a region elsewhere.
    Shared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Before,
    Behind,
}

#[derive(Debug)]
pub(super) struct Gazetteer {
    /// The countries, by their codes.
    countries: BTreeMap<&'static str, Bearer>,
    capitals: BTreeMap<&'static str, String>,
    names: BTreeMap<String, &'static str>,
    peoples: BTreeMap<&'static str, &'static str>,
    regions: BTreeMap<&'static str, Bearer>,
    region_names: BTreeMap<String, Vec<&'static str>>,
    parts: BTreeMap<(&'static str, End), Asked>,
    locatives: BTreeSet<&'static str>,
    wide: BTreeSet<&'static str>,
    /// Countries whose names are as often those of something else.
    doubtful: BTreeSet<&'static str>,
    /// The keys of the towns of each country that has its own romanisations, in its order.
    romanised: OnceLock<[Vec<&'static str>; ROMANISED.len()]>,
    /// For each of these countries, once it is asked about, the keys that sound alike.
    sounds: [OnceLock<KeysBySound>; ROMANISED.len()],
}

/// Keys of towns by their sound, in the order of the tables, some twice.
type KeysBySound = HashMap<String, Vec<&'static str>, RandomState>;

impl Gazetteer {
    pub(super) fn load() -> Result<Gazetteer, DataError> {
        let mut gazetteer = Gazetteer {
            countries: BTreeMap::new(),
            capitals: BTreeMap::new(),
            names: BTreeMap::new(),
            peoples: BTreeMap::new(),
            regions: BTreeMap::new(),
            region_names: BTreeMap::new(),
            parts: BTreeMap::new(),
            locatives: BTreeSet::new(),
            wide: BTreeSet::new(),
            doubtful: BTreeSet::new(),
            romanised: OnceLock::new(),
            sounds: std::array::from_fn(|_| OnceLock::new()),
        };
        gazetteer.read_parts()?;
        gazetteer.read_countries()?;
        gazetteer.read_regions()?;
        Ok(gazetteer)
    }

    fn read_parts(&mut self) -> Result<(), DataError> {
        let ends = [("before", End::Before), ("behind", End::Behind)];
        let asked = [("any", Asked::Any), ("city", Asked::City), ("region", Asked::Region)];
        for row in read_rows(data_file!("places/name-parts.tsv"), 3)? {
            self.parts.insert((row.cell(0), row.choice(1, &ends)?), row.choice(2, &asked)?);
        }
        for row in read_rows(data_file!("places/locatives.tsv"), 1)? {
            self.locatives.insert(row.cell(0));
        }
        for row in read_rows(data_file!("places/wide-areas.tsv"), 1)? {
            self.wide.insert(row.cell(0));
        }
        Ok(())
    }

    fn read_countries(&mut self) -> Result<(), DataError> {
        for row in read_rows(data_file!("places/countries.tsv"), 4)? {
            let (country, name) = (row.cell(0), row.cell(1));
            let bearer = Bearer {
                precision: PlacePrecision::Country,
                name,
                identifier: row.cell(2),
                country,
                people: u32::MAX,
                ..Bearer::default()
            };
            self.countries.insert(country, bearer);
            self.capitals.insert(country, plain(row.cell(3)));
            self.names.insert(plain(name), country);
        }
        let kinds = [
            ("name", CountryWord::Name),
            ("people", CountryWord::People),
            ("shared", CountryWord::Shared),
        ];
        for row in read_rows(data_file!("places/country-words.tsv"), 3)? {
            let (key, country) = (row.cell(0), row.cell(1));
            match row.choice(2, &kinds)? {
                CountryWord::Name => {
                    self.names.insert(key.to_owned(), country);
                }
                CountryWord::People => {
                    self.peoples.insert(key, country);
                }
                CountryWord::Shared => {
                    self.doubtful.insert(country);
                }
            }
        }
        Ok(())
    }

    fn read_regions(&mut self) -> Result<(), DataError> {
        for row in read_rows(data_file!("places/regions.tsv"), 4)? {
            let (region, name) = (row.cell(0), row.cell(1));
            let (country, _) = region.split_once('.').ok_or_else(|| row.error("no region"))?;
            let bearer = Bearer {
                precision: PlacePrecision::Region,
                name,
                identifier: row.cell(2),
                country,
                region,
                people: row.cell(3).parse().map_err(|_| row.error("not a number of people"))?,
                ..Bearer::default()
            };
            self.regions.insert(region, bearer);
            let (words, _) = self.bare(&words_of(name));
            for key in BTreeSet::from([plain(name), words.concat()]) {
                self.region_names.entry(key).or_default().push(region);
            }
        }
        for row in read_rows(data_file!("places/region-words.tsv"), 2)? {
            let regions = self.region_names.entry(row.cell(0).to_owned()).or_default();
            if !regions.contains(&row.cell(1)) {
                regions.push(row.cell(1));
            }
        }
        Ok(())
    }

    /// Whether a small word may stand between a place and its country.
    pub(super) fn is_locative(&self, word: &str) -> bool {
        self.locatives.contains(word.to_lowercase().as_str())
    }

    /// The country of a people.
    pub(super) fn people(&self, name: &str, matcher: &NameMatcher) -> Option<&'static str> {
        self.peoples.get(letters(&matcher.plain(name)).as_str()).copied()
    }

    /// The words of a name without those that it may lack, and what these ask for.
    fn bare(&self, words: &[String]) -> (Vec<String>, Asked) {
        let (mut words, mut asked) = (words, Asked::Any);
        loop {
            let (rest, part) = match words {
                [first, rest @ ..] if !rest.is_empty() => {
                    (rest, self.parts.get(&(first.as_str(), End::Before)))
                }
                _ => break,
            };
            let Some(part) = part else { break };
            words = rest;
            asked = if *part == Asked::Any { asked } else { *part };
        }
        if let [rest @ .., last] = words
            && !rest.is_empty()
            && let Some(part) = self.parts.get(&(last.as_str(), End::Behind))
        {
            (words, asked) = (rest, *part);
        }
        (words.to_vec(), asked)
    }

    /// What bears this name, the largest first; "Tripoli, Lebanon" asks for those in Lebanon.
    pub(super) fn bearers(&self, name: &str, matcher: &NameMatcher) -> Vec<Bearer> {
        if name.len() > LONGEST {
            return Vec::new();
        }
        let whole = self.of_words(&words_of(&matcher.plain(name)));
        let Some((head, tail)) = name.split_once(',').filter(|_| whole.is_empty()) else {
            return whole;
        };
        let outer = self.of_words(&words_of(&matcher.plain(tail)));
        let mut inside = self.of_words(&words_of(&matcher.plain(head)));
        inside.retain(|it| {
            outer.iter().any(|outer| match outer.precision {
                PlacePrecision::Country => outer.country == it.country,
                PlacePrecision::Region => outer.region == it.region,
                _ => false,
            })
        });
        inside
    }

    fn of_words(&self, words: &[String]) -> Vec<Bearer> {
        let key = words.concat();
        if self.wide.contains(key.as_str()) {
            return Vec::new();
        }
        let mut bearers = Vec::new();
        self.add(&mut bearers, &key, Asked::Any);
        let (bare, asked) = self.bare(words);
        let bare = bare.concat();
        if bare != key && !self.wide.contains(bare.as_str()) {
            // "Anbar Province" is no town, "Quebec City" no province.
            if asked != Asked::Any {
                bearers.clear();
                self.add(&mut bearers, &key, asked);
            }
            self.add(&mut bearers, &bare, asked);
        }
        bearers.sort_by_key(|it| (it.precision, Reverse(it.people), it.identifier, it.region));
        bearers.dedup_by_key(|it| (it.identifier, it.region));
        self.settle(&mut bearers);
        bearers
    }

    /// Of a region and a town that share name and country, one is meant: the town, if it is large.
    fn settle(&self, bearers: &mut Vec<Bearer>) {
        let country = bearers.iter().find(|it| it.precision == PlacePrecision::Country);
        if let Some(country) = country.filter(|it| !self.doubtful.contains(it.country)).cloned() {
            *bearers = vec![country];
            return;
        }
        let all = bearers.clone();
        bearers.retain(|it| {
            let mut others = all.iter().filter(|other| other.country == it.country);
            match it.precision {
                PlacePrecision::Region => !others.any(|other| {
                    other.precision == PlacePrecision::City
                        && other.people * 4 >= it.people.min(400)
                }),
                PlacePrecision::City => !others.any(|other| {
                    let (size, people) = (other.precision, other.people);
                    let is_whole = size == PlacePrecision::Country;
                    is_whole || size == PlacePrecision::Region && it.people * 4 < people.min(400)
                }),
                _ => true,
            }
        });
        // A lesser name weighs less than a main one.
        bearers.sort_by_key(|it| {
            let people = if it.is_other_name { it.people / 4 } else { it.people };
            (Reverse(people), it.identifier, it.region)
        });
    }

    fn add(&self, bearers: &mut Vec<Bearer>, key: &str, asked: Asked) {
        if asked == Asked::Any {
            let country = self.names.get(key).and_then(|country| self.countries.get(country));
            bearers.extend(country.cloned());
        }
        if asked != Asked::City {
            let regions = self.region_names.get(key).into_iter().flatten();
            bearers.extend(regions.filter_map(|region| self.regions.get(region)).cloned());
        }
        if asked == Asked::Region || key.len() < 2 {
            return;
        }
        bearers.extend(towns(key).map(|it| self.crowned(&it, key)));
        bearers.extend(otherwise_named(key).map(|(it, main)| {
            // A spelling with or without the article is the main name all the same.
            let is_other_name = !main.ends_with(key) && !key.ends_with(main);
            Bearer { is_other_name, ..self.crowned(&it, main) }
        }));
    }

    fn crowned(&self, bearer: &Bearer, key: &str) -> Bearer {
        let capital = self.capitals.get(bearer.country);
        let is_capital = capital.is_some_and(|capital| {
            capital == key || capital.strip_suffix("dc") == Some(key) && bearer.people > LARGE
        });
        Bearer { is_capital, ..bearer.clone() }
    }

    /// The one town of the first of `countries` that has a name that sounds like this one.
    pub(super) fn alike(
        &self,
        name: &str,
        countries: &[&'static str],
        matcher: &NameMatcher,
    ) -> Vec<Bearer> {
        if name.len() > LONGEST || !name.is_ascii() && letters(&matcher.plain(name)).is_empty() {
            return Vec::new();
        }
        let (words, asked) = self.bare(&words_of(&matcher.plain(name)));
        // What has a country in its name is more than a spelling of a town.
        let is_country = |word: &String| {
            self.names.contains_key(word) || self.peoples.contains_key(word.as_str())
        };
        if words.iter().any(is_country) {
            return Vec::new();
        }
        let key = words.concat();
        if key.len() < 4 || asked == Asked::Region || self.wide.contains(key.as_str()) {
            return Vec::new();
        }
        let sound = matcher.sound(&key);
        for country in countries {
            let Some(keys) = self.sounding(country, &sound, matcher) else { continue };
            let mut bearers = Vec::new();
            let keys: BTreeSet<&str> = keys.iter().copied().collect();
            for near in keys.into_iter().filter(|near| is_near(near, &key)) {
                self.add(&mut bearers, near, Asked::City);
            }
            bearers.retain(|it| it.country == *country);
            bearers.sort_by_key(|it| (Reverse(it.people), it.identifier));
            bearers.dedup_by_key(|it| it.identifier);
            for bearer in &mut bearers {
                bearer.is_other_name = true;
            }
            if !bearers.is_empty() {
                return bearers;
            }
        }
        Vec::new()
    }

    /// The keys of towns of a country that sound so, where it has its own romanisations.
    fn sounding(
        &self,
        country: &str,
        sound: &str,
        matcher: &NameMatcher,
    ) -> Option<&[&'static str]> {
        let at = ROMANISED.binary_search(&country).ok()?;
        let keys = self.romanised.get_or_init(romanised_keys).get(at)?;
        let sounds = self.sounds.get(at)?.get_or_init(|| self.sounds_of(keys, matcher));
        sounds.get(sound).map(Vec::as_slice)
    }

    /// Keys by how they sound, with an article and without.
    fn sounds_of(&self, keys: &[&'static str], matcher: &NameMatcher) -> KeysBySound {
        let is_article = |it: &(&(&str, End), &Asked)| it.0.1 == End::Before && *it.1 == Asked::Any;
        let articles: Vec<&str> =
            self.parts.iter().filter(is_article).map(|((word, _), _)| *word).collect();
        let mut sounds = KeysBySound::default();
        for key in keys {
            let bare = articles
                .iter()
                .find_map(|article| key.strip_prefix(article).filter(|it| it.len() > 3));
            for form in std::iter::once(*key).chain(bare) {
                sounds.entry(matcher.sound(form)).or_default().push(key);
            }
        }
        sounds
    }

    /// The bearer as the record tells of it.
    pub(super) fn site(&self, bearer: &Bearer) -> Site {
        let region = self.regions.get(bearer.region).map(|region| region.name.to_owned());
        let source = (bearer.identifier != "-").then(|| format!("geonames:{}", bearer.identifier));
        Site {
            precision: bearer.precision,
            name: bearer.name.to_owned(),
            country: bearer.country.to_owned(),
            region,
            point: bearer.point,
            source,
        }
    }
}

/// The keys of towns in each of the countries that have their own romanisations.
fn romanised_keys() -> [Vec<&'static str>; ROMANISED.len()] {
    let mut keys: [Vec<&'static str>; ROMANISED.len()] = std::array::from_fn(|_| Vec::new());
    let mut country_of: HashMap<&str, usize, RandomState> = HashMap::default();
    for (key, identifier, country) in CITIES.text.lines().filter_map(read_country_of_town) {
        if let Ok(at) = ROMANISED.binary_search(&country)
            && let Some(keys) = keys.get_mut(at)
        {
            country_of.insert(identifier, at);
            keys.push(key);
        }
    }
    for line in OTHER_NAMES.text.lines() {
        let Some((key, rest)) = cell(line) else { continue };
        let at = cell(rest).and_then(|(identifier, _)| country_of.get(identifier));
        if let Some(keys) = at.and_then(|at| keys.get_mut(*at)) {
            keys.push(key);
        }
    }
    keys
}

/// The first cell of a row, and what stands behind its tab. Cells are short: looking at byte by byte
/// is quickest.
fn cell(row: &str) -> Option<(&str, &str)> {
    let end = row.bytes().position(|byte| byte == b'\t')?;
    Some((row.get(..end)?, row.get(end + 1..)?))
}

/// The countries whose names are romanised in many ways, sorted.
const ROMANISED: [&str; 20] = [
    "AE", "AF", "BH", "DZ", "EG", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "OM", "PK", "PS", "QA",
    "SA", "SY", "TN", "YE",
];

/// Whether two names of one sound are written nearly alike: vowels alone would tie too many.
fn is_near(one: &str, other: &str) -> bool {
    let distance = strsim::osa_distance(one, other);
    distance <= 2 || distance * 4 <= one.len().min(other.len())
}

fn words_of(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| letter.is_whitespace() || letter == '-');
    words.map(letters).filter(|word| !word.is_empty()).collect()
}

/// The letters and digits of a name in plain small letters.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect()
}

fn plain(name: &str) -> String {
    letters(&deunicode::deunicode(name))
}

/// The towns of this key.
fn towns(key: &str) -> impl Iterator<Item = Bearer> {
    rows(CITIES.text, key).filter_map(read_town).map(|(_, bearer)| bearer)
}

/// The towns that have this key for another name, with their own.
fn otherwise_named(key: &str) -> impl Iterator<Item = (Bearer, &'static str)> {
    rows(OTHER_NAMES.text, key).filter_map(read_other_name).filter_map(|(_, identifier, main)| {
        Some((towns(main).find(|it| it.identifier == identifier)?, main))
    })
}

/// The rows of this key: found by halving, since the table is sorted.
fn rows(text: &'static str, key: &str) -> impl Iterator<Item = &'static str> {
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = line_start(text, middle);
        let line = text.as_bytes().get(start..).unwrap_or_default();
        let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let found = line.split(|byte| *byte == b'\t').next().unwrap_or_default();
        if found < key.as_bytes() {
            low = start + line.len() + 1;
        } else {
            high = start;
        }
    }
    let own = key.to_owned();
    let rest = text.get(low..).unwrap_or_default().lines();
    rest.take_while(move |line| line.split('\t').next() == Some(own.as_str()))
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
}

/// The key of a row and the town.
fn read_town(line: &'static str) -> Option<(&'static str, Bearer)> {
    let mut cells = line.split('\t');
    let (key, identifier) = (cells.next()?, cells.next()?);
    let (name, region) = (cells.next()?, cells.next()?);
    let mut degrees = || Some((cells.next()?.parse::<f64>().ok()? * 1000.0).round() as i32);
    let point = Some(Point { latitude: degrees()?, longitude: degrees()? });
    let people = cells.next()?.parse().ok()?;
    let (country, _) = region.split_once('.')?;
    let bearer = Bearer { name, identifier, country, region, point, people, ..Bearer::default() };
    Some((key, bearer))
}

/// The key of a row, the identifier of the town, and its country.
fn read_country_of_town(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (key, rest) = cell(line)?;
    let (identifier, rest) = cell(rest)?;
    let (_, region) = cell(rest)?;
    Some((key, identifier, region.get(..2).filter(|_| region.as_bytes().get(2) == Some(&b'.'))?))
}

/// The key of a row, the identifier of the town, and the key of its row.
fn read_other_name(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let mut cells = line.split('\t');
    Some((cells.next()?, cells.next()?, cells.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: DataFile) -> impl Iterator<Item = &'static str> {
        file.text.lines().filter(|line| !line.starts_with('#'))
    }

    #[test]
    fn every_row_is_found_by_its_key() {
        for line in lines(CITIES) {
            let (key, town) = read_town(line).unwrap_or_else(|| panic!("cannot use {line:?}"));
            assert!(towns(key).any(|it| it == town), "{line:?} is not found");
        }
        for line in lines(OTHER_NAMES) {
            let row = read_other_name(line).unwrap_or_else(|| panic!("cannot use {line:?}"));
            let (key, identifier, _) = row;
            let mut found = otherwise_named(key);
            assert!(found.any(|(it, _)| it.identifier == identifier), "{line:?} names no town");
        }
    }
    #[test]
    fn each_word_does_what_its_list_says() {
        let matcher = NameMatcher::load().unwrap();
        let gazetteer = Gazetteer::load().unwrap();
        let rows = |file, cells| read_rows(file, cells).unwrap();
        for row in rows(data_file!("places/country-words.tsv"), 3) {
            let (key, country) = (row.cell(0), row.cell(1));
            let bearers = gazetteer.bearers(key, &matcher);
            let sizes = || bearers.iter().map(|it| (it.precision, it.country));
            let holds = match row.cell(2) {
                "people" => gazetteer.people(key, &matcher) == Some(country),
                "name" => sizes().eq([(PlacePrecision::Country, country)]),
                _ => sizes().any(|it| it.1 == country) && sizes().any(|it| it.1 != country),
            };
            assert!(holds, "{key}: {bearers:?}");
        }
        for row in rows(data_file!("places/region-words.tsv"), 2) {
            let known = gazetteer.region_names.get(row.cell(0)).unwrap();
            let is_region = gazetteer.regions.contains_key(row.cell(1));
            assert!(known.contains(&row.cell(1)) && is_region, "{}", row.cell(0));
        }
        for row in rows(data_file!("places/name-parts.tsv"), 3) {
            let word = row.cell(0).to_owned();
            let name = "basra".to_owned();
            let words = if row.cell(1) == "before" { [word, name] } else { [name, word] };
            assert_eq!(gazetteer.bare(&words).0, ["basra"], "{words:?}");
        }
        for row in rows(data_file!("places/wide-areas.tsv"), 1) {
            assert!(gazetteer.bearers(row.cell(0), &matcher).is_empty(), "{}", row.cell(0));
        }
        for row in rows(data_file!("places/locatives.tsv"), 1) {
            assert!(gazetteer.is_locative(row.cell(0)));
        }
    }
}
