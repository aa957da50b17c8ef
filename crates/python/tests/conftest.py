"""The fixtures of the repository, and the program that the package is held against."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import annalist

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


@dataclass(frozen=True)
class Page:
    """A saved page, and what is known of it."""

    path: Path
    url: str | None
    charset: str | None

    @property
    def name(self) -> str:
        return self.path.relative_to(FIXTURES).as_posix()

    @property
    def stands_alone(self) -> bool:
        """Whether nothing beside it is read with it but what ``url`` and ``charset`` say."""
        return not self.path.with_suffix(".capture").exists()


def _page(source: Path) -> Page:
    said = json.loads(source.read_text("utf-8"))
    (path,) = (it for it in source.parent.glob("page.*") if it.is_file())
    return Page(path, said["url"], said.get("charset"))


PAGES = [_page(source) for source in sorted(FIXTURES.glob("*/source.json"))]


@pytest.fixture(scope="session")
def engine() -> annalist.Engine:
    return annalist.Engine(root=FIXTURES)


def command_line(*arguments: str | Path, jobs: Sequence[object] = ()) -> list[bytes]:
    """The lines that the program writes to stdout, given jobs as JSON Lines on stdin."""
    program = shutil.which(os.environ.get("ANNALIST_BINARY", "annalist"))
    assert program, "the tests need the program annalist; ANNALIST_BINARY names it"
    given = "".join(json.dumps(job) + "\n" for job in jobs).encode()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ANNALIST_")}
    done = subprocess.run(
        [program, *arguments], input=given, capture_output=True, cwd=FIXTURES, env=environment
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.splitlines()
