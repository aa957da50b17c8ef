"""The output folder of a run, as the checks compare exports with it."""

import json
import sys
from pathlib import Path

OUT = Path(sys.argv[1])
EXPORT = Path(sys.argv[2])


def records():
    """The records, in the order of the manifest."""
    found = {}
    for path in (OUT / "records").rglob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        found[record["input"]] = record
    return [found[name] for name in sorted(found, key=lambda name: name.encode())]


def corpus():
    return json.loads((OUT / "corpus.json").read_text(encoding="utf-8"))


def mentions(record):
    """Start, end and words of each mention, in the order of the text."""
    text = record["text"]
    places = [
        (place["start"], place["end"])
        for entity in record["entities"]
        for place in entity["mentions"]
    ]
    return [(start, end, text[start:end]) for start, end in sorted(places)]


def stated(record, what, also_reported=True):
    """The relations or events that the article states, or says that others do."""
    ways = ("asserted", "reported") if also_reported else ("asserted",)
    for it in record[what]:
        start = it["evidence"][0]["start"]
        in_comment = any(c["start"] <= start < c["end"] for c in record["comments"])
        if it["modality"] in ways and not in_comment:
            yield it


def sizes():
    """How many rows each table of an export has."""
    found = records()
    return {
        "documents": len(found),
        "comments": sum(len(it["comments"]) for it in found),
        "entities": len(corpus()["entities"]),
        "mentions": sum(len(mentions(it)) for it in found),
        **{table: sum(len(it.get(table, [])) for it in found)
           for table in ("dates", "relations", "events", "quotations")},
    }


def check(holds, what):
    if not holds:
        sys.exit(f"{EXPORT.name}: {what}")


def same(found, expected, what):
    check(found == expected, f"{what}: {found!r}, expected {expected!r}")
