"""The engine: words and rules, loaded once, and what can be done with them."""

from __future__ import annotations

import datetime
import json
from typing import Any, Literal, Protocol, TypeAlias

from annalist import _annalist

Date: TypeAlias = str | datetime.date
"""A date of ISO 8601, such as ``2018-09-06`` or ``2018-09-06T17:59Z``, or a ``date`` or ``datetime``."""

EntityType: TypeAlias = Literal["person", "organisation", "place", "group", "other"]
"""What a name is of."""


class ArrowStream(Protocol):
    """What has record batches: a table or a reader of pyarrow, a data frame of polars or pandas."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class ArrowBatch(Protocol):
    """What is one record batch."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...


ArrowJobs: TypeAlias = ArrowStream | ArrowBatch


class Engine(_annalist.Engine):
    """Words and rules, loaded once (about half a second), and the user's names and bounds.

    What an engine gives depends on its arguments and its input alone: it reads no ``annalist.toml``, no
    environment and no clock. Any number of threads may use one at once; the interpreter is free while
    it works.

    Arguments:
        lists: files of names, or folders of them (``--list`` of the command line).
        decisions: the file of decisions about names (``--decisions``).
        date: the date of publication, which overrules what pages say (``--date``).
        prefer: which way a date is taken that fits both, ``"past"`` or ``"future"`` (``--prefer``).
        explain: whether diagnostics say how each page was judged (``--explain``).
        max_bytes: the greatest length of a page, in bytes, unpacked (``--max-bytes``).
        max_text: the greatest length of a text that is searched, in bytes of UTF-8 (``--max-text``).
        page_timeout: how long a page may take, in seconds (``--page-timeout``).
        root: the folder that paths in jobs start from (``--root``); else the working folder of the
            call.

    Raises:
        ValueError: an argument, a list or a decision that cannot be used.
        OSError: a file that cannot be read.
    """

    def parse(
        self,
        page: bytes | bytearray,
        url: str | None = None,
        *,
        charset: str | None = None,
        input: str = "page",
    ) -> dict[str, Any]:
        """The document of a saved page: what stands on it, before names and dates are looked for.

        Arguments:
            page: the bytes of the page (HTML, MHTML, plain text), packed with gzip or not.
            url: the address of the page, where known.
            charset: the charset that the transport named, where known.
            input: the name of the page in what is said of it.

        Returns:
            ``text`` (article, captions and comments in one), ``blocks``, ``comments``, ``metadata``,
            ``source``, ``source_map``, ``diagnostics``; ``schema("document")`` describes them.

        Raises:
            AnnalistError: the bytes are no page, or a bound was met.
        """
        document: dict[str, Any] = json.loads(
            self.parse_json(page, url, charset=charset, input=input)
        )
        return document

    def enrich(self, text: str, date: Date | None = None, *, id: str | None = None) -> dict[str, Any]:
        """The record of a text that comes without a page.

        Arguments:
            text: the text; its offsets are kept.
            date: when it was written, which dates such as “on Monday” are read from.
            id: the id of the record; else one that follows from the text.

        Returns:
            As ``process``.

        Raises:
            AnnalistError: a bound was met.
        """
        record: dict[str, Any] = json.loads(self.enrich_json(text, date, id=id))
        return record

    def process(
        self,
        page: bytes | bytearray,
        url: str | None = None,
        date: Date | None = None,
        *,
        charset: str | None = None,
        input: str = "page",
    ) -> dict[str, Any]:
        """The record of a saved page: its document, and the names, dates and claims in its text.

        Arguments:
            page: the bytes of the page (HTML, MHTML, plain text), packed with gzip or not.
            url: the address of the page, where known.
            date: the date of publication, where it is known better than the page knows it.
            charset: the charset that the transport named, where known.
            input: the name of the page. Pages that are to be merged need names of their own.

        Returns:
            What ``parse`` gives, and ``entities`` (each with its ``mentions``), ``dates``,
            ``relations``, ``events``, ``quotations``; ``schema("record")`` describes them. Offsets
            count code points of ``text``, ``source_bytes`` counts bytes of the page.

        Raises:
            AnnalistError: the bytes are no page, or a bound was met.
        """
        record: dict[str, Any] = json.loads(
            self.process_json(page, url, date, charset=charset, input=input)
        )
        return record

    def match(self, a: str, b: str, type: EntityType = "person") -> dict[str, Any]:
        """Whether two names can name the same one.

        Returns:
            ``match`` (a bool), ``score`` (per mille), ``rule`` (what decided), ``words`` (pairs of
            words that were found alike, with their likeness per mille), ``left1`` and ``left2`` (words
            that found none).

        Raises:
            ValueError: a type that there is not.
        """
        judgement: dict[str, Any] = json.loads(self.match_json(a, b, type))
        return judgement

    def process_batch(self, jobs: ArrowJobs, threads: int = 0) -> _annalist.Answers:
        """The answers to jobs that come as record batches of Arrow, row for row.

        Jobs are taken over without a copy from whatever speaks the protocol of Arrow's capsules:
        pyarrow, polars, pandas, duckdb. Columns, of which any may be missing: ``bytes`` (binary), or
        ``path``, or ``archive`` with ``offset`` and ``length``; ``input``, ``id``, ``url``,
        ``charset``, ``date``. They mean what they mean for ``annalist worker`` (docs/WORKER.md).

        All answers are in memory when this returns: give a long stream batch by batch.

        Arguments:
            jobs: a record batch, a table, a data frame or a stream.
            threads: how many pages are read at once; 0 for as many as the machine has processors.

        Returns:
            A row for each job, in the same batches: ``id``, ``input``, ``status`` (``done``,
            ``failed``, ``skipped``), ``record`` (the JSON of the record), ``code``, ``cause``. A page
            that cannot be read is a row like any other.

        Raises:
            ValueError: a column that is none of a job, or holds something else.
            TypeError: what has no record batches.
        """
        return super().process_batch(jobs, threads)
