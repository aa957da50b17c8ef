//! What a word is within a name: its first, a later one, or none of any.

use std::ops::Range;

use annalist_model::EntityKind;

/// Number of tags: one for words of no name, two for each kind.
pub(crate) const TAGS: usize = 1 + 2 * EntityKind::ALL.len();

/// The tag of a word that belongs to no name.
pub(crate) const NO_NAME: usize = 0;

/// A row of numbers, one for each tag.
pub(super) type PerTag = [i32; TAGS];

#[cfg(any(test, feature = "training"))]
fn number(kind: EntityKind) -> usize {
    EntityKind::ALL.iter().position(|it| *it == kind).unwrap_or_default()
}

/// The tag of the first word of a name.
#[cfg(any(test, feature = "training"))]
pub(crate) fn first_of(kind: EntityKind) -> usize {
    1 + 2 * number(kind)
}

/// The tag of the other words of a name.
#[cfg(any(test, feature = "training"))]
pub(crate) fn rest_of(kind: EntityKind) -> usize {
    2 + 2 * number(kind)
}

/// Whether the tag is that of a later word, which only a word of the same name can stand before.
pub(super) fn is_rest(tag: usize) -> bool {
    tag != NO_NAME && tag.is_multiple_of(2)
}

/// Whether a word tagged `tag` may stand behind one tagged `before`.
pub(super) fn may_follow(before: usize, tag: usize) -> bool {
    !is_rest(tag) || before == tag || before + 1 == tag
}

fn kind_of(tag: usize) -> Option<EntityKind> {
    EntityKind::ALL.get(tag.checked_sub(1)? / 2).copied()
}

/// The names that the tags of a sentence tell of.
pub(super) fn names_of(tags: &[u8]) -> Vec<(Range<usize>, EntityKind)> {
    let mut names: Vec<(Range<usize>, EntityKind)> = Vec::new();
    for (at, tag) in tags.iter().map(|tag| usize::from(*tag)).enumerate() {
        let Some(kind) = kind_of(tag) else { continue };
        match names.last_mut() {
            Some((range, of)) if is_rest(tag) && range.end == at && *of == kind => {
                range.end = at + 1;
            }
            _ => names.push((at..at + 1, kind)),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_names_and_names_tags() {
        let (person, place) = (EntityKind::Person, EntityKind::Place);
        let tags = [0, first_of(person), rest_of(person), first_of(person), first_of(place)];
        let tags = tags.map(|tag| tag as u8);
        assert_eq!(names_of(&tags), [(1..3, person), (3..4, person), (4..5, place)]);
        assert!(may_follow(first_of(place), rest_of(place)));
        assert!(may_follow(rest_of(place), rest_of(place)));
        assert!(!may_follow(NO_NAME, rest_of(place)));
        assert!(!may_follow(first_of(person), rest_of(place)));
        assert!(may_follow(rest_of(person), first_of(place)));
    }
}
