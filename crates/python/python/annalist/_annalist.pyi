from collections.abc import Sequence
from os import PathLike
from typing import Literal, final

from typing_extensions import Self, disjoint_base

from annalist._engine import ArrowJobs, Date

__all__ = ["Answers", "Engine", "__version__", "schema_json"]

__version__: str

def schema_json(shape: str) -> bytes:
    """The JSON Schema of a published shape, as ``annalist schema`` writes it."""

@final
class Answers:
    """The answers to jobs, row for row, as record batches of Arrow."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

@disjoint_base
class Engine:
    def __new__(
        cls,
        *,
        lists: Sequence[str | PathLike[str]] = ...,
        decisions: str | PathLike[str] | None = None,
        date: Date | None = None,
        prefer: Literal["past", "future"] = "past",
        explain: bool = False,
        max_bytes: int = ...,
        max_text: int = ...,
        page_timeout: float = ...,
        root: str | PathLike[str] | None = None,
    ) -> Self: ...
    def parse_json(
        self,
        page: bytes | bytearray,
        url: str | None = None,
        *,
        charset: str | None = None,
        input: str = "page",
    ) -> bytes:
        """The document of a saved page: the line that ``annalist parse`` writes, without its end."""

    def enrich_json(self, text: str, date: Date | None = None, *, id: str | None = None) -> bytes:
        """The record of a text: the line that ``annalist enrich`` writes, without its end."""

    def process_json(
        self,
        page: bytes | bytearray,
        url: str | None = None,
        date: Date | None = None,
        *,
        charset: str | None = None,
        input: str = "page",
    ) -> bytes:
        """The record of a saved page: the line that ``annalist run`` and ``annalist worker`` write,
        without its end."""

    def match_json(self, a: str, b: str, type: str = "person") -> bytes:
        """Whether two names can name the same one: the line of ``annalist match --json``, without its
        end."""

    def process_batch(self, jobs: ArrowJobs, threads: int = 0) -> Answers: ...
