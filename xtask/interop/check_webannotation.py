"""Web Annotation: both selectors give the words of the record."""

import json

from collection import EXPORT, check, mentions, records, same

page = json.loads(EXPORT.read_text(encoding="utf-8"))
same(page["@context"], "http://www.w3.org/ns/anno.jsonld", "context")
same(page["type"], "AnnotationPage", "type")
texts = {}
for record in records():
    # Two saved pages of the same bytes have the same text.
    texts[record["id"]] = record["text"]
ids = set()
for item in page["items"]:
    check(item["id"] not in ids, f"{item['id']} stands twice")
    ids.add(item["id"])
    same(item["type"], "Annotation", "type")
    target = item["target"]
    quote, position = target["selector"]
    key = target["scope"].removeprefix("urn:annalist:").removeprefix("c-").split("-")[0]
    text = texts[key]
    start, end = position["start"], position["end"]
    same(text[start:end], quote["exact"], f"{item['id']}, by its position")
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    check(around in text, f"{item['id']} is not found by its quotation")
    same(text[start - len(quote["prefix"]):start], quote["prefix"], f"{item['id']}, before it")
expected = sum(len(mentions(it)) + len(it["dates"]) for it in records())
same(len(ids), expected, "annotations")
