//! Texts written for this project, of kinds that the other sets lack, with places in them for names
//! that are drawn by chance.

use std::collections::BTreeMap;
use std::path::Path;

use annalist_model::Span;
use anyhow::{Context, Result, bail};

use crate::dice::Dice;
use crate::sets::{self, Marked, Tag};

/// The texts; their head says how they are written.
const TEXTS: &str = include_str!("../data/texts.txt");

/// Names to draw from.
#[derive(Debug)]
pub(crate) struct Names {
    lists: BTreeMap<char, Vec<String>>,
}

impl Names {
    /// The names of the gazetteer in `data`, and those of the product's lists that it has not: they
    /// are of the Middle East.
    pub(crate) fn read(data: &Path, root: &Path) -> Result<Names> {
        let mut lists: BTreeMap<char, Vec<String>> = BTreeMap::new();
        sets::for_rows(&data.join("gazetteer.tsv.gz"), |row| {
            let [list, name] = row else { bail!("a row has other than two cells") };
            let list = match *list {
                "FI" => 'g',
                "LA" => 'f',
                "CI" => 'c',
                _ => 'n',
            };
            lists.entry(list).or_default().push((*name).to_owned());
            Ok(())
        })?;
        let known = |name: &str| {
            lists.values().any(|names| names.binary_search_by(|it| it.as_str().cmp(name)).is_ok())
        };
        let mut more = Vec::new();
        for (list, file) in [('G', "given-names"), ('F', "surnames"), ('C', "places")] {
            let path = root.join(format!("crates/enrich/data/names/{file}.tsv"));
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let rows = text.lines().filter(|line| !line.starts_with('#'));
            let names = rows.filter_map(|row| row.split('\t').next()).filter(|it| !known(it));
            more.push((list, names.map(str::to_owned).collect()));
        }
        lists.extend(more);
        Ok(Names { lists })
    }

    fn draw(&self, list: char, dice: &mut Dice) -> String {
        match self.lists.get(&list).filter(|names| !names.is_empty()) {
            Some(names) => {
                let at = dice.roll() % names.len() as u64;
                capitalised(&names[at as usize])
            }
            None => invented(dice),
        }
    }
}

fn capitalised(name: &str) -> String {
    let mut begins = true;
    let letters = name.chars().map(|letter| {
        let letter = if begins { letter.to_uppercase().next().unwrap_or(letter) } else { letter };
        begins = matches!(letter, ' ' | '-');
        letter
    });
    letters.collect()
}

/// A name that no list has.
fn invented(dice: &mut Dice) -> String {
    const STARTS: [&str; 18] = [
        "b", "br", "d", "f", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "r", "s", "t", "v", "z",
    ];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
    const ENDS: [&str; 10] = ["", "n", "r", "l", "s", "m", "nd", "x", "t", "k"];
    let mut name = String::new();
    for _ in 0..2 + dice.roll() % 2 {
        for part in [&STARTS[..], &VOWELS[..], &ENDS[..]] {
            name.push_str(part[(dice.roll() % part.len() as u64) as usize]);
        }
    }
    capitalised(&name)
}

/// Each text `times` times in a row, with other names each time.
pub(crate) fn texts(names: &Names, times: usize) -> Result<Vec<Marked>> {
    let mut dice = Dice(7);
    let written = TEXTS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let written: Vec<&str> = written.collect();
    let mut texts = Vec::new();
    for (number, text) in written.iter().enumerate() {
        for time in 0..times {
            let id = format!("own-{time}-{number}");
            texts.push(filled(&id, text, names, &mut dice).with_context(|| (*text).to_owned())?);
        }
    }
    Ok(texts)
}

fn filled(id: &str, written: &str, names: &Names, dice: &mut Dice) -> Result<Marked> {
    let mut drawn: BTreeMap<String, String> = BTreeMap::new();
    let mut text = String::new();
    let mut marked = Vec::new();
    let mut start = 0;
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '[' => start = text.len(),
            '|' => {
                let tag = match letters.next() {
                    Some('P') => Tag::Per,
                    Some('O') => Tag::Org,
                    Some('L') => Tag::Loc,
                    Some('M') => Tag::Misc,
                    other => bail!("{other:?} is no kind"),
                };
                let span = Span::from_range(start..text.len()).context("a text is too long")?;
                marked.push((span, tag));
            }
            ']' => (),
            '{' => {
                let slot: String = letters.by_ref().take_while(|it| *it != '}').collect();
                let key = slot.trim_end_matches(['-', '+']);
                let list = key.chars().next().context("an empty slot")?;
                let name = match drawn.get(key) {
                    Some(name) => name.clone(),
                    None => {
                        let name = names.draw(list, dice);
                        drawn.insert(key.to_owned(), name.clone());
                        name
                    }
                };
                match slot.chars().next_back() {
                    Some('-') => text.push_str(&name.to_lowercase()),
                    Some('+') => text.push_str(&name.to_uppercase()),
                    _ => text.push_str(&name),
                }
            }
            _ => text.push(letter),
        }
    }
    sets::own(id, &text, marked)
}
