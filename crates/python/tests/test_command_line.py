"""What the package gives is what the command line gives, to the byte."""

from __future__ import annotations

import base64
import json

import polars
import pytest
from conftest import PAGES, Page, command_line

import annalist

ALONE = [page for page in PAGES if page.stands_alone]


def by_name(page: Page) -> str:
    return page.path.parent.name


def test_batches_hold_the_records_of_a_worker(engine: annalist.Engine) -> None:
    jobs = [{"path": page.name, "date": "2019-04-01"} for page in PAGES]
    expected = command_line("worker", "--root", ".", jobs=jobs)
    answers = polars.DataFrame(engine.process_batch(polars.DataFrame(jobs), threads=2))
    assert answers["status"].unique().to_list() == ["done"]
    assert [record.encode() for record in answers["record"]] == expected


def test_a_page_in_memory_has_the_record_of_a_worker(engine: annalist.Engine) -> None:
    jobs = [
        {
            "input": page.name,
            "bytes": base64.b64encode(page.path.read_bytes()).decode(),
            "url": page.url,
            "charset": page.charset,
            "date": "2019-04-01",
        }
        for page in ALONE
    ]
    for page, expected in zip(ALONE, command_line("worker", jobs=jobs), strict=True):
        given = page.path.read_bytes()
        record = engine.process_json(
            given, page.url, "2019-04-01", charset=page.charset, input=page.name
        )
        assert record == expected, page.name
        again = engine.process(given, page.url, "2019-04-01", charset=page.charset, input=page.name)
        assert again == json.loads(expected)


@pytest.mark.parametrize("page", ALONE[:3], ids=by_name)
def test_a_document_is_that_of_parse(engine: annalist.Engine, page: Page) -> None:
    (expected,) = command_line("parse", page.path)
    given = page.path.read_bytes()
    document = engine.parse_json(given, page.url, charset=page.charset, input=page.path.name)
    assert document == expected
    again = engine.parse(given, page.url, charset=page.charset, input=page.path.name)
    assert again == json.loads(expected)


def test_a_text_has_the_record_of_enrich(engine: annalist.Engine) -> None:
    text = "Ann Lee of Harbour Watch met Bob Roe in Basra on Monday. Nobody else came."
    (expected,) = command_line("enrich", "-", jobs=[{"id": "letter", "text": text}])
    assert engine.enrich_json(text, id="letter") == expected
    dated = {"id": "letter", "text": text, "date": "2018-09-06"}
    (expected,) = command_line("enrich", "-", jobs=[dated])
    # The command line carries keys of its input that are none of a record on to the end.
    assert engine.enrich_json(text, "2018-09-06", id="letter") == expected.replace(
        b',"date":"2018-09-06"}', b"}"
    )
    assert engine.enrich(text, "2018-09-06")["dates"][0]["value"] == "2018-09-03"


def test_names_are_matched_as_by_match(engine: annalist.Engine) -> None:
    for a, b, kind in [
        ("Muammar Qaddafi", "Mu'ammar al-Gadhafi", "person"),
        ("Harbour Watch Ltd", "Harbor Watch Limited", "organisation"),
        ("Ann Lee", "Bob Roe", "person"),
    ]:
        (expected,) = command_line("match", "--json", "--type", kind, a, b)
        assert engine.match_json(a, b, kind) == expected


def test_schemas_are_those_of_the_command_line() -> None:
    for shape in ("record", "document", "corpus", "outcome"):
        assert annalist.schema(shape) == json.loads(b"\n".join(command_line("schema", shape)))
