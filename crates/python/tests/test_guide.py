"""The guide in README.md, run as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import PAGES

README = Path(__file__).parents[1] / "README.md"


def test_the_guide_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in PAGES:
        shutil.copytree(page.path.parent, tmp_path / "pages" / page.path.parent.name)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 5
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, README.name, "exec"), names)
    # What its comments promise.
    assert names["entities"].columns == ["page", "type", "name", "mentions"]
    assert names["entities"].height > 100
    assert set(names["dates"].columns) == {"page", "said", "means"}
    assert names["comments"]["author"].null_count() < names["comments"].height
    assert len(names["records"]) == sum(page.path.suffix == ".html" for page in PAGES)
    assert (tmp_path / "records.jsonl").read_text("utf-8").count("\n") == len(names["records"])
