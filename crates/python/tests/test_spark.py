"""annalist.spark on a real local cluster: two executors with a processor each.

It needs pyspark, pyarrow, Java and the program annalist (`ANNALIST_BINARY`, or on the path), and is
skipped with a word where one is missing; `ANNALIST_TEST_SPARK=required` makes that a failure.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# The workers of Spark would else take the Python that the system has.
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

FIXTURES = Path(__file__).parents[3] / "fixtures"
BINARY = shutil.which(os.environ.get("ANNALIST_BINARY", "annalist")) or ""
DOCUMENTS = 2000


def missing() -> str | None:
    """What the tests lack, if anything."""
    for module in ("pyspark", "pyarrow"):
        try:
            __import__(module)
        except ImportError:
            return f"the Python package {module}"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "Java (17 or later)"
    return None if BINARY else "the program annalist; ANNALIST_BINARY names it"


if lacks := missing():
    if os.environ.get("ANNALIST_TEST_SPARK") == "required":
        raise RuntimeError(f"the tests of annalist.spark lack {lacks}")
    pytest.skip(f"skipped: there is no {lacks}", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession  # noqa: E402

from annalist import spark as annalist  # noqa: E402


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("annalist")
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


# Pages


@functools.cache
def paragraphs() -> list[str]:
    """Those of the fixtures, but for long ones."""
    pages = [page.read_bytes() for page in sorted(FIXTURES.glob("*/page.html"))]
    texts = [page.decode(errors="ignore") for page in pages]
    found = [it for text in texts for it in re.findall(r"<p>[^\0]{60,400}?</p>", text)]
    assert len(found) > 50
    return found


def page(number: int) -> bytes:
    """A small page of two paragraphs, with names, years and a charset of its own."""
    names = ["Halloran", "Qassem", "Lindqvist", "Prosser", "Haddad", "Orlik", "Lammers", "Voss"]
    charset = ["utf-8", "windows-1252", "utf-16"][number % 3]

    def renamed(name: re.Match[str]) -> str:
        return names[(len(name[0]) + number // 7) % len(names)]

    two = (paragraphs()[at % len(paragraphs())] for at in (number, 5 * number + 1))
    body = re.sub(r"(?<=[a-z] )[A-Z][a-z]{4,}(?= [A-Z])", renamed, "\n".join(two))
    body = re.sub(r"\b20[012]\d\b", lambda year: str(int(year[0]) - number % 11), body)
    head = f"<meta charset={charset}><title>No. {number}</title>"
    head += f'<meta property="article:published_time" content="201{number % 9}-03-0{number % 7 + 1}">'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(charset, "xmlcharrefreplace")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages."""
    folder = tmp_path_factory.mktemp("pages")
    for number in range(DOCUMENTS):
        file = folder / f"{number // 100:03}" / f"{number:06}.html"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(page(number))
    return folder


@pytest.fixture(scope="session")
def single(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one run on one machine gives."""
    output = tmp_path_factory.mktemp("single") / "out"
    subprocess.run([BINARY, "run", pages, "-o", output, "-q", "--no-html"], check=True)
    return files(output)


def names(pages: Path) -> list[str]:
    return sorted(file.relative_to(pages).as_posix() for file in pages.rglob("*.html"))


def by_bytes(spark: SparkSession, pages: Path, partitions: int) -> DataFrame:
    """Jobs that hold their pages."""
    rows = [(name, (pages / name).read_bytes()) for name in names(pages)]
    return spark.createDataFrame(rows, "input string, bytes binary").repartition(partitions)


def by_path(spark: SparkSession, pages: Path, partitions: int) -> DataFrame:
    """Jobs that say where their pages lie."""
    rows = [(name,) for name in names(pages)]
    return spark.createDataFrame(rows, "path string").repartition(partitions)


# Collections


def files(output: Path) -> dict[str, bytes]:
    """A collection, but for what tells where its pages lay."""
    found = {it.relative_to(output).as_posix(): it for it in output.rglob("*") if it.is_file()}
    found = {name: it for name, it in found.items() if not name.startswith(".annalist")}
    del found["run.json"]
    return {name: it.read_bytes() for name, it in sorted(found.items())}


def merged(answers: DataFrame, folder: Path, judged: str | None = None) -> dict[str, bytes]:
    """The collection that a cluster makes of answers."""
    parts, output = str(folder / "parts"), folder / "out"
    arguments = ["--no-html"]
    annalist.corpus(
        answers, output, parts=parts, judged=judged, binary=BINARY, arguments=arguments
    )
    return files(output)


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


# Tests


@pytest.mark.parametrize("partitions", [1, 4, 7])
def test_the_collection_is_that_of_one_run_to_the_byte(
    spark: SparkSession, pages: Path, single: dict[str, bytes], tmp_path: Path, partitions: int
) -> None:
    counters = annalist.Counters(spark)
    if partitions == 4:
        jobs, base = by_path(spark, pages, partitions), str(pages)
    else:
        jobs, base = by_bytes(spark, pages, partitions), ""
    answers = annalist.process(jobs, base=base, binary=BINARY, counters=counters)
    # Names are compared on the driver once, else on the executors.
    judged = str(tmp_path / "judged") if partitions > 1 else None
    same(single, merged(answers, tmp_path, judged))
    if judged:
        assert spark.read.text(judged).where("value like '%near%'").count() > 20
    counts = (counters.processed.value, counters.failed.value, counters.skipped.value)
    assert counts == (DOCUMENTS, 0, 0)


def test_the_package_answers_as_the_binary_does(
    spark: SparkSession, pages: Path, tmp_path: Path
) -> None:
    names = [("000/000001.html",), ("000/000002.html",), ("gone.html",), ("../out.html",)]
    jobs = spark.createDataFrame(names, "path string").repartition(2)
    shipped = annalist.process(jobs, base=str(pages), binary=BINARY)
    installed = annalist.process(jobs, base=str(pages), engine={"prefer": "past"})
    assert sorted(installed.collect()) == sorted(shipped.collect())
    assert installed.where("status = 'done'").count() == 2


def test_answers_that_were_kept_as_parquet_give_the_same(
    spark: SparkSession, pages: Path, tmp_path: Path
) -> None:
    jobs = by_bytes(spark, pages, 2).where("input < '000/000040'")
    answers = annalist.process(jobs, binary=BINARY)
    answers.write.parquet(str(tmp_path / "answers"))
    kept = spark.read.parquet(str(tmp_path / "answers"))
    for name in ("direct", "kept"):
        (tmp_path / name).mkdir()
    same(merged(answers, tmp_path / "direct"), merged(kept, tmp_path / "kept"))


def test_parts_on_another_file_system_are_merged_as_well(
    spark: SparkSession, pages: Path, tmp_path: Path
) -> None:
    jobs = by_bytes(spark, pages, 2).where("input < '000/000040'")
    expected = merged(annalist.process(jobs, binary=BINARY), tmp_path)
    settings = spark.sparkContext._jsc.hadoopConfiguration()
    settings.set("fs.viewfs.mounttable.cluster.link./shared", f"file://{tmp_path}")
    output = tmp_path / "again"
    parts = "viewfs://cluster/shared/parts"
    annalist.merge(spark, parts, output, binary=BINARY, arguments=["--no-html"])
    same(expected, files(output))
    with pytest.raises(FileNotFoundError, match="no part lies in"):
        annalist.merge(spark, str(tmp_path / "none"), output, binary=BINARY)


def test_a_bad_row_fails_alone_and_by_its_own_name(spark: SparkSession, tmp_path: Path) -> None:
    good, image = page(0), b"\x89PNG\r\n\x1a\n0123456789"
    rows = [
        ("good", good, None, None, None),
        ("empty", b"", None, None, None),
        ("image", image, None, None, None),
        ("nothing", None, None, None, None),
        ("gone", None, "gone.html", None, None),
        ("dated", good, None, "soon", None),
        ("doubled", good, "gone.html", None, None),
        (None, good, None, None, None),
        (None, None, None, None, None),
        (None, None, "lost.html", None, None),
        ("placed", None, None, None, 7),
    ]
    columns = "id string, bytes binary, path string, date string, offset int"
    collections = []
    for partitions in (1, 3):
        jobs = spark.createDataFrame(rows, columns).repartition(partitions)
        answers = annalist.process(jobs, base=str(tmp_path), binary=BINARY).cache()
        told = {row.id: (row.input, row.status, row.code) for row in answers.collect()}
        assert len(told) == len(rows)
        hashed = next(id for id in told if len(id) == 64)
        assert told.pop(hashed) == (hashed, "done", None)
        assert told.pop("good") == ("good", "done", None)
        assert {status for _, status, _ in told.values()} == {"failed"}
        assert told["gone"] == ("gone.html", "failed", "F001")
        assert told["lost.html"] == ("lost.html", "failed", "F001")
        assert told["a row that holds nothing"][2] == "F010"
        folder = tmp_path / str(partitions)
        folder.mkdir()
        collections.append(merged(answers, folder))
    same(*collections)


def test_columns_that_are_none_of_a_job_are_refused(spark: SparkSession) -> None:
    with pytest.raises(ValueError, match="'datum' is no column of jobs"):
        annalist.process(spark.createDataFrame([("a",)], "datum string"), binary=BINARY)
    with pytest.raises(TypeError, match="'bytes' is of type string"):
        annalist.process(spark.createDataFrame([("a",)], "bytes string"), binary=BINARY)
    with pytest.raises(ValueError, match="s3://crawl"):
        annalist.read_warc_listing(spark, __file__, "s3://crawl/")


def program(folder: Path, name: str, text: str) -> Path:
    """A program that stands for annalist."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(0o755)
    return path


# A worker that dies of some pages: at once, with the answers to others unwritten.
FRAGILE = """
import json, os, signal, subprocess, sys
real = subprocess.Popen([{binary!r}, *sys.argv[1:]], stdin=subprocess.PIPE)
for line in sys.stdin.buffer:
    if json.loads(line)["id"].startswith("poison"):
        real.kill()
        os.kill(os.getpid(), signal.SIGKILL)
    real.stdin.write(line)
    real.stdin.flush()
real.stdin.close()
sys.exit(real.wait())
"""


def test_a_page_that_the_worker_dies_of_fails_alone(spark: SparkSession, tmp_path: Path) -> None:
    fragile = program(tmp_path, "fragile", FRAGILE.format(binary=BINARY))
    ids = [f"poison-{at}" if at in (0, 13, 14, 39) else f"page-{at:02}" for at in range(40)]
    rows = [(id, page(at)) for at, id in enumerate(ids)]
    for partitions in (1, 3):
        jobs = spark.createDataFrame(rows, "id string, bytes binary").repartition(partitions)
        answers = annalist.process(jobs, binary=fragile).collect()
        assert sorted(row.id for row in answers) == sorted(ids)
        for row in answers:
            if row.id.startswith("poison"):
                assert (row.status, row.code, row.input) == ("failed", "F012", row.id)
                assert "SIGKILL" in row.cause
            else:
                assert (row.status, row.code) == ("done", None), row


def test_a_worker_that_cannot_work_says_why(spark: SparkSession) -> None:
    jobs = spark.createDataFrame([("a", b"<p>")], "id string, bytes binary")
    answers = annalist.process(jobs, binary=BINARY, arguments=["--list", "none.tsv"])
    with pytest.raises(Exception, match="annalist worker cannot work.*none.tsv"):
        answers.collect()


def running(words: Callable[[list[str]], bool]) -> list[int]:
    """The processes of this machine that were called so."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if words((entry / "cmdline").read_text().split("\0")):
                found.append(int(entry.name))
    return found


def kill(words: Callable[[list[str]], bool], times: int, done: threading.Event) -> int:
    """Kills so many such processes, one after the other, unless the work is done before; how many."""
    killed: set[int] = set()
    while len(killed) < times and not done.is_set():
        for process in set(running(words)) - killed:
            # Let it take up work.
            time.sleep(0.2)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                killed.add(process)
            break
        time.sleep(0.05)
    return len(killed)


def test_workers_and_an_executor_that_are_killed_lose_nothing(
    spark: SparkSession, pages: Path, single: dict[str, bytes], tmp_path: Path
) -> None:
    application = spark.sparkContext.applicationId

    def is_worker(words: list[str]) -> bool:
        return words[0].endswith(Path(BINARY).name) and application in words[0] and "worker" in words

    def is_executor(words: list[str]) -> bool:
        return "org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and (
            application in words
        )

    done, killed = threading.Event(), []

    def killer() -> None:
        # Executors are there all the time; that there are workers means that they are in mid-job.
        killed.append(kill(is_worker, 2, done))
        killed.append(kill(is_executor, 1, done))

    thread = threading.Thread(target=killer)
    thread.start()
    try:
        answers = annalist.process(by_bytes(spark, pages, 7), binary=BINARY)
        collection = merged(answers, tmp_path)
    finally:
        done.set()
        thread.join()
    same(single, collection)
    assert killed == [2, 1]
    lines = spark.read.text(str(tmp_path / "parts"))
    assert (lines.count(), lines.distinct().count()) == (DOCUMENTS, DOCUMENTS)


# Archives


def record(number: int, kind: str, content: bytes, media_type: str = "application/http") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://site{number % 3}.example/{number}\r\n"
        f"WARC-Date: 2018-09-06T10:00:00Z\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def answer(status: str, media_type: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode() + body


def records(archive: int) -> list[bytes]:
    """What a crawl has: pages, requests, redirects, images."""
    found = [record(0, "warcinfo", b"software: a test\r\n", "application/warc-fields")]
    for number in range(archive * 100 + 1, archive * 100 + 21):
        found.append(record(number, "request", b"GET / HTTP/1.1\r\n\r\n"))
        found.append(record(number, "response", answer("200 OK", "text/html", page(number))))
        found.append(record(number, "response", answer("301 Moved", "text/html", b"moved")))
        found.append(record(number, "response", answer("200 OK", "image/png", b"\x89PNG" * 99)))
    return found


@pytest.fixture(scope="session")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with archives, of which one is cut short, and a listing that names one more."""
    folder = tmp_path_factory.mktemp("crawl") / "archives"
    (folder / "segments" / "a").mkdir(parents=True)
    packed = [b"".join(map(gzip.compress, records(archive))) for archive in range(3)]
    (folder / "segments/a/0.warc.gz").write_bytes(packed[0])
    (folder / "segments/a/1.warc.gz").write_bytes(packed[1])
    (folder / "segments/a/2.warc").write_bytes(b"".join(records(2)))
    (folder / "segments/cut.warc.gz").write_bytes(packed[2][: len(packed[2]) // 2])
    paths = [f"segments/{it}" for it in ("a/0.warc.gz", "a/1.warc.gz", "a/2.warc", "cut.warc.gz")]
    listing = "\n".join([*paths, "", "segments/gone.warc.gz", ""])
    folder.with_name("warc.paths.gz").write_bytes(gzip.compress(listing.encode()))
    return folder


class Ranges(http.server.SimpleHTTPRequestHandler):
    """A server that gives parts of files, and fails now and then."""

    asked = 0

    def do_GET(self) -> None:
        Ranges.asked += 1
        path = Path(self.translate_path(self.path))
        if Ranges.asked % 10 == 5 or not path.is_file():
            self.send_error(404 if not path.is_file() else 503)
            return
        data = path.read_bytes()
        start, end = self.headers["Range"].removeprefix("bytes=").split("-")
        part = data[int(start) : int(end) + 1 if end else None]
        self.send_response(206)
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        # A connection that breaks off in the middle of an archive.
        self.wfile.write(part[: len(part) // 2] if Ranges.asked % 10 == 0 and not end else part)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(crawl: Path) -> Iterator[str]:
    handler = functools.partial(Ranges, directory=str(crawl))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize(("is_remote", "partitions"), [(False, None), (False, 5), (True, 3)])
def test_pages_of_a_listing_give_the_records_of_a_run(
    spark: SparkSession,
    crawl: Path,
    address: str,
    tmp_path: Path,
    is_remote: bool,
    partitions: int | None,
) -> None:
    subprocess.run([BINARY, "run", crawl, "-o", tmp_path / "run", "-q", "--no-html"], check=False)
    base = address if is_remote else str(crawl)
    jobs = annalist.read_warc_listing(
        spark, str(crawl.with_name("warc.paths.gz")), base, partitions=partitions
    )
    assert jobs.rdd.getNumPartitions() == (partitions or 5)
    answers = annalist.process(jobs, base=base, binary=BINARY)
    collection = merged(answers, tmp_path)
    expected = files(tmp_path / "run")
    records = [name for name in expected if name.startswith("records/")]
    # Those of three archives, and of the fourth as far as it goes.
    assert len(records) == 70
    assert [name for name in collection if name.startswith("records/")] == records
    same({name: expected[name] for name in records}, {name: collection[name] for name in records})
    manifest = [json.loads(line) for line in collection["manifest.jsonl"].splitlines()]
    failed = [it["input"] for it in manifest if it["status"] != "done"]
    assert [name for name in failed if "/cut." not in name] == ["segments/gone.warc.gz/0"]
