"""GeoJSON: points of towns alone, within the earth, longitude first."""

import json

from collection import EXPORT, check, corpus, same

features = json.loads(EXPORT.read_text(encoding="utf-8"))
same(features["type"], "FeatureCollection", "type")
places = [it for it in corpus()["entities"] if it["type"] == "place"]
same(len(features["features"]), len(places), "places")
for feature, place in zip(features["features"], places):
    same(feature["type"], "Feature", "type")
    geometry, precision = feature["geometry"], feature["properties"]["precision"]
    check(precision in ("country", "region", "city", "unknown"), f"precision {precision}")
    check(geometry is None or precision == "city", f"a point for a {precision}")
    if geometry is not None:
        longitude, latitude = geometry["coordinates"]
        check(-180 <= longitude <= 180 and -90 <= latitude <= 90, "a point off the earth")
        site = place["place"]["site"]
        same((longitude, latitude), (site["longitude"], site["latitude"]), "a point")
