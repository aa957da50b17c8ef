"""Where archives and parts lie: folders that all machines see, addresses of HTTP, file systems of
Hadoop."""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPResponse
from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession

from annalist.spark._answers import Ask, batches, failed

# The code of a page that cannot be read (docs/FAILURES.md).
_UNREADABLE = "F001"

# What tells where a record stands.
_PLACE = ("archive", "offset", "length")

# Bytes that are fetched of a record of unknown length.
_LONGEST = 16 << 20

# Records that are fetched at once, the seconds that a server may say nothing, and the pauses before it
# is asked again.
_CONNECTIONS = 8
_PATIENCE = 60
_PAUSES = (1, 5)


def root_of(base: str) -> str:
    """Where paths start from: an absolute folder, or an address."""
    if is_address(base):
        return base if base.endswith("/") else base + "/"
    if re.match(r"[a-z][a-z0-9+.-]*://", base):
        raise ValueError(f"{base!r} cannot be read; mount it, or give its address of HTTP")
    return os.path.abspath(base)


def is_address(root: str) -> bool:
    """Whether paths start from an address."""
    return root.startswith(("http://", "https://"))


def open_archive(root: str, archive: str) -> io.BufferedReader:
    """An archive, to be read from start to end."""
    if is_address(root):
        return io.BufferedReader(_Remote(root + urllib.parse.quote(archive)), 1 << 20)
    return io.BufferedReader(io.FileIO(os.path.join(root, archive)), 1 << 20)


def files(spark: SparkSession, parts: str, folder: str) -> list[str]:
    """The files that Spark wrote to ``parts``, as files of the driver: in ``folder`` where they lie
    elsewhere."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
    pattern = hadoop.Path(parts, "part-*")
    system = pattern.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    paths = [found.getPath() for found in system.globStatus(pattern) or ()]
    if not paths:
        raise FileNotFoundError(f"no part lies in {parts}, as the driver sees it")
    if system.getScheme() == "file":
        return [path.toUri().getPath() for path in paths]
    for path in paths:
        system.copyToLocalFile(False, path, hadoop.Path(f"file://{folder}"), True)
    return [os.path.join(folder, path.getName()) for path in paths]


class Mirror:
    """Records of archives that were fetched by their range, each at its place in a file that holds
    nothing else: so names and places in answers are those of the archives."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.folder = tempfile.mkdtemp(prefix="annalist-")

    def __enter__(self) -> Mirror:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self, jobs: pa.RecordBatch, ask: Ask) -> Iterator[pa.RecordBatch]:
        """The answers to some jobs, whose records are there meanwhile."""
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            causes = list(pool.map(lambda row: self._lay_down(jobs, row), range(jobs.num_rows)))
        yield from batches(
            failed(jobs, row, _UNREADABLE, cause) for row, cause in enumerate(causes) if cause
        )
        yield from ask(jobs.filter(pa.array([cause is None for cause in causes])))
        for name in os.listdir(self.folder):
            shutil.rmtree(os.path.join(self.folder, name))

    def _lay_down(self, jobs: pa.RecordBatch, row: int) -> str | None:
        """Fetches the record that a job names, if it names one; or why that cannot be done."""
        known = [name for name in _PLACE if name in jobs.schema.names]
        place = {name: jobs.column(name)[row].as_py() for name in known}
        archive, offset = place.get("archive"), place.get("offset")
        if archive is None or offset is None:
            return None
        path = os.path.normpath(os.path.join(self.folder, archive))
        if not path.startswith(self.folder + os.sep):
            return "`archive` leads out of `base`"
        try:
            address = self.root + urllib.parse.quote(archive)
            record = _fetch(address, offset, place.get("length") or _LONGEST)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
            os.pwrite(file, record, offset)
            os.close(file)
        except OSError as error:
            return f"cannot fetch the record: {error}"
        return None


def _fetch(address: str, start: int, length: int) -> bytes:
    """So many bytes from a place on, or those that are there."""
    for pause in (*_PAUSES, None):
        with _opened(address, start, length) as response:
            data = _read(response, length)
            if len(data) == length or data and not response.length:
                return data
        if pause is not None:
            time.sleep(pause)
    raise OSError("the connection breaks off each time")


def _opened(address: str, start: int, length: int | None = None) -> HTTPResponse:
    """What stands at an address from a place on."""
    end = "" if length is None else start + length - 1
    headers = {"Range": f"bytes={start}-{end}", "User-Agent": "annalist"}
    request = urllib.request.Request(address, headers=headers)
    for pause in (*_PAUSES, None):
        try:
            response: HTTPResponse = urllib.request.urlopen(request, timeout=_PATIENCE)
        except OSError as error:
            # What a server refuses it refuses again; what it cannot do now it may do later.
            code = getattr(error, "code", 500)
            if 400 <= code < 500 and code != 429 or pause is None:
                raise
            time.sleep(pause)
            continue
        if start and response.status != 206:
            response.close()
            raise OSError("the server gives no parts of files")
        return response
    raise AssertionError("the last try returns or raises")


def _read(response: HTTPResponse, size: int) -> bytes:
    """So many bytes, or those that come before the connection breaks off."""
    try:
        return response.read(size)
    except (OSError, HTTPException):
        return b""


class _Remote(io.RawIOBase):
    """A file at an address, read from start to end, and on from where a connection broke."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.at = 0
        self.response = _opened(address, 0)
        if self.response.length is None:
            raise OSError(f"the server does not say how long {address} is")
        self.length = self.response.length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.length - self.at)
        data = _read(self.response, size)
        if len(data) < size:
            self.response = _opened(self.address, self.at + len(data))
            data += _read(self.response, size - len(data))
        if size and not data:
            raise OSError(f"{self.address} breaks off at {self.at}")
        self.at += len(data)
        buffer[: len(data)] = data
        return len(data)
