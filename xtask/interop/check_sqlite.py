"""SQLite: keys hold, all rows are there, search finds, Datasette opens it."""

import asyncio
import re
import sqlite3
from pathlib import Path

from collection import EXPORT, check, same, sizes

database = EXPORT / "collection.db"
connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def one(query, *values):
    return connection.execute(query, values).fetchone()[0]


same(connection.execute("PRAGMA foreign_key_check").fetchall(), [], "foreign keys")
same(one("PRAGMA integrity_check"), "ok", "integrity")
for table, size in sizes().items():
    same(one(f"SELECT count(*) FROM {table}"), size, table)
same(one("SELECT count(*) FROM related"), one("SELECT count(*) FROM relations"), "related")
same(one("SELECT count(*) FROM happened"), one("SELECT count(*) FROM events"), "happened")
check(one("SELECT count(*) FROM related WHERE modality = 'asserted' AND subject <> ''") > 0,
      "asserted relations")
same(one("SELECT count(*) FROM claims WHERE id NOT IN (SELECT claim FROM spans)"), 0,
     "claims without a passage")
wrong = one("""SELECT count(*) FROM spans JOIN claims ON claims.id = spans.claim
    JOIN documents ON documents.id = claims.document
    WHERE substr(documents.text, first_character + 1, end_character - first_character)
        <> spans.text AND instr(documents.text, char(0)) = 0""")
same(wrong, 0, "spans that are not their words")
check(one("SELECT count(*) FROM documents_fts WHERE documents_fts MATCH 'the'") > 0, "search")
check(one("SELECT count(*) FROM named") > 0 and one("SELECT count(*) FROM timeline") > 0, "views")

readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
queries = re.findall(r'^sqlite3 db/collection\.db "(.*)"$', readme, re.M)
check(len(queries) >= 3, "the queries of the README")
for query in queries:
    check(connection.execute(query).fetchall() is not None, query)


async def browse():
    from datasette.app import Datasette

    site = Datasette(files=[], immutables=[str(database)], config_dir=EXPORT)
    for path in ("/", "/collection", "/collection/documents?_search=the", "/collection/named",
                 "/collection/entities.json"):
        answer = await site.client.get(path)
        same(answer.status_code, 200, f"Datasette at {path}")
    page = await site.client.get("/collection/documents")
    check("<script>alert" not in page.text, "a script of a page in Datasette")


asyncio.run(browse())
