"""Jobs and answers, as columns of Spark, as batches of Arrow and as lines of a worker."""

from __future__ import annotations

import base64
import functools
import json
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql import functions as F

#: The columns of jobs, with their types.
JOBS = {
    "id": "string",
    "input": "string",
    "bytes": "binary",
    "path": "string",
    "archive": "string",
    "offset": "bigint",
    "length": "bigint",
    "url": "string",
    "charset": "string",
    "date": "string",
}

#: The columns of answers, as a schema of Spark.
ANSWERS = "id string, input string, status string, record string, code string, cause string"

SCHEMA = pa.schema([(column.split()[0], pa.string()) for column in ANSWERS.split(", ")])

#: A row of answers, in the order of the columns.
Answer = tuple[Any, str, str, "str | None", "str | None", "str | None"]

#: What answers jobs.
Ask = Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]]

# Bytes of records that are handed on together: a record is some times as long as its page, and a column
# of Arrow holds at most 2 GiB.
_TOGETHER = 16 << 20

# How a record begins. The whole of it need not be read to know whose it is.
_RECORD = re.compile(r'\{"schema_version":\d+,"id":"[^"]*","input":("(?:[^"\\]|\\.)*")')


def identity(columns: Sequence[str]) -> Any:
    """What the answer to a job is known by, whatever the job lacks, as a column of Spark."""
    place = F.concat_ws("/", *(name for name in ("archive", "offset") if name in columns))
    known = [F.col(name).cast("string") for name in ("id", "input", "path") if name in columns]
    if "archive" in columns:
        known.append(F.when(F.col("archive").isNotNull(), place))
    if "bytes" in columns:
        known.append(F.sha2("bytes", 256))
    return F.coalesce(*(F.nullif(it, F.lit("")) for it in known), F.lit("a row that holds nothing"))


def line(jobs: pa.RecordBatch, row: int) -> bytes:
    """The job in a row, as a line for the worker."""
    job = {}
    for name, column in zip(jobs.schema.names, jobs.columns):
        value = column[row].as_py()
        if value is not None:
            job[name] = base64.b64encode(value).decode() if name == "bytes" else value
    return json.dumps(job).encode() + b"\n"


def answer(line: str, id: str) -> Answer:
    """A line of the worker, as the row that answers the job of this id."""
    head = _RECORD.match(line)
    if head:
        return id, json.loads(head[1]), "done", line, None, None
    told = json.loads(line)
    cause = told.get("reason") if told["status"] == "skipped" else told.get("cause")
    return id, told["input"], told["status"], None, told.get("code"), cause


def failed(jobs: pa.RecordBatch, row: int, code: str, cause: str) -> Answer:
    """The answer to the job in a row that no worker gave one to."""
    names = [name for name in ("input", "path", "id") if name in jobs.schema.names]
    known = (jobs.column(name)[row].as_py() for name in names)
    return jobs.column("id")[row].as_py(), next(filter(None, known)), "failed", None, code, cause


def batches(answers: Iterable[Answer]) -> Iterator[pa.RecordBatch]:
    """Rows as batches of bounded length."""
    rows: list[Answer] = []
    size = 0
    for row in answers:
        rows.append(row)
        size += len(row[3] or "")
        if size >= _TOGETHER:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: Sequence[Answer]) -> pa.RecordBatch:
    return pa.record_batch([list(column) for column in zip(*rows)], schema=SCHEMA)


def package(options: dict[str, Any]) -> Ask:
    """Answers jobs by the package that is installed here."""
    # The module of the executor itself outlives the task: loading an engine takes half a second.
    from annalist.spark._answers import engine

    known_by = pickle.dumps(options)

    def answers(jobs: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        stream = engine(known_by).process_batch(jobs, threads=1)
        for done in pa.RecordBatchReader.from_stream(stream):
            yield done.cast(SCHEMA)

    return answers


@functools.lru_cache(maxsize=1)
def engine(options: bytes) -> Any:
    """An engine of the package."""
    import annalist

    return annalist.Engine(**pickle.loads(options))
