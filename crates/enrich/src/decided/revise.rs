//! Decisions put on what an earlier run has found, where no text is read again.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use annalist_model::{Annotations, DECIDED, Entity, EntityKind, Mention};

use super::{Decided, key, take_out};
use crate::entities::Resolution;
use crate::matching::NameMatcher;

impl Decided {
    /// What was found in `text`, as it would be had the decisions been known. What they take away
    /// goes; what an earlier decision took away does not come back, because nobody looks for it.
    pub(crate) fn revise(
        &self,
        text: &str,
        mut annotations: Annotations,
        matcher: &NameMatcher,
    ) -> Annotations {
        if self.is_empty() {
            return annotations;
        }
        let mut resolution = Resolution {
            mentions: std::mem::take(&mut annotations.mentions),
            entities: std::mem::take(&mut annotations.entities),
            apart: std::mem::take(&mut annotations.apart),
            diagnostics: Vec::new(),
        };
        self.take_away(text, &mut resolution, matcher);
        self.retype(text, &mut resolution, matcher);
        self.settle(text, &mut resolution, matcher);
        annotations.mentions = resolution.mentions;
        annotations.entities = resolution.entities;
        annotations.apart = resolution.apart;
        annotations
    }

    /// Takes away the mentions that are no names. An entity that loses its name is called by the
    /// fullest one that is left; one that loses all goes when the entities are numbered.
    fn take_away(&self, text: &str, resolution: &mut Resolution, matcher: &NameMatcher) {
        let is_none = |name: &str| self.not_entities.contains(&key(name, matcher));
        resolution.mentions.retain(|it| !is_none(it.span.slice(text).unwrap_or_default()));
        for entity in &mut resolution.entities {
            entity.aliases.retain(|alias| !is_none(&alias.value));
            if !is_none(&entity.name) {
                continue;
            }
            let mentions = resolution.mentions.iter().filter(|it| it.entity == entity.id);
            let names = mentions.filter_map(|mention| mention.span.slice(text));
            let words = |name: &&str| name.split_whitespace().count();
            if let Some(name) = names.max_by_key(|name| (words(name), Reverse(*name))) {
                name.clone_into(&mut entity.name);
                entity.aliases.retain(|alias| alias.value != name);
            }
        }
    }

    /// Gives the names the kinds that were decided. The name of an entity decides for all of it;
    /// another of its names that is of another kind is that of another entity.
    fn retype(&self, text: &str, resolution: &mut Resolution, matcher: &NameMatcher) {
        if self.kinds.is_empty() {
            return;
        }
        for entity in &mut resolution.entities {
            let Some(kind) = self.kinds.get(&key(&entity.name, matcher)) else { continue };
            entity.kind = *kind;
            for mention in resolution.mentions.iter_mut().filter(|it| it.entity == entity.id) {
                mention.kind = *kind;
            }
        }
        let mut keys = Vec::with_capacity(resolution.mentions.len());
        let mut strangers: BTreeSet<(u32, String, EntityKind)> = BTreeSet::new();
        for mention in &mut resolution.mentions {
            let key = key(mention.span.slice(text).unwrap_or_default(), matcher);
            if let Some(kind) = self.kinds.get(&key) {
                (mention.score, mention.rule) = (1000, DECIDED.to_owned());
                let entity = resolution.entities.get(mention.entity as usize);
                if entity.is_some_and(|entity| entity.kind != *kind) {
                    strangers.insert((mention.entity, key.clone(), *kind));
                }
            }
            keys.push(key);
        }
        for (number, other, kind) in strangers {
            let is_it =
                |(mention, key): &(&Mention, &String)| mention.entity == number && **key == other;
            let first = resolution.mentions.iter().zip(&keys).find(is_it);
            let name = first.and_then(|(mention, _)| mention.span.slice(text));
            let name = name.unwrap_or_default().to_owned();
            take_out(resolution, &keys, number, (&other, name, kind), matcher);
            gather(resolution, &other, kind, matcher);
        }
    }
}

/// Makes one of the entities of one name and kind.
fn gather(resolution: &mut Resolution, name: &str, kind: EntityKind, matcher: &NameMatcher) {
    let is_it = |it: &&Entity| it.kind == kind && key(&it.name, matcher) == name;
    let numbers: Vec<u32> = resolution.entities.iter().filter(is_it).map(|it| it.id).collect();
    let Some((first, others)) = numbers.split_first() else { return };
    for mention in resolution.mentions.iter_mut().filter(|it| others.contains(&it.entity)) {
        mention.entity = *first;
    }
}
