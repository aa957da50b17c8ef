"""JSON-LD: a processor expands it, and articles, comments and their tree are there."""

from pyld import jsonld

from collection import EXPORT, check, records, same
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
for node in graph:
    ids = {it["@id"] for it in node.get(article, [])}
    for it in node.get(article, []):
        same(it["@type"], [comment], "type of a comment")
        for parent in it.get("https://schema.org/parentItem", []):
            check(parent["@id"] in ids, f"{it['@id']} answers no comment of its page")
