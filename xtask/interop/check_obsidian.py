"""Obsidian: properties are YAML, links lead to notes, an alias is one note's alone, no page runs."""

import re

import yaml
from markdown_it import MarkdownIt

from collection import EXPORT, check, corpus, same

LINK = re.compile(r"\[\[([^\]|]+)")

notes, properties = {}, {}
for path in EXPORT.rglob("*.md"):
    name = path.relative_to(EXPORT).with_suffix("").as_posix()
    head, body = None, path.read_text(encoding="utf-8")
    if body.startswith("---\n"):
        head, body = body.removeprefix("---\n").split("\n---\n", 1)
    notes[name], properties[name] = body, yaml.safe_load(head) if head else {}

linked = {name: LINK.findall(body) for name, body in notes.items()}
for name, links in linked.items():
    for target in links:
        check(target in notes, f"{name} leads to {target}, which is no note")
    # Tags are the page's own words, and stay words.
    for token in MarkdownIt("commonmark").parse(notes[name]):
        for it in [token, *(token.children or [])]:
            check(not it.type.startswith("html_"), f"{name} has HTML: {it.content!r}")
            check(it.type != "image", f"{name} loads an image: {it.attrs!r}")
reached, todo = set(), ["Start here"]
while todo:
    name = todo.pop()
    if name not in reached:
        reached.add(name)
        todo += linked[name]
same(set(notes) - reached, set(), "notes that no way from the start leads to")

owners = {}
for name, fields in properties.items():
    for alias in fields.get("aliases") or []:
        other = owners.setdefault(alias.lower(), name)
        same(other, name, f"the note that {alias} is an alias of")
check(len(owners) > 50, "names have hardly an alias")

inputs = sorted(fields["input"] for fields in properties.values() if "input" in fields)
same(inputs, sorted(it["input"] for it in corpus()["documents"]), "documents that have a note")


def figures(of, documents):
    return of["type"], of["article_mentions"], of["comment_mentions"], documents


notes_of_names = [figures(it, it["documents"]) for it in properties.values() if "type" in it]
told_more_than_once = [
    figures(it, len(it["documents"]))
    for it in corpus()["entities"]
    if it["article_mentions"] + it["comment_mentions"] > 1 or len(it["documents"]) > 1
]
same(sorted(notes_of_names), sorted(told_more_than_once), "names that have a note")
