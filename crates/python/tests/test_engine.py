"""One page or text at a time."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import pickle
import select
import signal
import threading
from pathlib import Path

import pytest
from conftest import PAGES

import annalist

PAGE = (
    "<!doctype html><title>Harbour</title><article><h1>Harbour</h1>"
    "<p>“Ann Lee” met Bob Roe in Basra on Monday, and the harbour of Basra was closed.</p></article>"
).encode()


def names(record: dict[str, object]) -> list[str]:
    entities = record["entities"]
    assert isinstance(entities, list)
    return [entity["name"] for entity in entities]


def test_offsets_are_those_of_python() -> None:
    record = annalist.process(PAGE, "https://harbour.example/1", "2018-09-06")
    assert record["source"]["url"] == "https://harbour.example/1"
    text = record["text"]
    spellings = {
        text[mention["start"] : mention["end"]]
        for entity in record["entities"]
        for mention in entity["mentions"]
    }
    assert {"Ann Lee", "Bob Roe", "Basra"} <= spellings
    start, end = record["entities"][0]["mentions"][0]["source_bytes"]
    assert PAGE[start:end].decode() in spellings
    (date,) = record["dates"]
    assert (text[date["start"] : date["end"]], date["value"]) == ("Monday", "2018-09-03")


def test_bytes_may_be_packed_and_of_either_kind(engine: annalist.Engine) -> None:
    record = engine.process(PAGE)
    assert engine.process(bytearray(PAGE)) == record
    assert engine.process(PAGE, "", charset="") == record
    packed = engine.process(gzip.compress(PAGE))
    assert packed["text"] == record["text"]
    with pytest.raises(TypeError):
        engine.process("<p>a text</p>")  # type: ignore[arg-type]


def test_a_date_may_be_a_text_or_a_date(engine: annalist.Engine) -> None:
    expected = engine.process_json(PAGE, date="2018-09-06")
    assert engine.process_json(PAGE, date=datetime.date(2018, 9, 6)) == expected
    at = datetime.datetime(2018, 9, 6, 17, 59, tzinfo=datetime.timezone.utc)
    assert engine.process(PAGE, date=at)["dates"][0]["value"] == "2018-09-03"
    with pytest.raises(ValueError, match="'soon'|\"soon\""):
        engine.process(PAGE, date="soon")
    with pytest.raises(TypeError):
        engine.process(PAGE, date=2018)  # type: ignore[arg-type]


def test_what_gives_no_record_is_an_exception_with_code_and_cause(engine: annalist.Engine) -> None:
    for page, code, said in [
        (b"", "F007", "empty"),
        (b"\x1f\x8b broken", "F003", "gzip"),
    ]:
        with pytest.raises(annalist.AnnalistError, match=said) as raised:
            engine.process(page)
        assert raised.value.code == code
        assert said in raised.value.cause
        # As engines such as Spark hand it from process to process.
        again = pickle.loads(pickle.dumps(raised.value))
        assert (again.code, again.cause) == (code, raised.value.cause)


def test_bounds_hold() -> None:
    bounded = annalist.Engine(max_bytes=100, max_text=20)
    with pytest.raises(annalist.AnnalistError, match="raise max-bytes"):
        bounded.parse(PAGE)
    with pytest.raises(annalist.AnnalistError, match="raise max-text"):
        bounded.enrich("Ann Lee met Bob Roe in Basra.")
    with pytest.raises(annalist.AnnalistError, match="took longer than 0 seconds"):
        annalist.Engine(page_timeout=0).process(PAGE)


def test_lists_and_decisions_go_before_all_else(tmp_path: Path) -> None:
    people = tmp_path / "lists" / "people.tsv"
    people.parent.mkdir()
    people.write_text("name\ttype\tidentifier\nAnn Lee\tperson\tL-1\n", "utf-8")
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"decision":"not-an-entity","name":"Basra"}\n', "utf-8")
    text = "The harbour of Basra was closed, said Ann Lee."
    assert names(annalist.enrich(text)) == ["Basra", "Ann Lee"]
    for given in (people, str(people), people.parent):
        record = annalist.Engine(lists=[given], decisions=decisions).enrich(text)
        assert names(record) == ["Ann Lee"]
        assert record["entities"][0]["listed"][0]["identifier"] == "L-1"


def test_what_an_engine_cannot_use_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot read the list"):
        annalist.Engine(lists=[tmp_path / "none.tsv"])
    (tmp_path / "list.doc").touch()
    with pytest.raises(ValueError, match="is no list by its name"):
        annalist.Engine(lists=[tmp_path / "list.doc"])
    with pytest.raises(OSError, match="cannot read the decisions"):
        annalist.Engine(decisions=tmp_path / "none.jsonl")
    with pytest.raises(ValueError, match="prefer"):
        annalist.Engine(prefer="now")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="page_timeout"):
        annalist.Engine(page_timeout=-1)
    with pytest.raises(ValueError, match="the type \"ship\" is none of person, organisation"):
        annalist.match("a", "b", "ship")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="none of record"):
        annalist.schema("letter")  # type: ignore[arg-type]


def test_names_are_matched() -> None:
    judgement = annalist.match("Bob Roe", "Robert Roe")
    assert judgement["match"] is True
    assert judgement["name1"] == "Bob Roe" and judgement["type"] == "person"
    assert annalist.match("Bob Roe", "Ann Lee")["match"] is False


def test_threads_share_an_engine_and_the_interpreter_is_free_meanwhile(
    engine: annalist.Engine,
) -> None:
    pages = [page.path.read_bytes() for page in PAGES[:6]]
    expected = [engine.process_json(page) for page in pages]
    results: dict[int, list[bytes]] = {}

    def work(number: int) -> None:
        results[number] = [engine.process_json(page) for page in pages]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(results.values()) == [expected] * 3

    # A page that takes a while is read in one call; this thread counts on.
    long = b"<article>" + b"<p>Ann Lee met Bob Roe in Basra on Monday, 3 March 2014.</p>" * 1_000
    reading = threading.Thread(target=engine.process_json, args=(long,))
    reading.start()
    turns = 0
    while reading.is_alive():
        reading.join(0.001)
        turns += 1
    assert turns > 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_process_that_was_forked_reads_pages_too(engine: annalist.Engine) -> None:
    expected = engine.process_json(PAGE)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(theirs, b"same" if engine.process_json(PAGE) == expected else b"other")
        os._exit(0)
    os.close(theirs)
    try:
        ready, _, _ = select.select([ours], [], [], 60)
        assert ready, "the child hangs"
        assert os.read(ours, 5) == b"same"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ours)


def test_a_record_fits_its_schema_in_its_keys() -> None:
    record = annalist.process(PAGE)
    assert set(annalist.schema("record")["required"]) <= set(record)
    assert json.loads(json.dumps(record)) == record
