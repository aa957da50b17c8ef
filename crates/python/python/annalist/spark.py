"""annalist on Spark: pages to records on the executors, records to one collection.

    jobs = read_warc_listing(spark, "warc.paths", base="/mnt/crawl", partitions=64)
    answers = process(jobs, base="/mnt/crawl", binary="annalist")
    corpus(answers, "OUT", parts="/mnt/shared/parts", binary="annalist")

Jobs and answers are those of ``annalist worker`` (docs/WORKER.md): a row for a row. A data frame of
jobs has some of the columns ``id``, ``input``, ``bytes``, ``path``, ``archive``, ``offset``,
``length``, ``url``, ``charset``, ``date``; answers have ``id``, ``input``, ``status`` (``done``,
``failed``, ``skipped``), ``record`` (a line of JSON), ``code``, ``cause``. What is in them depends on
the jobs alone: neither on the number of partitions nor on what was killed and done again.

Executors need pyspark and pyarrow, and either this package or nothing else: ``binary`` names a program
``annalist`` on the driver that Spark ships to them. A page that ends the process that reads it ends a
worker of the binary, which is started anew; with the package it ends the Python worker of Spark.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import pyarrow as pa
from pyspark import SparkFiles, cloudpickle
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

__all__ = ["ANSWERS", "Counters", "corpus", "lines", "merge", "process", "read_warc_listing"]

# What runs on executors travels with the job, so that they need not have this package.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

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

_ARROW_ANSWERS = pa.schema([(column.split()[0], pa.string()) for column in ANSWERS.split(", ")])

#: The columns of pages of archives, as a schema of Spark.
_PLACES = "archive string, offset bigint, length bigint, range bigint"

_ARROW_PLACES = pa.schema(
    [("archive", pa.string())] + [(name, pa.int64()) for name in ("offset", "length", "range")]
)

# Rows of jobs that are in hand at once, and bytes of answers that are handed on together: a record
# is some times as long as its page, and a column of Arrow holds at most 2 GiB.
_ROWS = 64
_ANSWER_BYTES = 16 << 20

# Records of an archive that stay together where archives are split.
_RANGE = 500

# How a record begins; the whole of it need not be read to know whose it is.
_RECORD = re.compile(r'\{"schema_version":\d+,"id":"[^"]*","input":("(?:[^"\\]|\\.)*")')

# Exit codes: nothing could be done, whatever the jobs are; some documents failed.
_REFUSED = 2
_SOME_FAILED = 3

# The code of a page that broke the reading, and of one that cannot be read (docs/FAILURES.md).
_BROKE_OFF = "F012"
_UNREADABLE = "F001"

# What tells where a record stands.
_PLACE = ("archive", "offset", "length")

# The media types of pages.
_PAGES = (b"text/html", b"application/xhtml+xml")

# How what is packed with Zstandard starts, with a dictionary and without.
_ZSTANDARD = (b"\x5d\x2a\x4d\x18", b"\x28\xb5\x2f\xfd")

# Bytes of an archive that are read at once, and of a record that tell whether it holds a page.
_CHUNK = 1 << 16
_HEAD = 1 << 16

# Bytes that are fetched of a record of unknown length.
_LONGEST = 16 << 20

# Records that are fetched at once, the seconds that a server may say nothing, and the pauses before
# it is asked again.
_CONNECTIONS = 8
_PATIENCE = 60
_PAUSES = (1, 5, None)

# A row of answers, in the order of the columns; what gives rows for rows of jobs.
_Answer = tuple[Any, str, str, "str | None", "str | None", "str | None"]
_Ask = Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]]


class Counters:
    """How many jobs were processed, failed and skipped, as accumulators of Spark.

    They grow while tasks end. Spark counts a task twice that it does twice, after a loss or for a
    data frame that is computed again; the manifest that :func:`corpus` writes counts each input once.
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

    ``binary`` is the program ``annalist`` on the driver, shipped to the executors; a worker of it runs
    for each partition. Without it, executors must have this package. ``base`` is where paths and
    archives start from, and so do the names of inputs: a folder that all executors see, or an address
    (``http://``, ``https://``) from which the records of archives are fetched, each by its range.
    ``arguments`` go to ``annalist worker``, which finds what ``SparkContext.addFile`` sent in its working
    folder; ``engine`` has the arguments of ``annalist.Engine``.

    Rows without ``id`` get one: their ``input``, ``path`` or place, else the hash of their bytes.
    """
    for name, kind in jobs.dtypes:
        wanted = JOBS.get(name)
        if wanted is None:
            raise ValueError(f"{name!r} is no column of jobs, which are {', '.join(JOBS)}")
        if (kind == "binary") != (wanted == "binary"):
            raise TypeError(f"the column {name!r} is of type {kind}, and should be {wanted}")
    columns = [F.col(name).cast(JOBS[name]).alias(name) for name in jobs.columns if name != "id"]
    jobs = jobs.select(_identity(jobs.columns).alias("id"), *columns)
    shipped = None if binary is None else _ship(jobs.sparkSession, binary)
    root = _root(base)
    arguments, options = list(arguments), dict(engine or {})

    def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with contextlib.ExitStack() as stack:
            mirror = stack.enter_context(_Mirror(root)) if _is_address(root) else None
            folder = mirror.folder if mirror else root
            ask: _Ask
            if shipped is None:
                ask = _package({**options, "root": folder})
            else:
                ask = stack.enter_context(_Worker(shipped, folder, arguments)).answers
            for batch in batches:
                for start in range(0, batch.num_rows, _ROWS):
                    piece = batch.slice(start, _ROWS)
                    for answered in mirror.answers(piece, ask) if mirror else ask(piece):
                        if counters:
                            counters._add(answered)
                        yield answered

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
    binary: str | os.PathLike[str] = "annalist",
    arguments: Sequence[str] = (),
) -> None:
    """Writes answers to ``parts``, and merges them on the driver into the folder ``output``.

    ``parts`` is a folder that executors and driver see, by any address that Spark writes to; it must
    not be there yet. It keeps the work of the executors: where the driver is lost after it was written,
    :func:`merge` goes on from it. ``arguments`` go to ``annalist merge``.
    """
    spark = answers.sparkSession
    lines(answers).write.text(parts, compression="gzip")
    merge(spark, parts, output, binary=binary, arguments=arguments)


def merge(
    spark: SparkSession,
    parts: str,
    output: str | os.PathLike[str],
    *,
    binary: str | os.PathLike[str] = "annalist",
    arguments: Sequence[str] = (),
) -> None:
    """Merges what lies in ``parts`` (JSON Lines, packed or not) into the folder ``output``.

    ``annalist merge`` runs once, on the driver. Parts that do not lie in a folder of the driver are
    copied there for as long as that takes.
    """
    command = [_program(binary), "merge", "--quiet", "--output", os.fspath(output), *arguments]
    with tempfile.TemporaryDirectory(prefix="annalist-") as folder:
        ended = subprocess.run(command + _files(spark, parts, folder), stderr=subprocess.PIPE)
    if ended.returncode not in (0, _SOME_FAILED):
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
    looked through once, by a task of its own. Without ``partitions`` its pages stay with that task;
    with it, ranges of records are dealt to so many partitions, so that a few long archives keep many
    executors at work.

    Archives are plain, or packed with gzip record by record. From an address, looking through them
    means fetching them whole: where the crawl has an index, make jobs of its file names, offsets and
    lengths, and only pages are fetched. An archive that cannot be read gives one job, which fails and
    says why.
    """
    paths = [row.value.strip() for row in spark.read.text(listing).collect()]
    paths = [(path,) for path in paths if path]
    root = _root(base)
    archives = spark.createDataFrame(
        spark.sparkContext.parallelize(paths, max(len(paths), 1)), "archive string"
    )

    def places(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for archive in batch.column("archive").to_pylist():
                found = _pages(root, archive)
                rows = [(archive, *place, at // _RANGE) for at, place in enumerate(found)]
                if rows:
                    yield pa.record_batch([list(it) for it in zip(*rows)], schema=_ARROW_PLACES)

    found = archives.mapInArrow(places, _PLACES)
    if partitions:
        found = found.repartition(partitions, "archive", "range")
    return found.drop("range")


# Jobs


def _identity(columns: Sequence[str]) -> Any:
    """What the answer to a job is known by, whatever the job lacks."""
    place = F.concat_ws("/", *(name for name in ("archive", "offset") if name in columns))
    known = [F.col(name).cast("string") for name in ("id", "input", "path") if name in columns]
    if "archive" in columns:
        known.append(F.when(F.col("archive").isNotNull(), place))
    if "bytes" in columns:
        known.append(F.sha2("bytes", 256))
    return F.coalesce(*(F.nullif(it, F.lit("")) for it in known), F.lit("a row that holds nothing"))


def _line(jobs: pa.RecordBatch, row: int) -> bytes:
    """The job in a row, as a line for the worker."""
    job = {}
    for name, column in zip(jobs.schema.names, jobs.columns):
        value = column[row].as_py()
        if value is not None:
            job[name] = base64.b64encode(value).decode() if name == "bytes" else value
    return json.dumps(job).encode() + b"\n"


# Answers


def _answer(line: str, id: Any) -> _Answer:
    """A line of the worker as a row."""
    head = _RECORD.match(line)
    if head:
        return id, json.loads(head[1]), "done", line, None, None
    told = json.loads(line)
    cause = told.get("reason") if told["status"] == "skipped" else told.get("cause")
    return id, told["input"], told["status"], None, told.get("code"), cause


def _failed(jobs: pa.RecordBatch, row: int, code: str, cause: str) -> _Answer:
    """The answer to a job that no worker gave one to."""
    names = [name for name in ("input", "path", "id") if name in jobs.schema.names]
    known = (jobs.column(name)[row].as_py() for name in names)
    return jobs.column("id")[row].as_py(), next(filter(None, known)), "failed", None, code, cause


def _batches(answers: Iterable[_Answer]) -> Iterator[pa.RecordBatch]:
    """Rows as batches, of bounded length."""
    rows: list[_Answer] = []
    size = 0
    for answer in answers:
        rows.append(answer)
        size += len(answer[3] or "")
        if size >= _ANSWER_BYTES:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: Sequence[_Answer]) -> pa.RecordBatch:
    return pa.record_batch([list(it) for it in zip(*rows)], schema=_ARROW_ANSWERS)


def _package(options: dict[str, Any]) -> _Ask:
    """Does jobs by the package, in this process."""
    # From the module of the executor, which outlives the task: an engine takes half a second to load.
    from annalist.spark import _engine

    def answers(jobs: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        done = _engine(pickle.dumps(options)).process_batch(jobs, threads=1)
        for answered in pa.RecordBatchReader.from_stream(done):
            yield answered.cast(_ARROW_ANSWERS)

    return answers


@functools.lru_cache(maxsize=1)
def _engine(options: bytes) -> Any:
    """An engine of the package."""
    import annalist

    return annalist.Engine(**pickle.loads(options))


# Programs


class _Child:
    """A program that takes lines and gives lines. They are given by a thread of their own, so that
    neither side waits for the other to read."""

    def __init__(self, command: Sequence[str]) -> None:
        self.said = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            cwd=SparkFiles.getRootDirectory(),
        )
        assert self.process.stdin and self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        #: Lines that were given, the last of them perhaps in part, and lines that came back.
        self.given = self.taken = 0
        #: Why no more lines could be given.
        self.fault: BaseException | None = None

    def give(self, lines: Iterable[bytes], *, last: bool) -> None:
        """Begins to give lines; after the last of them the program gets no more."""
        threading.Thread(target=self._give, args=(lines, last), daemon=True).start()

    def _give(self, lines: Iterable[bytes], last: bool) -> None:
        try:
            for line in lines:
                self.given += 1
                self.stdin.write(line)
                self.stdin.flush()
            if last:
                self.stdin.close()
        except BrokenPipeError:
            pass  # Whoever reads the answers learns that nobody takes lines any more.
        except BaseException as fault:
            self.fault = fault
            self.process.kill()

    def lines(self) -> Iterator[str]:
        """The lines that the program gives, to its end; one that breaks off is none."""
        for line in self.stdout:
            if line.endswith(b"\n"):
                self.taken += 1
                yield line[:-1].decode()
        self.process.wait()
        if self.fault:
            raise self.fault

    def end(self) -> None:
        """Ends the program, if it still runs."""
        self.process.kill()
        self.process.wait()
        for stream in (self.stdin, self.stdout, self.said):
            with contextlib.suppress(OSError):
                stream.close()


class _Worker:
    """``annalist worker``, started anew where it dies.

    What it had in hand then is given again, one job at a time: so each job has its answer, and a job
    that was alone in hand when the worker died once more is the one that it dies of.
    """

    def __init__(self, name: str, root: str, arguments: Sequence[str]) -> None:
        self.command = [_shipped(name), "worker", "--jobs", "1", "--root", root, *arguments]
        self.child: _Child | None = None

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        if self.child:
            self.child.end()

    def answers(self, jobs: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The answers to some jobs."""
        return _batches(self._rows(jobs))

    def _rows(self, jobs: pa.RecordBatch) -> Iterator[_Answer]:
        ids = jobs.column("id").to_pylist()
        done = deaths = suspects = 0
        while done < len(ids):
            end = done + 1 if suspects else len(ids)
            self.child = child = self.child or _Child(self.command)
            child.give((_line(jobs, row) for row in range(done, end)), last=False)
            for line in child.lines():
                yield _answer(line, ids[done])
                done += 1
                deaths, suspects = 0, max(suspects - 1, 0)
                if done == end:
                    break
            else:
                status = self._bury(child)
                deaths += 1
                if deaths > 1 and end == done + 1:
                    cause = f"the worker ended each time that it read the page ({status})"
                    yield _failed(jobs, done, _BROKE_OFF, cause)
                    done += 1
                    deaths, suspects = 0, max(suspects - 1, 0)
                else:
                    suspects = max(suspects, child.given - child.taken, 1)

    def _bury(self, child: _Child) -> str:
        """How a worker ended that should not have."""
        status = child.process.returncode
        words = _words(child.said)
        child.end()
        self.child = None
        if status == _REFUSED:
            raise RuntimeError(f"annalist worker cannot work: {words}")
        return signal.Signals(-status).name if status < 0 else f"exit code {status}"


def _words(said: IO[bytes]) -> str:
    """The end of what a program said on stderr."""
    said.seek(max(0, said.seek(0, io.SEEK_END) - 1000))
    return said.read().decode(errors="replace").strip()


def _program(binary: str | os.PathLike[str]) -> str:
    """The path of a program of the driver."""
    path = shutil.which(binary)
    if path is None:
        raise FileNotFoundError(f"there is no program {os.fspath(binary)!r}")
    return os.path.abspath(path)


def _ship(spark: SparkSession, binary: str | os.PathLike[str]) -> str:
    """Sends a program to the executors; the name that it has there."""
    path = _program(binary)
    spark.sparkContext.addFile(path)
    return os.path.basename(path)


def _shipped(name: str) -> str:
    """The path of a program that was sent to this executor. What is sent loses the right to run."""
    path = SparkFiles.get(name)
    os.chmod(path, 0o755)
    return path


# Places: folders that all executors see, and addresses


def _files(spark: SparkSession, parts: str, folder: str) -> list[str]:
    """The files that Spark wrote to ``parts``, as files of the driver; in ``folder`` where they lie
    elsewhere."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
    pattern = hadoop.Path(parts, "part-*")
    system = pattern.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    paths = [found.getPath() for found in system.globStatus(pattern)]
    if not paths:
        raise FileNotFoundError(f"no part lies in {parts}, as the driver sees it")
    if system.getScheme() == "file":
        return [path.toUri().getPath() for path in paths]
    for path in paths:
        system.copyToLocalFile(False, path, hadoop.Path(f"file://{folder}"), True)
    return [os.path.join(folder, path.getName()) for path in paths]


def _root(base: str) -> str:
    """Where paths start from: an absolute folder, or an address."""
    if _is_address(base):
        return base if base.endswith("/") else base + "/"
    if re.match(r"[a-z][a-z0-9+.-]*://", base):
        raise ValueError(f"{base!r} cannot be read; mount it, or give its address of HTTP")
    return os.path.abspath(base)


def _is_address(root: str) -> bool:
    return root.startswith(("http://", "https://"))


def _get(address: str, start: int, length: int | None = None) -> IO[bytes]:
    """What stands at an address from a place on."""
    end = "" if length is None else start + length - 1
    headers = {"Range": f"bytes={start}-{end}", "User-Agent": "annalist"}
    request = urllib.request.Request(address, headers=headers)
    for pause in _PAUSES:
        try:
            response = urllib.request.urlopen(request, timeout=_PATIENCE)
            break
        except OSError as error:
            # What the server refuses it refuses again; what it cannot do now it may do later.
            if getattr(error, "code", 500) < 500 and error.code != 429 or pause is None:
                raise
            time.sleep(pause)
    if response.status != 206 and start:
        response.close()
        raise OSError("the server gives no parts of files")
    return response


class _Mirror:
    """Records of archives that were fetched by their range, each at its place in a file that holds
    nothing else: so names and places in records are those of the archives."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.folder = tempfile.mkdtemp(prefix="annalist-")

    def __enter__(self) -> _Mirror:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self, jobs: pa.RecordBatch, ask: _Ask) -> Iterator[pa.RecordBatch]:
        """The answers to some jobs, whose records are there meanwhile."""
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            causes = list(pool.map(lambda row: self._fetch(jobs, row), range(jobs.num_rows)))
        yield from _batches(
            _failed(jobs, row, _UNREADABLE, cause) for row, cause in enumerate(causes) if cause
        )
        yield from ask(jobs.filter(pa.array([cause is None for cause in causes])))
        for name in os.listdir(self.folder):
            shutil.rmtree(os.path.join(self.folder, name))

    def _fetch(self, jobs: pa.RecordBatch, row: int) -> str | None:
        """Lays down the record that a job names; or why that cannot be done."""
        named = {name: jobs.column(name)[row].as_py() for name in _PLACE if name in jobs.schema.names}
        archive, offset, length = (named.get(name) for name in _PLACE)
        if archive is None:
            return None
        path = os.path.normpath(os.path.join(self.folder, archive))
        if not path.startswith(self.folder + os.sep):
            return "`archive` leads out of `base`"
        if offset is None:
            return None
        try:
            address = self.root + urllib.parse.quote(archive)
            with _get(address, offset, length or _LONGEST) as response:
                record = response.read(length or _LONGEST)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
            os.pwrite(file, record, offset)
            os.close(file)
        except OSError as error:
            return f"cannot fetch the record: {error}"
        return None


# Archives


def _pages(root: str, archive: str) -> Iterator[tuple[int, int | None]]:
    """Where the pages of an archive stand; a place without a length is one that cannot be read."""
    try:
        with _open(root, archive) as file:
            start = file.peek(4)[:4]
            if start.startswith(b"\x1f\x8b"):
                records = _packed_records(file)
            elif start.startswith(b"WARC"):
                records = _plain_records(file)
            elif start in _ZSTANDARD:
                raise ValueError(f"{archive} is packed with Zstandard, which is not looked through")
            else:
                records = iter([(0, None, b"")])
            for offset, length, head in records:
                if length is None or _may_hold_page(head):
                    yield offset, length
    except OSError:
        yield 0, None


def _open(root: str, archive: str) -> io.BufferedReader:
    if _is_address(root):
        return io.BufferedReader(_Remote(root + urllib.parse.quote(archive)), _CHUNK)
    return open(os.path.join(root, archive), "rb", _CHUNK)


class _Remote(io.RawIOBase):
    """A file at an address, read from start to end, and on from where the connection broke."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.at = 0
        self.response = _get(address, 0)
        self.length = self.response.length or 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.length - self.at)
        data = self._read(size)
        if len(data) < size:
            self.response = _get(self.address, self.at + len(data))
            data += self._read(size - len(data))
        if size and not data:
            raise OSError(f"{self.address} breaks off at {self.at}")
        self.at += len(data)
        buffer[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self.response.read(size)
        except OSError:
            return b""


def _packed_records(file: IO[bytes]) -> Iterator[tuple[int, int | None, bytes]]:
    """The records of a WARC packed record by record: place, length, and how each begins."""
    at = 0
    left = b""
    while left or (left := file.read(_CHUNK)):
        start, head, unpacked = at, b"", 0
        inflate = zlib.decompressobj(wbits=31)
        try:
            while not inflate.eof:
                left = left or file.read(_CHUNK)
                if not left:
                    raise zlib.error("cut short")
                data = inflate.decompress(left)
                at += len(left) - len(inflate.unused_data)
                left = inflate.unused_data
                unpacked += len(data)
                head += data[: _HEAD - len(head)]
        except zlib.error:
            yield start, None, head
            return
        whole = _length(head)
        if whole and unpacked > whole:
            raise ValueError("several records are packed as one; pack the archive record by record")
        yield start, at - start, head


def _plain_records(file: io.BufferedReader) -> Iterator[tuple[int, int | None, bytes]]:
    """The same of a WARC that is not packed."""
    at = 0
    while line := file.readline(_HEAD):
        start = at
        at += len(line)
        if not line.strip():
            continue
        head = [line]
        while line.strip():
            line = file.readline(_HEAD)
            at += len(line)
            head.append(line)
        length = _parted(b"".join(head))[0].get(b"content-length", b"")
        if not length.isdigit():
            yield start, None, b""
            return
        content = file.read(min(int(length), _HEAD))
        left = int(length) - len(content)
        while left and (skipped := len(file.read(min(left, _CHUNK)))):
            left -= skipped
        at += int(length) - left
        yield start, at - start, b"".join(head) + content


def _may_hold_page(record: bytes) -> bool:
    """Whether a record may hold a page, by how it begins: as annalist has it (crates/archive), which is
    asked where this cannot be told."""
    fields, content = _parted(record)
    kind = fields.get(b"warc-type", b"").lower()
    if kind not in (b"response", b"resource", b"conversion"):
        return False
    if _media_type(fields) == b"application/http":
        answer = content.split(None, 2)[1:2]
        if answer and not answer[0].startswith(b"2"):
            return False
        fields, _ = _parted(content)
    if b"content-type" not in fields and len(record) >= _HEAD:
        return True
    return _media_type(fields) in _PAGES or kind == b"conversion"


def _length(record: bytes) -> int | None:
    """How long a record is by what it says itself, with the blank lines after it."""
    fields, content = _parted(record)
    length = fields.get(b"content-length", b"")
    return len(record) - len(content) + int(length) + 4 if length.isdigit() else None


def _parted(message: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The fields of a record or of an answer over HTTP, and what comes behind them."""
    head = re.match(rb".*?\r?\n\r?\n", message, re.DOTALL)
    end = head.end() if head else len(message)
    lines = (line.partition(b":") for line in message[:end].splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in lines}, message[end:]


def _media_type(fields: dict[bytes, bytes]) -> bytes:
    return fields.get(b"content-type", b"").partition(b";")[0].strip().lower()
