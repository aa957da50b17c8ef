"""FollowTheMoney: its own reader keeps every value of every entity."""

import json

from followthemoney import model

from collection import EXPORT, check, corpus, records, same, stated

entities, total = {}, 0
for line in EXPORT.read_text(encoding="utf-8").splitlines():
    data = json.loads(line)
    check(data["id"] not in entities, f"{data['id']} stands twice")
    schema = model.get(data["schema"])
    check(schema is not None, f"no schema {data['schema']}")
    for name, values in data["properties"].items():
        prop = schema.get(name)
        check(prop is not None and not prop.stub, f"{schema.name} has no {name}")
        for value in values:
            total += 1
            same(prop.type.clean(value), value, f"{schema.name}.{name}")
            check(prop.validate(value) is not False, f"{schema.name}.{name} refuses {value!r}")
    for name in schema.required:
        check(name in data["properties"], f"{data['id']} has no {name}")
    proxy = model.get_proxy(data)
    kept = {name: sorted(proxy.get(name)) for name in data["properties"]}
    same(kept, {name: sorted(it) for name, it in data["properties"].items()}, data["id"])
    entities[data["id"]] = proxy
check(total > 0, "no value")
for proxy in entities.values():
    for prop, value in proxy.itervalues():
        if prop.type.name == "entity":
            check(value in entities, f"{proxy.id}: {prop.name} leads to no entity")
            fits = entities[value].schema.is_a(prop.range)
            check(fits, f"{proxy.id}: {prop.name} takes no {entities[value].schema.name}")
articles = [it for it in entities.values() if it.schema.name == "Article"]
same(len(articles), len(records()), "articles")
links = [it for it in entities.values() if it.schema.name == "Family"]
same([(entities[it.first("person")].caption, it.first("relationship"),
       entities[it.first("relative")].caption) for it in links if it.first("proof") in entities
      and "Ferry" in entities[it.first("proof")].caption],
     [("Lena Vellacott", "parent", "Idris Vellacott"),
      ("Tomas Brandt", "sibling", "Oskar Brandt")], "families")
for name in ("Membership", "Directorship", "Representation", "Occupancy", "Position", "Event",
             "UnknownLink"):
    check(any(it.schema.name == name for it in entities.values()), f"no {name}")
members = [entities[it.first("member")].caption for it in entities.values()
           if it.schema.name == "Membership"]
check("Tomas Brandt" in members, "a member is missing")
check("Ruth Calder" not in members, "what is denied stands as a fact")
happened = sum(len(list(stated(record, "events"))) for record in records())
same(sum(it.schema.name == "Event" for it in entities.values()), happened, "events")
things = [it for it in entities.values() if it.schema.name in
          ("Person", "Organization", "LegalEntity", "Address")]
same(len(things), len(corpus()["entities"]), "entities")
