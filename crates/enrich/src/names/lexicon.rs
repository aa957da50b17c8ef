//! The words and names that the search for names knows.

use annalist_model::{AliasKind, EntityKind};
use deunicode::deunicode;

pub(crate) use super::lists::{Linker, OrganisationWord, Particle, PlaceWord, Side, Title};
use super::lists::{
    read_alias_phrases, read_cues, read_linkers, read_organisation_words, read_particles,
    read_place_words,
};
use super::word::Word;
use crate::hash::{WordMap, WordSet};
use annalist_tables::{DataError, DataFile, data_file, read_rows};

/// A name of one word or more that a list knows.
#[derive(Clone, Debug)]
struct Phrase {
    words: Vec<&'static str>,
    kind: EntityKind,
}

/// All lists.
#[derive(Debug)]
pub(crate) struct NameLexicon {
    /// Known names by their first word, longest first.
    phrases: WordMap<&'static str, Vec<Phrase>>,
    titles: WordMap<&'static str, Vec<(Vec<&'static str>, Title)>>,
    organisation_words: WordSet<(&'static str, OrganisationWord)>,
    place_words: WordSet<(&'static str, PlaceWord)>,
    particles: WordSet<(&'static str, Particle)>,
    linkers: WordMap<&'static str, Linker>,
    cues: WordSet<(&'static str, Side, EntityKind)>,
    given_names: WordSet<&'static str>,
    surnames: WordSet<&'static str>,
    groups: WordSet<&'static str>,
    other_words: WordSet<&'static str>,
    no_names: WordSet<&'static str>,
    common_words: WordSet<&'static str>,
    other_writings: WordMap<&'static str, &'static str>,
    alias_phrases: Vec<(&'static str, AliasKind)>,
    /// Which lists have a word: a bit each.
    marks: WordMap<&'static str, u32>,
}

impl NameLexicon {
    pub(crate) fn load() -> Result<NameLexicon, DataError> {
        let mut phrases = WordMap::default();
        let groups = read_words(data_file!("names/groups.tsv"))?;
        add_phrases(&mut phrases, data_file!("names/groups.tsv"), 1, EntityKind::Group)?;
        add_phrases(
            &mut phrases,
            data_file!("names/organisations.tsv"),
            1,
            EntityKind::Organisation,
        )?;
        add_phrases(&mut phrases, data_file!("names/other-names.tsv"), 1, EntityKind::Other)?;
        add_phrases(&mut phrases, data_file!("names/places.tsv"), 2, EntityKind::Place)?;
        let mut titles: WordMap<&str, Vec<(Vec<&str>, Title)>> = WordMap::default();
        let kinds = [("honorific", Title::Honorific), ("rank", Title::Rank), ("role", Title::Role)];
        for row in read_rows(data_file!("names/titles.tsv"), 2)? {
            let words: Vec<&str> = row.cell(0).split(' ').collect();
            let title = (words, row.choice(1, &kinds)?);
            titles.entry(first_word(row.cell(0))).or_default().push(title);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for of_word in titles.values_mut() {
            of_word.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
        for of_word in phrases.values_mut() {
            of_word.sort_by_key(|phrase: &Phrase| std::cmp::Reverse(phrase.words.len()));
        }
        let writings = read_rows(data_file!("names/other-writings.tsv"), 2)?;
        let mut lexicon = NameLexicon {
            phrases,
            titles,
            organisation_words: read_organisation_words()?,
            place_words: read_place_words()?,
            particles: read_particles()?,
            linkers: read_linkers()?,
            cues: read_cues()?,
            given_names: read_words(data_file!("names/given-names.tsv"))?,
            surnames: read_words(data_file!("names/surnames.tsv"))?,
            groups,
            other_words: read_words(data_file!("names/other-words.tsv"))?,
            no_names: read_words(data_file!("names/no-names.tsv"))?,
            common_words: read_words(data_file!("names/common-words.tsv"))?,
            alias_phrases: read_alias_phrases()?,
            other_writings: writings.iter().map(|row| (row.cell(0), row.cell(1))).collect(),
            marks: WordMap::default(),
        };
        lexicon.mark_words();
        Ok(lexicon)
    }

    /// Notes for each word of the lists that tell names apart which of them have it.
    fn mark_words(&mut self) {
        use {OrganisationWord as Body, Particle as Small, PlaceWord as Site};
        let of_titles = self
            .titles
            .iter()
            .filter(|(_, titles)| titles.iter().any(|(words, _)| words.len() == 1));
        let titles: Vec<&str> = of_titles.map(|(word, _)| *word).collect();
        let bodies = |place| self.organisation_words.iter().filter(move |it| it.1 == place);
        let sites = |heads| self.place_words.iter().filter(move |it| (it.1 != Site::Tail) == heads);
        let small = self
            .particles
            .iter()
            .filter(|it| matches!(it.1, Small::Leading | Small::Inner | Small::Kunya));
        let lists: [Vec<&'static str>; 13] = [
            self.given_names.iter().copied().collect(),
            self.surnames.iter().copied().collect(),
            self.groups.iter().copied().collect(),
            self.other_words.iter().copied().collect(),
            self.no_names.iter().copied().collect(),
            self.common_words.iter().copied().collect(),
            titles,
            bodies(Body::Head).map(|(word, _)| *word).collect(),
            bodies(Body::Tail).map(|(word, _)| *word).collect(),
            bodies(Body::ArabicHead).map(|(word, _)| *word).collect(),
            sites(true).map(|(word, _)| *word).collect(),
            sites(false).map(|(word, _)| *word).collect(),
            small.map(|(word, _)| *word).collect(),
        ];
        for (bit, words) in lists.iter().enumerate() {
            for word in words {
                *self.marks.entry(word).or_default() |= 1 << bit;
            }
        }
    }

    /// Which lists have the word, with or without its accents: a bit each.
    pub(crate) fn marks(&self, lower: &str) -> u32 {
        let plain = || self.marks.get(deunicode(lower).to_lowercase().as_str());
        let marks = self.marks.get(lower).or_else(|| self.marks.get(self.without_article(lower)));
        marks.or_else(|| if lower.is_ascii() { None } else { plain() }).copied().unwrap_or_default()
    }

    /// The longest known name that begins at `words[0]`: how many words, and its kind.
    pub(crate) fn phrase(&self, words: &[Word]) -> Option<(usize, EntityKind)> {
        let first = words.first()?;
        let known = self.phrases.get(first.lower.as_str())?;
        let is_here = |phrase: &&Phrase| {
            let here = words.get(..phrase.words.len());
            here.is_some_and(|here| {
                here.iter().zip(&phrase.words).all(|(word, known)| word.lower == *known)
            })
        };
        let phrase = known.iter().find(is_here)?;
        // A short word that the language also has must be written as an acronym.
        let is_ambiguous = phrase.words.len() == 1
            && first.lower.len() <= 5
            && (first.is_function_word
                || self.is_common(&first.lower)
                || self.is_particle(&first.lower, Particle::Leading));
        (!is_ambiguous || first.all_capitals).then_some((phrase.words.len(), phrase.kind))
    }

    /// The longest title that begins at `words[0]`: how many words, and of which kind.
    pub(crate) fn title(&self, words: &[Word]) -> Option<(usize, Title)> {
        let known = self.titles.get(words.first()?.lower.as_str())?;
        let is_here = |(title, _): &&(Vec<&str>, Title)| {
            words.get(..title.len()).is_some_and(|here| {
                here.iter().zip(title).all(|(word, known)| word.lower == *known)
            })
        };
        known.iter().find(is_here).map(|(title, kind)| (title.len(), *kind))
    }

    /// The kind of the title that these words in lower case are as a whole.
    pub(crate) fn whole_title(&self, words: &[String]) -> Option<Title> {
        let known = self.titles.get(words.first()?.as_str())?;
        known.iter().find(|(title, _)| title == words).map(|(_, kind)| *kind)
    }

    /// Whether the plain word is a title by itself.
    pub(crate) fn is_title_word(&self, word: &str) -> bool {
        let known = self.titles.get(word);
        known.is_some_and(|of_word| of_word.iter().any(|(words, _)| words.len() == 1))
    }

    pub(crate) fn is_organisation_word(&self, lower: &str, place: OrganisationWord) -> bool {
        self.organisation_words.contains(&(lower, place))
    }

    pub(crate) fn is_place_word(&self, lower: &str, place: PlaceWord) -> bool {
        self.place_words.contains(&(lower, place))
    }

    pub(crate) fn is_particle(&self, lower: &str, place: Particle) -> bool {
        self.particles.contains(&(lower, place))
    }

    pub(crate) fn linker(&self, lower: &str) -> Option<Linker> {
        self.linkers.get(lower).copied()
    }

    /// The word without the article that is written onto it, as in names from Arabic.
    pub(crate) fn without_article<'w>(&self, lower: &'w str) -> &'w str {
        match lower.split_once('-') {
            Some((article, rest)) if self.is_particle(article, Particle::Article) => rest,
            _ => lower,
        }
    }

    /// Whether the word is an article of the language.
    pub(crate) fn is_article(&self, lower: &str) -> bool {
        self.linker(lower) == Some(Linker::Article)
    }

    pub(crate) fn is_cue(&self, lower: &str, side: Side, kind: EntityKind) -> bool {
        self.cues.contains(&(lower, side, kind))
    }

    /// Whether the word, with or without its accents, is a given name.
    pub(crate) fn is_given_name(&self, lower: &str) -> bool {
        holds_plain(&self.given_names, lower)
    }

    /// Whether the word, with or without its accents, is a family name.
    pub(crate) fn is_surname(&self, lower: &str) -> bool {
        holds_plain(&self.surnames, lower)
    }

    pub(crate) fn is_group(&self, lower: &str) -> bool {
        self.groups.contains(lower)
    }

    pub(crate) fn is_other_word(&self, lower: &str) -> bool {
        self.other_words.contains(lower)
    }

    /// Whether the word, though written with a capital, is no name.
    pub(crate) fn is_no_name(&self, lower: &str) -> bool {
        self.no_names.contains(lower)
    }

    /// Whether running text has the word in lower case.
    pub(crate) fn is_common(&self, lower: &str) -> bool {
        self.common_words.contains(lower)
    }

    /// Whether a list knows the word as one that names begin with or are.
    pub(crate) fn is_known(&self, lower: &str) -> bool {
        self.phrases.contains_key(lower)
            || self.is_given_name(lower)
            || self.titles.contains_key(lower)
            || self.is_organisation_word(lower, OrganisationWord::Head)
            || self.is_organisation_word(lower, OrganisationWord::ArabicHead)
            || self.is_place_word(lower, PlaceWord::Head)
            || self.is_place_word(lower, PlaceWord::HeadBeforeOf)
            || self.is_particle(lower, Particle::Leading)
    }

    /// What kind of other name follows words, in lower case, that end so.
    pub(crate) fn alias_behind(&self, words: &str) -> Option<AliasKind> {
        let ends_so = |phrase: &str| {
            let rest = words.strip_suffix(phrase);
            rest.is_some_and(|rest| {
                !rest.ends_with(char::is_alphanumeric) || phrase.starts_with(',')
            })
        };
        self.alias_phrases.iter().find(|(phrase, _)| ends_so(phrase)).map(|(_, kind)| *kind)
    }

    /// The name that everybody knows something under that this one names too.
    pub(crate) fn known_as(&self, lower: &str) -> Option<&'static str> {
        self.other_writings.get(lower).copied()
    }
}

/// Whether `words` has `lower`, or what is left of it without accents.
fn holds_plain(words: &WordSet<&'static str>, lower: &str) -> bool {
    words.contains(lower)
        || !lower.is_ascii() && words.contains(deunicode(lower).to_lowercase().as_str())
}

/// The words of a list.
fn read_words(file: DataFile) -> Result<WordSet<&'static str>, DataError> {
    Ok(annalist_tables::read_words(file)?.into_iter().collect())
}

fn first_word(phrase: &'static str) -> &'static str {
    phrase.split(' ').next().unwrap_or(phrase)
}

/// The tokens that a text has for a word of a list: a genitive and a comma are their own.
fn tokens(word: &'static str) -> impl Iterator<Item = &'static str> {
    let cut =
        word.strip_suffix(',').or_else(|| word.strip_suffix("'s")).map_or(word.len(), str::len);
    let (front, back) = word.split_at_checked(cut).unwrap_or((word, ""));
    [front, back].into_iter().filter(|part| !part.is_empty())
}

fn add_phrases(
    phrases: &mut WordMap<&'static str, Vec<Phrase>>,
    file: DataFile,
    columns: usize,
    kind: EntityKind,
) -> Result<(), DataError> {
    for row in read_rows(file, columns)? {
        let words = row.cell(0).split(' ').flat_map(tokens).collect();
        let words: Vec<&str> = words;
        let first = words.first().copied().unwrap_or_default();
        phrases.entry(first).or_default().push(Phrase { words, kind });
    }
    Ok(())
}
