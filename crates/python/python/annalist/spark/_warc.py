"""Where in a WARC pages stand. What a record holds is told by how it begins; annalist reads it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import IO

# A record: where it stands, how long it is (none where that cannot be told), and how it begins.
_Record = tuple[int, "int | None", bytes]

# How what is packed starts: with gzip, and with Zstandard, with a dictionary and without.
_GZIP = b"\x1f\x8b"
_ZSTANDARD = (b"\x5d\x2a\x4d\x18", b"\x28\xb5\x2f\xfd")

# The media types of pages.
_PAGES = (b"text/html", b"application/xhtml+xml")

# Bytes that are unpacked at once, and bytes of a record by which it is known.
_CHUNK = 1 << 16
_HEAD = 1 << 16

# The longest fields of a record: what has longer ones is none.
_LONGEST = 1 << 20


def pages(archive: BufferedReader) -> Iterator[tuple[int, int | None]]:
    """Offset and length of each record that may hold a page. A place without a length is one that
    cannot be read; behind it nothing is looked for."""
    start = archive.peek(4)[:4]
    if start in _ZSTANDARD:
        raise ValueError("archives packed with Zstandard are not looked through")
    if start.startswith(_GZIP):
        records = _packed(archive)
    else:
        records = _plain(archive)
    for offset, length, head in records:
        if length is None or _may_hold_page(head):
            yield offset, length


def _packed(archive: IO[bytes]) -> Iterator[_Record]:
    """The records of an archive that is packed record by record."""
    at = 0
    left = b""
    while left or (left := archive.read(_CHUNK)):
        start, head, unpacked = at, b"", 0
        inflate = zlib.decompressobj(wbits=31)
        try:
            while not inflate.eof:
                left = left or archive.read(_CHUNK)
                if not left:
                    raise zlib.error("cut short")
                data = inflate.decompress(left)
                at += len(left) - len(inflate.unused_data)
                left = inflate.unused_data
                unpacked += len(data)
                head += data[: _HEAD - len(head)]
        except zlib.error:
            yield start, None, head
            return
        whole = _length(head)
        if whole and unpacked > whole:
            raise ValueError("the archive is packed as a whole; pack it record by record")
        yield start, at - start, head


def _plain(archive: BufferedReader) -> Iterator[_Record]:
    """The records of an archive that is not packed."""
    at = 0
    while line := archive.readline(_HEAD):
        start = at
        at += len(line)
        if not line.strip():
            continue
        head = [line]
        while line.strip() and at - start < _LONGEST:
            line = archive.readline(_HEAD)
            at += len(line)
            head.append(line)
        length = _parted(b"".join(head))[0].get(b"content-length", b"")
        if not length.isdigit():
            yield start, None, b""
            return
        content = archive.read(min(int(length), _HEAD))
        left = int(length) - len(content)
        while left and (skipped := len(archive.read(min(left, _CHUNK)))):
            left -= skipped
        at += int(length) - left
        yield start, at - start, b"".join(head) + content


def _may_hold_page(record: bytes) -> bool:
    """Whether annalist may take a record for a page (crates/archive says what it does)."""
    fields, content = _parted(record)
    kind = fields.get(b"warc-type", b"").lower()
    if kind not in (b"response", b"resource", b"conversion"):
        return False
    if _media_type(fields) == b"application/http":
        status = content.split(None, 2)[1:2]
        if status and not status[0].startswith(b"2"):
            return False
        fields, _ = _parted(content)
    is_text = _media_type(fields) == b"text/plain" and kind == b"conversion"
    is_cut = b"content-type" not in fields and len(record) >= _HEAD
    return is_text or is_cut or _media_type(fields) in _PAGES


def _length(record: bytes) -> int | None:
    """How long a record says that it is, with the blank lines after it."""
    fields, content = _parted(record)
    length = fields.get(b"content-length", b"")
    return len(record) - len(content) + int(length) + 4 if length.isdigit() else None


def _parted(message: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The fields of a record or of an answer over HTTP, and what stands behind them."""
    head = re.match(rb".*?\r?\n\r?\n", message, re.DOTALL)
    end = head.end() if head else len(message)
    lines = (line.partition(b":") for line in message[:end].splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in lines}, message[end:]


def _media_type(fields: dict[bytes, bytes]) -> bytes:
    return fields.get(b"content-type", b"").partition(b";")[0].strip().lower()
