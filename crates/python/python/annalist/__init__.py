"""Saved web pages, with their reader comments, to records that can be checked.

The functions of this module use an engine with no lists, no decisions and the default bounds, which is
loaded when it is first needed (about half a second); an ``Engine`` of your own has what you give it.

Records are those of the command line (``annalist run``), as a ``dict`` of their JSON; the methods of
``Engine`` that end in ``_json`` give the JSON itself, to the byte.

* Offsets (``start``, ``end``) count Unicode code points of ``record["text"]``, end exclusive, as Python
  does: ``record["text"][start:end]`` is the passage.
* ``source_bytes`` counts bytes of the saved page (of a packed one those inside), and is ``None`` where
  the text was generated.
* Scores are whole numbers, per mille. Dates are texts of ISO 8601.

``schema("record")`` describes every key.
"""

from __future__ import annotations

import functools
import json
from typing import Any, Literal

from annalist._annalist import Answers, __version__, schema_json
from annalist._engine import ArrowJobs, Date, Engine, EntityType
from annalist._errors import AnnalistError

__all__ = [
    "AnnalistError",
    "Answers",
    "Engine",
    "__version__",
    "enrich",
    "match",
    "parse",
    "process",
    "process_batch",
    "schema",
]


@functools.cache
def _engine() -> Engine:
    return Engine()


def parse(
    page: bytes | bytearray,
    url: str | None = None,
    *,
    charset: str | None = None,
    input: str = "page",
) -> dict[str, Any]:
    """The document of a saved page; see ``Engine.parse``."""
    return _engine().parse(page, url, charset=charset, input=input)


def enrich(text: str, date: Date | None = None, *, id: str | None = None) -> dict[str, Any]:
    """The record of a text that comes without a page; see ``Engine.enrich``."""
    return _engine().enrich(text, date, id=id)


def process(
    page: bytes | bytearray,
    url: str | None = None,
    date: Date | None = None,
    *,
    charset: str | None = None,
    input: str = "page",
) -> dict[str, Any]:
    """The record of a saved page; see ``Engine.process``."""
    return _engine().process(page, url, date, charset=charset, input=input)


def process_batch(jobs: ArrowJobs, threads: int = 0) -> Answers:
    """The answers to jobs that come as record batches of Arrow; see ``Engine.process_batch``."""
    return _engine().process_batch(jobs, threads)


def match(a: str, b: str, type: EntityType = "person") -> dict[str, Any]:
    """Whether two names can name the same one; see ``Engine.match``."""
    return _engine().match(a, b, type)


def schema(shape: Literal["record", "document", "corpus", "outcome"]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a published shape."""
    described: dict[str, Any] = json.loads(schema_json(shape))
    return described
