"""FollowTheMoney statements: its reader takes each row, and makes the same identifiers of them."""

from followthemoney.statement.serialize import read_csv_statements

from collection import EXPORT, check, same

count = claimed = 0
ids = set()
with open(EXPORT, "rb") as file:
    for statement in read_csv_statements(file):
        count += 1
        claimed += statement.origin is not None and statement.origin != ""
        key = statement.generate_key()
        same(statement.id, key, f"the identifier of {statement.entity_id} {statement.prop}")
        check(statement.id not in ids, f"{statement.id} stands twice")
        ids.add(statement.id)
check(count > 0 and claimed > 0, "no statement says where it is from")
