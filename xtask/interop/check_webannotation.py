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
ids, modalities = set(), {}
for item in page["items"]:
    check(item["id"] not in ids, f"{item['id']} stands twice")
    ids.add(item["id"])
    same(item["type"], "Annotation", "type")
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    for target in targets:
        quote, position = target["selector"]
        key = target["scope"].removeprefix("urn:annalist:").removeprefix("c-").split("-")[0]
        text = texts[key]
        start, end = position["start"], position["end"]
        same(text[start:end], quote["exact"], f"{item['id']}, by its position")
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        check(around in text, f"{item['id']} is not found by its quotation")
        same(text[start - len(quote["prefix"]):start], quote["prefix"], f"{item['id']}, before it")
    tags = [it["value"] for it in item["body"] if it.get("purpose") == "tagging"]
    if tags[0] in ("relation", "event"):
        modalities[tags[-1]] = modalities.get(tags[-1], 0) + 1
expected = sum(len(mentions(it)) + len(it["dates"]) + len(it["relations"]) + len(it["events"])
               + len(it["quotations"]) for it in records())
same(len(ids), expected, "annotations")
told = [it["modality"] for record in records() for it in record["relations"] + record["events"]]
same(modalities, {it: told.count(it) for it in told}, "how the texts stand behind what they tell")
check("denied" in modalities, "nothing is denied")
