"""How long process_batch takes beside `annalist worker`, for the same pages and threads.

    cargo xtask python --bench DIR

Both read the pages by their paths, and load their words and rules within the time that counts. They take
turns, so that a machine that others use as well disturbs both alike; the ratio is that of the best rounds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow

import annalist

ROUNDS = 3
BATCH = 256


def worker(paths: list[str], threads: int) -> bytes:
    """What the command line answers."""
    jobs = "".join(json.dumps({"path": path}) + "\n" for path in paths).encode()
    program = os.environ["ANNALIST_BINARY"]
    arguments = [program, "worker", "-j", str(threads)]
    return subprocess.run(arguments, input=jobs, stdout=subprocess.PIPE, check=True).stdout


def process_batch(paths: list[str], threads: int) -> bytes:
    """What the package answers, as the same lines."""
    engine = annalist.Engine()
    lines = []
    for batch in pyarrow.table({"path": paths}).to_batches(max_chunksize=BATCH):
        answers = pyarrow.table(engine.process_batch(batch, threads))
        lines += [record.as_py() for record in answers["record"] if record.is_valid]
    return "".join(line + "\n" for line in lines).encode()


def seconds(work: Callable[[list[str], int], bytes], paths: list[str], threads: int) -> float:
    start = time.perf_counter()
    work(paths, threads)
    return time.perf_counter() - start


def main() -> None:
    os.chdir(sys.argv[1])
    found = sorted(Path().rglob("*.html"))
    paths = [str(path) for path in found]
    size = sum(path.stat().st_size for path in found)
    print(f"{len(paths)} pages, {size / 1e6:.1f} MB, best of {ROUNDS} rounds")
    print("threads  worker s  process_batch s  ratio")
    for threads in sorted({1, os.cpu_count() or 1}):
        rounds = [
            (seconds(worker, paths, threads), seconds(process_batch, paths, threads))
            for _ in range(ROUNDS)
        ]
        line, batch = (min(times) for times in zip(*rounds, strict=True))
        print(f"{threads:7}  {line:8.2f}  {batch:15.2f}  {batch / line:5.2f}")


if __name__ == "__main__":
    main()
