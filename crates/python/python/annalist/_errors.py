"""What goes wrong with a page."""

from __future__ import annotations


class AnnalistError(Exception):
    """A page or a text gave no record."""

    code: str
    """The kind of failure, such as ``F007``; docs/FAILURES.md lists them."""

    cause: str
    """What happened, and what can be done about it."""

    def __init__(self, code: str, cause: str) -> None:
        super().__init__(code, cause)
        self.code = code
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.code}: {self.cause}"
