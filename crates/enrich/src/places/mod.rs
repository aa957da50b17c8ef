//! Places to where they lie: a country, or a town with its point.
//!
//! The bearers of a name come from a [gazetteer]; which of them a text means is told by what
//! it names beside it ([`context`]) and weighed in [`choice`]. Where nothing decides, the place
//! stays open and says which bearers there are: a wrong point is worse than none.

mod choice;
mod context;
mod gazetteer;

use annalist_model::{EntityKind, Place};
use annalist_tables::DataError;

use crate::entities::Resolution;
use crate::matching::NameMatcher;
use crate::segment::Segments;

use choice::{Choice, choose};
use context::Context;
use gazetteer::{Bearer, Gazetteer};

/// Finds where places lie.
#[derive(Debug)]
pub(crate) struct Locator {
    gazetteer: Gazetteer,
}

/// Most other bearers of a name that are told of.
const MOST_OTHERS: usize = 8;

/// A name of a place, and what may bear it.
struct Named {
    entity: u32,
    bearers: Vec<Bearer>,
    choice: Option<Choice>,
}

impl Locator {
    pub(crate) fn load() -> Result<Locator, DataError> {
        Ok(Locator { gazetteer: Gazetteer::load()? })
    }

    /// Says of each place of a document where it lies.
    pub(crate) fn locate(
        &self,
        segments: &Segments<'_>,
        resolution: &mut Resolution,
        matcher: &NameMatcher,
    ) {
        let mut named: Vec<Named> = Vec::new();
        for entity in resolution.entities.iter().filter(|it| it.kind == EntityKind::Place) {
            let others = entity.aliases.iter().map(|alias| alias.value.as_str());
            let bearers = std::iter::once(entity.name.as_str())
                .chain(others)
                .map(|name| self.gazetteer.bearers(name, matcher))
                .find(|bearers| !bearers.is_empty());
            let bearers = bearers.unwrap_or_default();
            named.push(Named { entity: entity.id, bearers, choice: None });
        }
        let mut context = Context::of(segments, resolution, &self.gazetteer, matcher);
        // What is plain by itself is context for the rest.
        for it in &mut named {
            it.choice = choice::plain(&it.bearers);
            if let Some(Choice { at: Some(at), .. }) = &it.choice
                && let Some(bearer) = it.bearers.get(*at)
            {
                context.note(it.entity, bearer);
            }
        }
        for it in &mut named {
            if it.bearers.is_empty() {
                let name = resolution.entities.get(it.entity as usize).map(|it| it.name.as_str());
                let countries = context.countries();
                it.bearers = self.gazetteer.alike(name.unwrap_or_default(), &countries, matcher);
            }
            let choice = choose(&it.bearers, &context.around(it.entity));
            it.choice = choice.or(it.choice.take());
        }
        for it in named {
            let Some(choice) = it.choice else { continue };
            if let Some(entity) = resolution.entities.get_mut(it.entity as usize) {
                entity.place = Some(self.place(&it.bearers, &choice));
            }
        }
    }

    fn place(&self, bearers: &[Bearer], choice: &Choice) -> Place {
        let site = choice.at.and_then(|at| bearers.get(at));
        let others = bearers.iter().enumerate().filter(|(at, _)| Some(*at) != choice.at);
        Place {
            site: site.map(|bearer| self.gazetteer.site(bearer)),
            rule: choice.rule.to_owned(),
            others: others.take(MOST_OTHERS).map(|(_, it)| self.gazetteer.site(it)).collect(),
        }
    }
}
