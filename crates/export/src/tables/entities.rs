//! What documents name.

use super::Table;
use crate::Collection;
use crate::collection::{Entity, Listing};
use crate::text::line;

/// An entity of a collection.
pub(super) struct Named<'c> {
    pub(super) collection: &'c Collection,
    pub(super) entity: &'c Entity,
}

/// Its columns are also those of a list of names that `annalist run --list` takes.
pub(super) fn entities<'c>() -> Table<Named<'c>> {
    Table::<Named<'_>>::new("entities")
        .term("id", |it| Some(it.entity.key.as_str().into()))
        .term("type", |it| Some(it.entity.kind.as_str().into()))
        .words("name", |it| Some(line(&it.entity.name).into()))
        .names("aliases", |it| it.entity.other_names().map(|alias| line(&alias.value)).collect())
        .number("article_mentions", |it| Some(it.entity.article_mentions.into()))
        .number("comment_mentions", |it| Some(it.entity.comment_mentions.into()))
        .number("documents", |it| i64::try_from(it.collection.documents_of(it.entity).count()).ok())
        .words("place_precision", |it| {
            it.entity.place.as_ref().map(|place| place.precision.as_str().into())
        })
        .words("country", |it| it.entity.site().map(|site| site.country.as_str().into()))
        .words("region", |it| it.entity.site()?.region.as_deref().map(Into::into))
        .degrees("latitude", |it| it.entity.point().map(|(latitude, _)| latitude))
        .degrees("longitude", |it| it.entity.point().map(|(_, longitude)| longitude))
        .words("gazetteer", |it| it.entity.site()?.source.as_deref().map(Into::into))
        .names("lists", |it| it.entity.listed.iter().map(listing).collect())
}

fn listing(it: &Listing) -> String {
    match &it.identifier {
        Some(identifier) => line(&format!("{}: {identifier}", it.list)),
        None => line(&it.list),
    }
}
