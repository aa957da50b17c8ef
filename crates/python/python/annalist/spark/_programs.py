"""The program ``annalist``, shipped to executors and run there as a child that takes and gives lines."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession

from annalist.spark._answers import Answer, answer, batches, failed, line

#: The exit code where some documents failed, and the rest was done.
SOME_FAILED = 3

# The exit code where nothing can be done, whatever the jobs are.
_REFUSED = 2

# The code of a page that broke the reading (docs/FAILURES.md).
_BROKE_OFF = "F012"

# How often a worker may die of a job that is alone in its hand.
_DEATHS = 2

# Lines about names that are handed on together.
_TOGETHER = 1000


def program(binary: str | os.PathLike[str]) -> str:
    """The path of a program of the driver."""
    path = shutil.which(binary)
    if path is None:
        raise FileNotFoundError(f"there is no program {os.fspath(binary)!r}")
    return os.path.abspath(path)


def ship(spark: SparkSession, binary: str | os.PathLike[str]) -> str:
    """Sends a program to the executors; the name that it has there."""
    path = program(binary)
    spark.sparkContext.addFile(path)
    return os.path.basename(path)


def _shipped(name: str) -> str:
    """The path of a program that was sent to this executor. What is sent loses the right to run."""
    path: str = SparkFiles.get(name)
    os.chmod(path, 0o755)
    return path


class _Child:
    """A program that takes lines and gives lines. They are given by a thread of their own, so that
    neither side waits for the other to read."""

    def __init__(self, command: Sequence[str]) -> None:
        self.said: IO[bytes] = tempfile.TemporaryFile()
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
        #: What kept lines from being given.
        self.fault: BaseException | None = None

    def give(self, lines: Iterable[bytes], *, last: bool) -> None:
        """Begins to give lines; after the last of all the program gets no more."""
        threading.Thread(target=self._give, args=(lines, last), daemon=True).start()

    def _give(self, lines: Iterable[bytes], last: bool) -> None:
        try:
            for text in lines:
                self.given += 1
                self.stdin.write(text)
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
        for text in self.stdout:
            if text.endswith(b"\n"):
                self.taken += 1
                yield text[:-1].decode()
        self.process.wait()
        if self.fault:
            raise self.fault

    def words(self) -> str:
        """The end of what the program said on stderr."""
        self.said.seek(max(0, self.said.seek(0, io.SEEK_END) - 1000))
        return self.said.read().decode(errors="replace").strip()

    def end(self) -> None:
        """Ends the program, if it still runs."""
        self.process.kill()
        self.process.wait()
        for stream in (self.stdin, self.stdout, self.said):
            with contextlib.suppress(OSError):
                stream.close()


class Worker:
    """``annalist worker``, started anew where it dies.

    What it had in hand then is given again, one job at a time: so each job has its answer, and a job
    that is alone in hand when the worker dies, and dies once more, is the one that it dies of. What was
    in hand when somebody killed the worker is done.
    """

    def __init__(self, name: str, root: str, arguments: Sequence[str]) -> None:
        self.command = [_shipped(name), "worker", "--jobs", "1", "--root", root, *arguments]
        self.child: _Child | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        if self.child:
            self.child.end()

    def answers(self, jobs: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The answers to some jobs, in order."""
        return batches(self._rows(jobs))

    def _rows(self, jobs: pa.RecordBatch) -> Iterator[Answer]:
        ids = jobs.column("id").to_pylist()
        done = deaths = suspects = 0
        while done < len(ids):
            end = done + 1 if suspects else len(ids)
            self.child = child = self.child or _Child(self.command)
            child.give((line(jobs, row) for row in range(done, end)), last=False)
            for text in child.lines():
                yield answer(text, ids[done])
                done += 1
                deaths, suspects = 0, max(suspects - 1, 0)
                if done == end:
                    break
            else:
                status = self._bury(child)
                suspects = max(suspects, child.given - child.taken, 1)
                deaths += end == done + 1
                if deaths == _DEATHS:
                    cause = f"the worker ended each time that it read the page ({status})"
                    yield failed(jobs, done, _BROKE_OFF, cause)
                    done += 1
                    deaths, suspects = 0, suspects - 1

    def _bury(self, child: _Child) -> str:
        """How a worker ended that should not have."""
        status, words = child.process.returncode, child.words()
        child.end()
        self.child = None
        if status == _REFUSED:
            raise RuntimeError(f"annalist worker cannot work: {words}")
        return signal.Signals(-status).name if status < 0 else f"exit code {status}"


def names(lines: DataFrame, shipped: str, step: str) -> DataFrame:
    """Lines through a step of ``annalist names``, a process for each partition that has any."""

    def answers(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        texts = (f"{text}\n".encode() for batch in given for text in batch.column(0).to_pylist())
        first = next(texts, None)
        if first is None:
            return
        child = _Child([_shipped(shipped), "names", step])
        try:
            child.give(itertools.chain([first], texts), last=True)
            taken = child.lines()
            while rows := list(itertools.islice(taken, _TOGETHER)):
                yield pa.record_batch([rows], names=["value"])
            if child.process.returncode not in (0, SOME_FAILED):
                raise RuntimeError(f"annalist names {step} failed: {child.words()}")
        finally:
            child.end()

    return lines.mapInArrow(answers, "value string")
