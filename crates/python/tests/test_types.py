"""Types: the stubs are those of the module, and package and tests keep to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent


def check(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=TESTS
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_and_its_tests_keep_to_their_types() -> None:
    mypy = ("mypy", "--strict", "--ignore-missing-imports", f"--cache-dir={os.devnull}")
    check(*mypy, "-m", "annalist", "-m", "annalist._errors")
    check(*mypy, str(TESTS))


def test_the_stubs_are_those_of_the_module() -> None:
    check("mypy.stubtest", "annalist._annalist")
