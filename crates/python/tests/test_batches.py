"""Jobs and answers as record batches of Arrow."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from conftest import PAGES

import annalist

ROWS = [
    {"id": str(number), "bytes": page.path.read_bytes(), "url": page.url}
    for number, page in enumerate(PAGES[:6])
]
JOBS = pyarrow.Table.from_pylist(ROWS)


class OnlyABatch:
    """A record batch of a library that knows no streams."""

    def __init__(self, batch: pyarrow.RecordBatch) -> None:
        self.batch = batch

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self.batch.__arrow_c_array__(requested_schema)


@pytest.fixture(scope="module")
def expected(engine: annalist.Engine) -> pyarrow.Table:
    return pyarrow.table(engine.process_batch(JOBS))


def test_columns_and_rows_are_those_of_the_jobs(expected: pyarrow.Table) -> None:
    text = pyarrow.string()
    assert expected.schema == pyarrow.schema(
        [
            pyarrow.field("id", text),
            pyarrow.field("input", text, nullable=False),
            pyarrow.field("status", text, nullable=False),
            pyarrow.field("record", pyarrow.large_string()),
            pyarrow.field("code", text),
            pyarrow.field("cause", text),
        ]
    )
    assert expected["id"].to_pylist() == [row["id"] for row in ROWS]
    assert expected["status"].to_pylist() == ["done"] * len(ROWS)
    assert expected["code"].null_count == len(ROWS)


@pytest.mark.parametrize(
    "jobs",
    [
        JOBS.combine_chunks().to_batches()[0],
        JOBS.to_reader(max_chunksize=2),
        polars.DataFrame(ROWS),
        pandas.DataFrame(ROWS),
        OnlyABatch(JOBS.combine_chunks().to_batches()[0]),
        JOBS.cast(
            pyarrow.schema(
                [
                    ("id", pyarrow.large_string()),
                    ("bytes", pyarrow.binary_view()),
                    ("url", pyarrow.string_view()),
                ]
            )
        ),
    ],
    ids=["batch", "reader", "polars", "pandas", "only-a-batch", "views"],
)
def test_jobs_may_come_from_any_library(
    engine: annalist.Engine, expected: pyarrow.Table, jobs: Any
) -> None:
    assert pyarrow.table(engine.process_batch(jobs)).equals(expected)


def test_answers_come_in_the_batches_of_the_jobs_and_may_be_taken_twice(
    engine: annalist.Engine, expected: pyarrow.Table
) -> None:
    answers = engine.process_batch(JOBS.to_reader(max_chunksize=4), threads=3)
    assert len(answers) == 6 and "6" in repr(answers)
    for _ in range(2):
        table = pyarrow.table(answers)
        assert [batch.num_rows for batch in table.to_batches()] == [4, 2]
        assert table.equals(expected)
    assert polars.DataFrame(answers).equals(polars.DataFrame(expected))
    frame = pandas.DataFrame.from_arrow(answers)
    assert frame["record"].tolist() == expected["record"].to_pylist()
    assert pyarrow.schema(answers) == expected.schema


def test_no_jobs_have_no_answers(engine: annalist.Engine) -> None:
    answers = engine.process_batch(JOBS.slice(0, 0))
    assert len(answers) == 0
    assert pyarrow.table(answers).num_rows == 0


def test_a_job_that_cannot_be_done_is_a_row_like_any_other(engine: annalist.Engine) -> None:
    jobs = pyarrow.table(
        {
            "id": [7, 8, 9, None],
            "bytes": [b"<title>A</title><p>Ann Lee met Bob Roe.", b"", None, b"<p>Ann Lee"],
            "date": pyarrow.array(["2018-09-06", None, None, "soon"]),
        }
    )
    answers = pyarrow.table(engine.process_batch(jobs)).to_pylist()
    assert [answer["id"] for answer in answers] == ["7", "8", "9", None]
    assert [answer["status"] for answer in answers] == ["done"] + ["failed"] * 3
    assert [answer["code"] for answer in answers] == [None, "F007", "F010", "F010"]
    assert answers[3]["input"] == "jobs, row 4"
    assert all(answer["cause"] for answer in answers[1:])


def test_what_is_no_job_is_refused(engine: annalist.Engine) -> None:
    with pytest.raises(ValueError, match='the column "datum" of type Utf8 is none of a job'):
        engine.process_batch(pyarrow.table({"datum": ["2018"]}))
    with pytest.raises(ValueError, match='the column "bytes" of type Utf8'):
        engine.process_batch(pyarrow.table({"bytes": ["<p>a text</p>"]}))
    with pytest.raises(TypeError, match="jobs are a record batch, a table or a stream of Arrow"):
        engine.process_batch([{"path": "a.html"}])  # type: ignore[arg-type]


def test_texts_that_are_none_are_refused(engine: annalist.Engine) -> None:
    broken = pyarrow.array([b"\xff\xfe"]).view(pyarrow.string())
    jobs = pyarrow.table({"bytes": [b"<p>Ann Lee"], "input": broken})
    with pytest.raises(ValueError, match="(?i)utf-?8"):
        engine.process_batch(jobs)


def test_a_stream_that_breaks_off_is_an_error(engine: annalist.Engine) -> None:
    def batches() -> Any:
        yield JOBS.to_batches()[0]
        raise OSError("the disk has gone")

    reader = pyarrow.RecordBatchReader.from_batches(JOBS.schema, batches())
    with pytest.raises(ValueError, match="the disk has gone"):
        engine.process_batch(reader)


def test_an_interrupt_ends_a_batch_between_two_pages(engine: annalist.Engine) -> None:
    jobs = pyarrow.concat_tables([JOBS] * 500).combine_chunks()
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    # Who starts the tests may have them ignore it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            engine.process_batch(jobs, threads=1)
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
