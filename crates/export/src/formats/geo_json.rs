//! GeoJSON (RFC 7946): the places that documents name. A town has its point; a country, a region
//! and a name that stands for several places have none, and each says how exactly it is known.

use std::io::Write;

use annalist_model::EntityKind;
use serde_json::{Value, json};

use crate::collection::Entity;
use crate::json::Listing;
use crate::text::visible;
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "geojson",
    meaning: "the places of a collection, for maps",
    opening: Opening::Stream(open),
};

struct Places<'c> {
    collection: &'c Collection,
    features: Listing<'c>,
}

fn open<'c>(collection: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    let head = json!({ "type": "FeatureCollection" });
    Ok(Box::new(Places { collection, features: Listing::begin(out, &head, "features")? }))
}

impl Export for Places<'_> {
    fn page(&mut self, _: &Page<'_>) -> Result<(), ExportError> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        let entities = &self.collection.entities;
        for entity in entities.iter().filter(|it| it.kind == EntityKind::Place) {
            self.features.item(&feature(self.collection, entity))?;
        }
        self.features.finish()
    }
}

fn feature(collection: &Collection, entity: &Entity) -> Value {
    let geometry = entity.point().map(
        |(latitude, longitude)| json!({ "type": "Point", "coordinates": [longitude, latitude] }),
    );
    let names: Vec<_> = entity.other_names().map(|it| visible(&it.value)).collect();
    let documents: Vec<_> = collection.documents_of(entity).map(|it| it.key.as_str()).collect();
    let site = entity.site();
    json!({
        "type": "Feature",
        "id": format!("e-{}", entity.key),
        "geometry": geometry,
        "properties": {
            "name": visible(&entity.name),
            "other_names": names,
            "precision": entity.place.as_ref().map_or("unknown", |place| &*place.precision),
            "gazetteer_name": site.map(|it| &it.name),
            "country": site.map(|it| &it.country),
            "region": site.and_then(|it| it.region.as_ref()),
            "gazetteer": site.and_then(|it| it.source.as_ref()),
            "article_mentions": entity.article_mentions,
            "comment_mentions": entity.comment_mentions,
            "documents": documents,
        },
    })
}
