"""STIX: its own library reads the bundle strictly."""

import json

import stix2

from collection import EXPORT, check, records, same

data = json.loads(EXPORT.read_text(encoding="utf-8"))
bundle = stix2.parse(data, allow_custom=False)
same(len(bundle.objects), len(data["objects"]), "objects")
ids = [it.id for it in bundle.objects]
same(len(set(ids)), len(ids), "identifiers")
links = [it for it in bundle.objects if it.type == "relationship"]
names = {it.id: it.get("name") for it in bundle.objects}
told = {(names[it.source_ref], it.relationship_type, names[it.target_ref]) for it in links}
check(("Tomas Brandt", "member-of", "Harbour Union") in told, "a member is missing")
check(not any(subject in ("Ruth Calder", "Victor Lam") for subject, *_ in told),
      "what is denied, or said by others, stands as a fact")
reports = [it for it in bundle.objects if it.type == "report"]
same(len(reports), len(records()), "reports")
for report in reports:
    for reference in report.object_refs:
        check(reference in ids, f"{report.id} refers to what is not there: {reference}")
