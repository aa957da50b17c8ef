"""JSON-LD: a processor expands it, and articles, comments and their tree are there."""

from pyld import jsonld

from collection import EXPORT, check, records, same, stated
import json

# What schema.org serves, as far as it matters here: its terms, and which of them are links.
CONTEXT = {"@context": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}}


def load(url, options=None):
    check(url.startswith("https://schema.org"), f"a context of {url}")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
            "document": CONTEXT}


graph = jsonld.expand(json.loads(EXPORT.read_text(encoding="utf-8")), {"documentLoader": load})
article, comment = "https://schema.org/comment", "https://schema.org/Comment"
same(len(graph), len(records()), "articles")
same(sum(len(it.get(article, [])) for it in graph),
     sum(len(it["comments"]) for it in records()), "comments")
names, terms, spoken, events = {}, set(), [], 0
for node in graph:
    for it in node.get("https://schema.org/mentions", []):
        names[it["@id"]] = it["https://schema.org/name"][0]["@value"]
        events += it["@type"] == ["https://schema.org/Event"]
    spoken += node.get("https://schema.org/hasPart", [])
for node in graph:
    for it in node.get("https://schema.org/mentions", []):
        for term in ("memberOf", "parent", "sibling"):
            for other in it.get(f"https://schema.org/{term}", []):
                terms.add((names[it["@id"]], term, names[other["@id"]]))
for expected in [("Tomas Brandt", "memberOf", "Harbour Union"),
                 ("Lena Vellacott", "parent", "Idris Vellacott"),
                 ("Tomas Brandt", "sibling", "Oskar Brandt")]:
    check(expected in terms, f"{expected} is missing")
check(not any(name == "Ruth Calder" for name, *_ in terms), "a denied relation is there")
dated = [it for record in records() for it in stated(record, "events", also_reported=False)
         if it.get("date")]
same(events, len(dated), "events")
speaker = "https://schema.org/spokenByCharacter"
check(any(names.get(it.get(speaker, [{}])[0].get("@id")) == "Idris Vellacott" for it in spoken),
      "a quotation without its speaker")
for node in graph:
    ids = {it["@id"] for it in node.get(article, [])}
    for it in node.get(article, []):
        same(it["@type"], [comment], "type of a comment")
        for parent in it.get("https://schema.org/parentItem", []):
            check(parent["@id"] in ids, f"{it['@id']} answers no comment of its page")
