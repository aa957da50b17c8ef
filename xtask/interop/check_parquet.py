"""Parquet: pyarrow and DuckDB read each table with its types, and what is joined is as recorded."""

import re
from pathlib import Path

import duckdb
import pyarrow
from pyarrow import parquet

from collection import EXPORT, check, corpus, records, same, sizes

DAY, MOMENT = pyarrow.date32(), pyarrow.timestamp("us", tz="UTC")
TYPES = {
    **dict.fromkeys(("quoted",), pyarrow.bool_()),
    **dict.fromkeys(("latitude", "longitude"), pyarrow.float64()),
    **dict.fromkeys(("from", "to", "published_day", "modified_day", "saved_at_day", "posted_day"),
                    DAY),
    **dict.fromkeys(("published_utc", "modified_utc", "saved_at_utc", "posted_utc"), MOMENT),
    **dict.fromkeys(("start", "end", "first_byte", "end_byte", "number", "parent", "depth", "votes",
                     "article_mentions", "comment_mentions", "score_per_mille"), pyarrow.int64()),
    **dict.fromkeys(("authors", "aliases", "lists", "agents", "patients", "recipients", "places"),
                    pyarrow.list_(pyarrow.field("element", pyarrow.string(), nullable=False))),
}
# Of a document its comments are counted, of an entity its documents.
COUNTS = {("documents", "comments"), ("entities", "documents")}

met = set()
for table, size in sizes().items():
    path = EXPORT / f"{table}.parquet"
    read = parquet.read_table(path)
    same(read.num_rows, size, f"rows of {table}")
    read.validate(full=True)
    for field in read.schema:
        is_count = (table, field.name) in COUNTS
        expected = pyarrow.int64() if is_count else TYPES.get(field.name, pyarrow.string())
        same(field.type, expected, f"the type of {table}.{field.name}")
        met.add(field.name)
    # Python takes every value: none is out of the range of its dates.
    ids = {row["id"] for row in read.to_pylist()}
    same(len(ids), size, f"identifiers of {table}")
    same(len(duckdb.sql(f"FROM '{path}'").fetchall()), size, f"{table} in DuckDB")
same(set(TYPES) - met, set(), "typed columns that no table has")

# The collection names what documents name; a duplicate names what its original does.
numbers = {it["input"]: it.get("duplicate_of", number)
           for number, it in enumerate(corpus()["documents"])}
names = {(occurrence["document"], local): entity["name"]
         for entity in corpus()["entities"]
         for occurrence in entity["documents"]
         for local in occurrence["entities"]}
named = []
for record in records():
    for entity in record["entities"]:
        name = names[numbers[record["input"]], entity["id"]]
        for place in entity["mentions"]:
            start, end = place["start"], place["end"]
            named.append((record["input"], start, end, record["text"][start:end], name))
joined = duckdb.sql(f"""
    SELECT documents.input, mentions.start, mentions.end, mentions.text, entities.name
    FROM '{EXPORT}/mentions.parquet' mentions
    JOIN '{EXPORT}/documents.parquet' documents ON documents.id = mentions.document
    JOIN '{EXPORT}/entities.parquet' entities ON entities.id = mentions.entity""")
check(sorted(joined.fetchall()) == sorted(named), "who is named where is not as in the records")

readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
queries = re.findall(r'^duckdb -c "(.*)"$', readme, re.M)
check(queries, "the queries of the README")
for query in queries:
    check(duckdb.sql(query.replace("'tables/", f"'{EXPORT}/")).fetchall(), query)
