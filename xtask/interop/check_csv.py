"""CSV: each row has its columns, all rows are there, no cell is a formula."""

import csv

from collection import EXPORT, check, same, sizes

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(name):
    with open(EXPORT / name, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        found = list(reader)
    for row in found:
        check(None not in row and None not in row.values(), f"{name}: a row of another length")
        for key, cell in row.items():
            is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
            check(is_number or not cell.startswith(FORMULA), f"{name}: {key} is a formula: {cell!r}")
            check("\u202e" not in cell and "\0" not in cell, f"{name}: {key} hides text: {cell!r}")
    return found


for table, size in sizes().items():
    found = rows(f"{table}.csv")
    same(len(found), size, table)
    same(len({row["id"] for row in found}), size, f"identifiers of {table}")
check(rows("relations.csv"), "no relation to look at")
for row in rows("relations.csv") + rows("events.csv"):
    check(row["modality"], f"{row['id']}: how the text stands behind it is not told")
    check(row["text"] and int(row["start"]) < int(row["end"]), f"{row['id']} has no passage")
payload = [row for row in rows("documents.csv") if "cmd|" in row["title"]]
check(payload and payload[0]["title"].startswith("'="), "the formula of the payload page is gone")
