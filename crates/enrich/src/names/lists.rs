//! The lists whose words do different things in a name: what each does, read from its file.

use annalist_model::{AliasKind, EntityKind};

use annalist_tables::{DataError, data_file, read_rows};

use crate::hash::{WordMap, WordSet};

/// Where a word makes a name that of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum OrganisationWord {
    Tail,
    Head,
    ArabicHead,
}

/// Where a word makes a name that of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PlaceWord {
    Tail,
    Head,
    HeadBeforeOf,
}

/// What a small word does in the name of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Particle {
    Article,
    Leading,
    Inner,
    Kunya,
    Patronym,
}

/// What joins the words of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Linker {
    Of,
    /// Before the subject of a committee, but also before a day.
    On,
    /// "Of" in languages whose names are written as they are.
    ForeignOf,
    And,
    Article,
    AfterComma,
}

/// What stands before the name of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Title {
    Honorific,
    Rank,
    Role,
}

/// Where a cue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Before,
    /// Before a word that no list knows.
    BeforeUnknown,
    After,
}

pub(super) fn read_organisation_words()
-> Result<WordSet<(&'static str, OrganisationWord)>, DataError> {
    let places = [
        ("tail", OrganisationWord::Tail),
        ("head", OrganisationWord::Head),
        ("arabic-head", OrganisationWord::ArabicHead),
    ];
    let rows = read_rows(data_file!("names/organisation-words.tsv"), 2)?;
    rows.iter().map(|row| Ok((row.cell(0), row.choice(1, &places)?))).collect()
}

pub(super) fn read_place_words() -> Result<WordSet<(&'static str, PlaceWord)>, DataError> {
    let places =
        [("tail", PlaceWord::Tail), ("head", PlaceWord::Head), ("of", PlaceWord::HeadBeforeOf)];
    let rows = read_rows(data_file!("names/place-words.tsv"), 2)?;
    rows.iter().map(|row| Ok((row.cell(0), row.choice(1, &places)?))).collect()
}

pub(super) fn read_particles() -> Result<WordSet<(&'static str, Particle)>, DataError> {
    let places = [
        ("article", Particle::Article),
        ("leading", Particle::Leading),
        ("inner", Particle::Inner),
        ("kunya", Particle::Kunya),
        ("patronym", Particle::Patronym),
    ];
    let rows = read_rows(data_file!("names/particles.tsv"), 2)?;
    rows.iter().map(|row| Ok((row.cell(0), row.choice(1, &places)?))).collect()
}

pub(super) fn read_linkers() -> Result<WordMap<&'static str, Linker>, DataError> {
    let kinds = [
        ("foreign-of", Linker::ForeignOf),
        ("of", Linker::Of),
        ("on", Linker::On),
        ("and", Linker::And),
        ("article", Linker::Article),
        ("after-comma", Linker::AfterComma),
    ];
    let rows = read_rows(data_file!("names/linkers.tsv"), 2)?;
    rows.iter().map(|row| Ok((row.cell(0), row.choice(1, &kinds)?))).collect()
}

pub(super) fn read_cues() -> Result<WordSet<(&'static str, Side, EntityKind)>, DataError> {
    let sides =
        [("before", Side::Before), ("before-unknown", Side::BeforeUnknown), ("after", Side::After)];
    let kinds = EntityKind::ALL.map(|kind| (kind.as_str(), kind));
    let rows = read_rows(data_file!("names/cues.tsv"), 3)?;
    rows.iter()
        .map(|row| Ok((row.cell(0), row.choice(1, &sides)?, row.choice(2, &kinds)?)))
        .collect()
}

pub(super) fn read_alias_phrases() -> Result<Vec<(&'static str, AliasKind)>, DataError> {
    let kinds = [AliasKind::Spelling, AliasKind::Nickname, AliasKind::Transliteration];
    let kinds = kinds.map(|kind| (kind.as_str(), kind));
    let rows = read_rows(data_file!("names/alias-phrases.tsv"), 2)?;
    rows.iter().map(|row| Ok((row.cell(0), row.choice(1, &kinds)?))).collect()
}
