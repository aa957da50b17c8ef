"""annalist on Spark: pages to records on the executors, records to one collection.

    jobs = read_warc_listing(spark, "warc.paths.gz", base="/mnt/crawl", partitions=64)
    answers = process(jobs, base="/mnt/crawl", binary="annalist")
    corpus(answers, "OUT", parts="/mnt/shared/parts", binary="annalist")

Jobs and answers are those of ``annalist worker`` (docs/WORKER.md), a row for a row. A data frame of jobs
has some of the columns ``id``, ``input``, ``bytes``, ``path``, ``archive``, ``offset``, ``length``,
``url``, ``charset``, ``date``; answers have ``id``, ``input``, ``status`` (``done``, ``failed``,
``skipped``), ``record`` (a line of JSON), ``code``, ``cause``. What is in them depends on the jobs alone:
neither on the number of partitions nor on what was killed and done again.

Executors need pyspark and pyarrow, and either this package or nothing else: ``binary`` names a program
``annalist`` of the driver that Spark ships to them. A page that ends the process that reads it ends a
worker of the binary, which is started anew; with the package it ends the Python worker of Spark.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyspark import cloudpickle
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from annalist.spark._answers import ANSWERS, JOBS, Ask, identity, package
from annalist.spark._places import Mirror, files, is_address, open_archive, root_of
from annalist.spark._programs import SOME_FAILED, Worker, names, program, ship
from annalist.spark._warc import pages

__all__ = [
    "ANSWERS",
    "JOBS",
    "Counters",
    "corpus",
    "judge",
    "lines",
    "merge",
    "process",
    "read_warc_listing",
]

# What runs on executors travels with the job, so that they need not have this package.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

# Rows of jobs that are in hand at once.
_ROWS = 64

# Records of an archive that stay together where archives are split.
_RANGE = 500

# Where pages of archives stand, as schemas of Spark and of Arrow.
_PLACES = "archive string, offset bigint, length bigint, range bigint"
_ARROW_PLACES = pa.schema(
    [("archive", pa.string())] + [(name, pa.int64()) for name in ("offset", "length", "range")]
)

# The lines of ``annalist names keys``.
_NAMES = "type string, known_by string, name string, words bigint, keys array<string>"


class Counters:
    """How many jobs were processed, failed and skipped, as accumulators of Spark.

    They grow while tasks end. Spark counts a task twice that it does twice, after a loss or for a data
    frame that is computed again; the manifest that :func:`corpus` writes counts each input once.
    """

    def __init__(self, spark: SparkSession) -> None:
        context = spark.sparkContext
        self.processed = context.accumulator(0)
        self.failed = context.accumulator(0)
        self.skipped = context.accumulator(0)

    def _add(self, answers: pa.RecordBatch) -> None:
        statuses = answers.column("status").to_pylist()
        self.processed += statuses.count("done")
        self.failed += statuses.count("failed")
        self.skipped += statuses.count("skipped")


def process(
    jobs: DataFrame,
    *,
    binary: str | os.PathLike[str] | None = None,
    base: str = "",
    arguments: Sequence[str] = (),
    engine: dict[str, Any] | None = None,
    counters: Counters | None = None,
) -> DataFrame:
    """Does each job; a row of answers for a row of jobs.

    ``binary`` is the program ``annalist`` of the driver, shipped to the executors; a worker of it runs
    for each partition. Without it, executors must have this package. ``base`` is where paths and
    archives start from, and so do the names of inputs: a folder that all executors see, or an address
    (``http://``, ``https://``) from which the records of archives are fetched, each by its range.
    ``arguments`` go to ``annalist worker``, which finds what ``SparkContext.addFile`` sent in its
    working folder; ``engine`` has the arguments of ``annalist.Engine``.

    Rows without an ``id`` get one: their ``input``, ``path`` or place, else the hash of their bytes.
    """
    for name, kind in jobs.dtypes:
        wanted = JOBS.get(name)
        if wanted is None:
            raise ValueError(f"{name!r} is no column of jobs, which are {', '.join(JOBS)}")
        if (kind == "binary") != (wanted == "binary"):
            raise TypeError(f"the column {name!r} is of type {kind}, and should be {wanted}")
    columns = [F.col(name).cast(JOBS[name]).alias(name) for name in jobs.columns if name != "id"]
    jobs = jobs.select(identity(jobs.columns).alias("id"), *columns)
    shipped = None if binary is None else ship(jobs.sparkSession, binary)
    root, arguments, options = root_of(base), list(arguments), dict(engine or {})

    def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with contextlib.ExitStack() as stack:
            mirror = stack.enter_context(Mirror(root)) if is_address(root) else None
            folder = mirror.folder if mirror else root
            ask: Ask
            if shipped is None:
                ask = package({**options, "root": folder})
            else:
                ask = stack.enter_context(Worker(shipped, folder, arguments)).answers
            for batch in batches:
                for start in range(0, batch.num_rows, _ROWS):
                    piece = batch.slice(start, _ROWS)
                    for done in mirror.answers(piece, ask) if mirror else ask(piece):
                        if counters:
                            counters._add(done)
                        yield done

    return jobs.mapInArrow(answers, ANSWERS)


def lines(answers: DataFrame) -> DataFrame:
    """The answers as JSON Lines, as ``annalist worker`` writes them, for ``.write.text(FOLDER)``."""
    outcome = F.struct(
        F.lit(1).alias("schema_version"),
        "input",
        "status",
        F.when(F.col("status") == "skipped", F.col("cause")).alias("reason"),
        "code",
        F.when(F.col("status") == "failed", F.col("cause")).alias("cause"),
    )
    told = F.to_json(outcome, {"ignoreNullFields": "true"})
    return answers.select(F.coalesce("record", told).alias("value"))


def corpus(
    answers: DataFrame,
    output: str | os.PathLike[str],
    *,
    parts: str,
    judged: str | None = None,
    binary: str | os.PathLike[str] = "annalist",
    arguments: Sequence[str] = (),
) -> None:
    """Writes answers to ``parts``, and merges them on the driver into the folder ``output``.

    ``parts`` is a folder that executors and driver see, by any address that Spark writes to; it must not
    be there yet. It keeps the work of the executors: where the driver is lost after it was written,
    :func:`judge` and :func:`merge` go on from it. ``judged`` is another such folder: with it, executors
    compare names across documents; without it, the merge does. ``arguments`` go to ``annalist merge``.
    """
    spark = answers.sparkSession
    lines(answers).write.text(parts, compression="gzip")
    if judged:
        judge(spark, parts, judged, binary=binary)
    merge(spark, parts, output, judged=judged, binary=binary, arguments=arguments)


def judge(
    spark: SparkSession, parts: str, judged: str, *, binary: str | os.PathLike[str] = "annalist"
) -> None:
    """Compares the names in ``parts`` across documents, those of one key together, and writes what comes
    of it to ``judged``, for :func:`merge`. Both must have the same ``binary``."""
    shipped = ship(spark, binary)
    keyed = F.from_json("value", _NAMES).alias("it")
    written = names(spark.read.text(parts), shipped, "keys").select(keyed)
    # Of the writings of a name that of most words stands, and of several such the first.
    fullest = F.min(F.struct(-F.col("it.words"), "it.name", "it.keys")).alias("fullest")
    filed = written.groupBy("it.type", "it.known_by").agg(fullest)
    filed = filed.select("type", "fullest.name", F.explode("fullest.keys").alias("key"))
    groups = filed.groupBy("type", "key").agg(F.collect_list("name").alias("names"))
    groups = groups.where(F.size("names") > 1)
    asked = groups.select(F.to_json(F.struct("type", "key", "names")).alias("value"))
    names(asked, shipped, "judge").write.text(judged, compression="gzip")


def merge(
    spark: SparkSession,
    parts: str,
    output: str | os.PathLike[str],
    *,
    judged: str | None = None,
    binary: str | os.PathLike[str] = "annalist",
    arguments: Sequence[str] = (),
) -> None:
    """Merges what lies in ``parts`` (JSON Lines, packed or not) into the folder ``output``, with what
    :func:`judge` wrote to ``judged``.

    ``annalist merge`` runs once, on the driver. Parts that do not lie in a folder of the driver are
    copied there for as long as that takes.
    """
    command = [program(binary), "merge", "--quiet", "--output", os.fspath(output), *arguments]
    with tempfile.TemporaryDirectory(prefix="annalist-") as folder:
        command += files(spark, parts, folder)
        if judged:
            command += ["--judged", *files(spark, judged, folder)]
        ended = subprocess.run(command, stderr=subprocess.PIPE)
    if ended.returncode not in (0, SOME_FAILED):
        words = ended.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"annalist merge ended with {ended.returncode}: {words}")


def read_warc_listing(
    spark: SparkSession,
    listing: str,
    base: str = "",
    *,
    partitions: int | None = None,
) -> DataFrame:
    """The pages of the archives that a listing names, as jobs: ``archive``, ``offset``, ``length``.

    ``listing`` is a text, packed or not, with the path of a WARC on each line, as crawls publish them
    (``warc.paths.gz``); ``base`` is what the paths start from, as for :func:`process`. Each archive is
    looked through once, by a task of its own. Without ``partitions`` its pages stay with that task; with
    it, ranges of records are dealt to so many partitions, so that a few long archives keep many
    executors at work.

    Archives are plain, or packed with gzip record by record. From an address, looking through them means
    fetching them whole: where the crawl has an index, make jobs of its file names, offsets and lengths,
    and only pages are fetched. An archive that cannot be read gives one job, which fails and says why.
    """
    paths = [row.value.strip() for row in spark.read.text(listing).collect()]
    rows = [(path,) for path in paths if path]
    root = root_of(base)
    archives = spark.createDataFrame(
        spark.sparkContext.parallelize(rows, max(len(rows), 1)), "archive string"
    )

    def places(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for archive in batch.column("archive").to_pylist():
                found = list(_pages_of(root, archive))
                rows = [(archive, *place, at // _RANGE) for at, place in enumerate(found)]
                if rows:
                    yield pa.record_batch([list(it) for it in zip(*rows)], schema=_ARROW_PLACES)

    found = archives.mapInArrow(places, _PLACES)
    if partitions:
        found = found.repartition(partitions, "archive", "range")
    return found.drop("range")


def _pages_of(root: str, archive: str) -> Iterator[tuple[int, int | None]]:
    try:
        with open_archive(root, archive) as file:
            yield from pages(file)
    except OSError:
        # Whoever does this job says why.
        yield 0, None
