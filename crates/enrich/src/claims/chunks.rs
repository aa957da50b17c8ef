//! Items to chunks: noun phrases, verb groups, and what stands between them. Rules, no model: a word
//! that may be noun or verb is a verb only where its neighbours leave little doubt, for a verb that is
//! missed costs a claim, and one that is none makes a false one.

use std::ops::Range;

use annalist_model::EntityKind;

use super::items::{Item, Kind, Mark};
use super::words::{Classes, Verb};

/// How a noun phrase begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    None,
    Definite,
    Indefinite,
    /// By a possessive pronoun, the first item.
    Possessive,
}

/// A noun phrase without what follows its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NounPhrase {
    /// The item that all others belong to: the last one.
    pub(super) head: usize,
    pub(super) determiner: Determiner,
    pub(super) is_pronoun: bool,
}

/// The form of a verb group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It has a subject of its own.
    Finite,
    /// "captured" alone: finite, or "that was captured".
    Bare,
    Infinitive,
    Ing,
}

/// A verb with its auxiliaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VerbGroup {
    /// The item of the main verb.
    pub(super) main: usize,
    pub(super) lemma: Option<&'static str>,
    pub(super) form: Form,
    pub(super) is_passive: bool,
    /// Whether it is a form of "be" that links two nouns.
    pub(super) is_copula: bool,
    /// What its auxiliaries and adverbs say.
    pub(super) said: Classes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    Noun(NounPhrase),
    Verb(VerbGroup),
    Preposition,
    Joint,
    Contrast,
    Relative,
    Subordinator,
    Comma,
    Colon,
    Date(usize),
    Quoted,
    Adverb,
    /// The end of a clause that nothing reaches over.
    End,
}

/// A row of items that belong together.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) items: Range<usize>,
    pub(super) kind: ChunkKind,
}

impl Chunk {
    pub(super) fn noun(&self) -> Option<&NounPhrase> {
        match &self.kind {
            ChunkKind::Noun(noun) => Some(noun),
            _ => None,
        }
    }

    pub(super) fn verb(&self) -> Option<&VerbGroup> {
        match &self.kind {
            ChunkKind::Verb(verb) => Some(verb),
            _ => None,
        }
    }
}

/// Cuts a row of items into chunks.
pub(super) fn chunks(items: &[Item]) -> Vec<Chunk> {
    let mut cutter = Cutter { items, chunks: Vec::new() };
    let mut next = 0;
    while next < items.len() {
        next = cutter.cut(next);
    }
    cutter.chunks
}

const DETERMINERS: Classes = Classes::DEFINITE.or(Classes::INDEFINITE).or(Classes::POSSESSIVE);
const PERSONAL: Classes = Classes::HE
    .or(Classes::SHE)
    .or(Classes::IT)
    .or(Classes::THEY)
    .or(Classes::SPEAKER)
    .or(Classes::PRONOUN)
    .or(Classes::SELF);
pub(super) const AUXILIARY: Classes =
    Classes::BE.or(Classes::HAVE).or(Classes::DO).or(Classes::MODAL);
const BESIDE_VERBS: Classes = Classes::ADVERB.or(Classes::NOT);

struct Cutter<'i> {
    items: &'i [Item],
    chunks: Vec<Chunk>,
}

impl Cutter<'_> {
    fn item(&self, at: usize) -> Option<&Item> {
        self.items.get(at)
    }

    fn is(&self, at: usize, classes: Classes) -> bool {
        self.item(at).is_some_and(|item| item.is(classes))
    }

    fn push(&mut self, items: Range<usize>, kind: ChunkKind) -> usize {
        let end = items.end;
        self.chunks.push(Chunk { items, kind });
        end
    }

    fn last(&self) -> Option<&ChunkKind> {
        self.chunks.last().map(|chunk| &chunk.kind)
    }

    /// Makes the chunk that begins at `at`, and gives the item behind it.
    fn cut(&mut self, at: usize) -> usize {
        let Some(item) = self.item(at).copied() else { return at + 1 };
        let one = at..at + 1;
        match item.kind {
            Kind::Mark(Mark::Comma) => return self.push(one, ChunkKind::Comma),
            Kind::Mark(Mark::Colon) => return self.push(one, ChunkKind::Colon),
            Kind::Mark(_) => return self.push(one, ChunkKind::End),
            Kind::Quoted => return self.push(one, ChunkKind::Quoted),
            Kind::Genitive => return self.push(one, ChunkKind::Adverb),
            Kind::Date(date) if !self.goes_on(at + 1) => {
                return self.push(one, ChunkKind::Date(date));
            }
            Kind::Name(..) | Kind::Number | Kind::Date(_) => return self.cut_noun(at),
            Kind::Word => {}
        }
        if let Some(end) = self.cut_verb(at) {
            return end;
        }
        let after_noun = matches!(self.last(), Some(ChunkKind::Noun(_) | ChunkKind::Comma));
        let after_verb = matches!(self.last(), Some(ChunkKind::Verb(_)));
        if item.is(Classes::RELATIVE) && item.is(Classes::SUBORDINATOR) {
            // "that"
            let begins_verb = self.begins_verb(at + 1);
            if after_noun && begins_verb {
                return self.push(one, ChunkKind::Relative);
            }
            if after_noun || after_verb || !self.begins_noun(at + 1) {
                return self.push(one, ChunkKind::Subordinator);
            }
            return self.cut_noun(at);
        }
        if item.is(Classes::RELATIVE) && !item.is(Classes::POSSESSIVE) {
            return self.push(one, ChunkKind::Relative);
        }
        if item.is(Classes::POSSESSIVE) && item.is(Classes::RELATIVE) {
            // "whose" begins a clause of its own with its noun.
            return self.push(one, ChunkKind::End);
        }
        if item.is(Classes::SUBORDINATOR) && !self.is_preposition_here(at) {
            return self.push(one, ChunkKind::Subordinator);
        }
        if item.is(Classes::PREPOSITION.or(Classes::SOURCE)) {
            return self.push(one, ChunkKind::Preposition);
        }
        if item.is(Classes::JOINT) {
            return self.push(one, ChunkKind::Joint);
        }
        if item.is(Classes::CONTRAST) {
            return self.push(one, ChunkKind::Contrast);
        }
        if item.is(DETERMINERS) || item.is(PERSONAL) {
            return self.cut_noun(at);
        }
        if item.is(BESIDE_VERBS) {
            return self.push(one, ChunkKind::Adverb);
        }
        self.cut_noun(at)
    }

    /// Whether a word that may begin a clause stands before a noun alone: "after the war", "as head".
    fn is_preposition_here(&self, at: usize) -> bool {
        if !self.is(at, Classes::PREPOSITION) {
            // "as" is in no list of prepositions, for it is more.
            return false;
        }
        let mut next = at + 1;
        while let Some(item) = self.item(next) {
            if self.begins_verb(next) {
                return next == at + 1;
            }
            match item.kind {
                Kind::Mark(_) | Kind::Quoted => return true,
                _ if item.is(Classes::JOINT.or(Classes::RELATIVE)) => return true,
                _ => next += 1,
            }
        }
        true
    }

    /// Whether a noun phrase that holds a date goes on behind it: "the 2014 attack".
    fn goes_on(&self, at: usize) -> bool {
        let is_noun = |item: &Item| match item.kind {
            Kind::Word => item.word.is_open() && !self.begins_verb(at),
            Kind::Name(..) => false,
            _ => false,
        };
        let before = at.checked_sub(2);
        before.is_some_and(|before| self.is(before, DETERMINERS))
            && self.item(at).is_some_and(is_noun)
    }

    fn begins_noun(&self, at: usize) -> bool {
        self.item(at).is_some_and(|item| match item.kind {
            Kind::Name(..) | Kind::Number => true,
            Kind::Word => item.word.is_open() || item.is(DETERMINERS),
            _ => false,
        })
    }

    fn begins_verb(&self, at: usize) -> bool {
        let mut at = at;
        while self.is(at, BESIDE_VERBS) && !self.is(at, Classes::BE) {
            at += 1;
        }
        self.is(at, AUXILIARY) || self.main_verb(at).is_some_and(|verb| !verb.ing)
    }

    /// The verb that the item is, as far as its neighbours allow.
    fn main_verb(&self, at: usize) -> Option<Verb> {
        let item = self.item(at).filter(|item| item.kind == Kind::Word)?;
        let verb = item.word.verb?;
        if item.is(AUXILIARY) || item.is(DETERMINERS) {
            return None;
        }
        let before = self.before(at);
        let next = self.item(at + 1);
        let is_bound = before.is_some_and(|it| {
            it.is(DETERMINERS.or(Classes::PREPOSITION))
                || matches!(it.kind, Kind::Genitive | Kind::Number)
        });
        if verb.past || verb.participle {
            // "the captured men", "of displaced people"
            let by = next.is_some_and(|it| it.is(Classes::PREPOSITION));
            return (!is_bound || (by && before.is_none())).then_some(verb);
        }
        if verb.ing {
            return (!is_bound).then_some(verb);
        }
        if is_bound {
            return None;
        }
        let is_object = |strict: bool| {
            next.is_some_and(|it| match it.kind {
                Kind::Name(..) | Kind::Quoted => true,
                Kind::Number => !strict,
                Kind::Word => {
                    it.is(DETERMINERS.or(PERSONAL))
                        || !strict
                            && it.is(Classes::PREPOSITION
                                .or(Classes::ADVERB)
                                .or(Classes::SUBORDINATOR)
                                .or(Classes::TO))
                        || !strict && it.word.is_open() && it.word.verb.is_none()
                }
                Kind::Mark(_) => !strict,
                _ => false,
            })
        };
        let before = before?;
        let is_name = matches!(before.kind, Kind::Name(..));
        let is_pronoun = before.is(PERSONAL.or(Classes::RELATIVE));
        if verb.third {
            let is_noun = before.kind == Kind::Word && before.word.is_open();
            // "“…,” says X"
            let is_mark = before.is_mark(Mark::Comma) || before.kind == Kind::Quoted;
            // "X lives in Y and works for Z"
            let is_parallel = before.is(Classes::JOINT)
                && (!verb.is_noun || self.last_verb().is_some_and(|last| last.third));
            // "X works for Y": of a person's name it is no plural.
            let is_person = matches!(before.kind, Kind::Name(_, EntityKind::Person));
            let goes_on = next.is_some_and(|it| {
                it.is(Classes::PREPOSITION) && !it.is(Classes::OF.or(Classes::TO))
            });
            let fits =
                is_name || is_pronoun || is_mark || is_parallel || (is_noun && !verb.is_noun);
            let fits_object =
                is_object(verb.is_noun) || goes_on && (is_person || is_pronoun || is_parallel);
            return (fits && fits_object).then_some(verb);
        }
        let is_plural = before.word.noun.is_some_and(|noun| noun.is_plural);
        let joined = at.checked_sub(2).is_some_and(|it| self.is(it, Classes::JOINT));
        let fits = is_plural
            || is_name && joined && !verb.is_noun
            || is_pronoun && !before.is(Classes::HE.or(Classes::SHE));
        (verb.base && fits && is_object(true)).then_some(verb)
    }

    /// The main verb of the last group.
    fn last_verb(&self) -> Option<Verb> {
        let group = self.chunks.iter().rev().find_map(Chunk::verb)?;
        self.item(group.main)?.word.verb
    }

    /// The item before, adverbs aside.
    fn before(&self, at: usize) -> Option<&Item> {
        let before = self.items.get(..at)?;
        before.iter().rev().find(|item| !item.is(BESIDE_VERBS) || item.is(AUXILIARY))
    }

    /// Makes a verb group where one begins at `at`.
    fn cut_verb(&mut self, at: usize) -> Option<usize> {
        let mut next = at;
        let mut said = Classes::default();
        let (mut had, mut been, mut helped) = (false, false, false);
        let is_infinitive = self.is(at, Classes::TO) && {
            let mut verb = at + 1;
            while self.is(verb, BESIDE_VERBS) {
                verb += 1;
            }
            self.item(verb).is_some_and(|it| {
                it.is(AUXILIARY)
                    || it.kind == Kind::Word
                        && it.word.verb.is_some_and(|verb| verb.base)
                        && !it.is(DETERMINERS)
            })
        };
        if is_infinitive {
            next += 1;
            helped = true;
        }
        let mut main = None;
        let mut last_auxiliary = None;
        while let Some(item) = self.item(next) {
            if item.is(AUXILIARY) && !(item.is(Classes::GENITIVE) && item.kind == Kind::Genitive) {
                // A clitic that is written on a noun before a noun is none.
                said = said.or(item.word.classes);
                if item.is(Classes::BE) {
                    been = true;
                } else if item.is(Classes::HAVE) {
                    had = true;
                }
                helped |= !item.is(Classes::BE.or(Classes::HAVE)) || item.is(Classes::MODAL);
                last_auxiliary = Some(next);
                next += 1;
                continue;
            }
            let is_main = helped && item.word.verb.is_some_and(|verb| verb.base);
            if item.is(BESIDE_VERBS)
                && !is_main
                && (last_auxiliary.is_some() || is_infinitive || self.begins_verb(next))
            {
                said = said.or(item.word.classes);
                next += 1;
                continue;
            }
            main = Some(next).filter(|_| {
                let Some(verb) = item.word.verb.filter(|_| item.kind == Kind::Word) else {
                    return false;
                };
                if been {
                    verb.participle || verb.ing || verb.past && verb.lemma.is_none()
                } else if had {
                    verb.participle
                } else if helped {
                    verb.base && !item.is(DETERMINERS)
                } else {
                    self.main_verb(next).is_some()
                }
            });
            break;
        }
        let group = |main: usize, items: &[Item]| {
            let verb = items.get(main).and_then(|item| item.word.verb);
            let lemma = verb.and_then(|verb| verb.lemma);
            let is_ing = verb.is_some_and(|verb| verb.ing);
            let is_participle = verb.is_some_and(|verb| verb.participle);
            let is_passive = been && is_participle && !is_ing;
            let finite = last_auxiliary.is_some();
            let form = if is_infinitive {
                Form::Infinitive
            } else if finite {
                Form::Finite
            } else if is_ing {
                Form::Ing
            } else if is_participle {
                Form::Bare
            } else {
                Form::Finite
            };
            VerbGroup { main, lemma, form, is_passive, is_copula: false, said }
        };
        if let Some(main) = main {
            let group = group(main, self.items);
            // "being held", "having left"
            let first_is_ing = self.is(at, AUXILIARY) && self.is(at, Classes::ING);
            let form = if first_is_ing { Form::Ing } else { group.form };
            return Some(self.push(at..main + 1, ChunkKind::Verb(VerbGroup { form, ..group })));
        }
        let auxiliary = last_auxiliary?;
        let form = if is_infinitive { Form::Infinitive } else { Form::Finite };
        let group = VerbGroup {
            main: auxiliary,
            lemma: None,
            form,
            is_passive: false,
            is_copula: self.is(auxiliary, Classes::BE),
            said,
        };
        Some(self.push(at..auxiliary + 1, ChunkKind::Verb(group)))
    }

    /// Makes the noun phrase that begins at `at`.
    fn cut_noun(&mut self, at: usize) -> usize {
        let Some(first) = self.item(at).copied() else { return at + 1 };
        let is_her = first.is(Classes::POSSESSIVE) && first.is(PERSONAL);
        let is_pronoun = first.is(PERSONAL)
            && (!first.is(Classes::POSSESSIVE) || is_her && !self.begins_noun(at + 1));
        if is_pronoun && first.kind == Kind::Word {
            let noun = NounPhrase { head: at, determiner: Determiner::None, is_pronoun: true };
            return self.push(at..at + 1, ChunkKind::Noun(noun));
        }
        let determiner = match () {
            () if first.is(Classes::POSSESSIVE) => Determiner::Possessive,
            () if first.is(Classes::DEFINITE) => Determiner::Definite,
            () if first.is(Classes::INDEFINITE) => Determiner::Indefinite,
            () => Determiner::None,
        };
        let mut next = at + 1;
        while let Some(item) = self.item(next) {
            if !self.stays(next, item) {
                break;
            }
            next += 1;
        }
        // An adverb or an owner's ending is no head.
        let is_head = |item: &Item| !item.is(BESIDE_VERBS) && item.kind != Kind::Genitive;
        let span = self.items.get(at..next).unwrap_or_default();
        let head = at + span.iter().rposition(is_head).unwrap_or(0);
        let noun = NounPhrase { head, determiner, is_pronoun: false };
        self.push(at..head + 1, ChunkKind::Noun(noun))
    }

    /// Whether the item belongs to the noun phrase before it.
    fn stays(&self, at: usize, item: &Item) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.item(before));
        let after_determiner =
            before.is_some_and(|it| it.is(DETERMINERS) || it.kind == Kind::Genitive);
        match item.kind {
            Kind::Genitive => {
                self.item(at + 1).is_some_and(|next| !matches!(next.kind, Kind::Mark(_)))
            }
            Kind::Number => before.is_some_and(|it| {
                it.is(DETERMINERS.or(Classes::ADVERB)) || it.kind == Kind::Genitive
            }),
            Kind::Name(..) => {
                // A second name begins a phrase of its own, unless the first one owns it or tells of
                // what kind it is.
                let two_people =
                    before.and_then(Item::name).is_some_and(|(_, kind)| kind == EntityKind::Person);
                !two_people
            }
            Kind::Date(_) => after_determiner && self.goes_on(at + 1),
            Kind::Word => {
                if item.is(DETERMINERS) {
                    return before.is_some_and(|it| it.is(DETERMINERS))
                        && !item.is(Classes::POSSESSIVE);
                }
                if item.is(Classes::ADVERB) && item.word.verb.is_none() {
                    return after_determiner;
                }
                let is_verb =
                    !after_determiner && (self.begins_verb(at) || self.main_verb(at).is_some());
                // "elected X leader of Y"
                let is_said_of =
                    before.and_then(Item::name).is_some_and(|(_, kind)| kind == EntityKind::Person)
                        && item.word.noun.is_some_and(|noun| noun.role.is_some());
                item.word.is_open() && !is_verb && !is_said_of
            }
            _ => false,
        }
    }
}
