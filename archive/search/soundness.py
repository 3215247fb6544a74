"""Whether the files of a generation are as tantivy wrote them.

Each file of a segment ends with a footer: JSON with the CRC-32 of what stands before it, then the
footer's length and a magic number, both unsigned and little-endian.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

SUFFIXES = ("idx", "pos", "term", "store", "fast", "fieldnorm")
MAGIC, TAIL, LONGEST_FOOTER = 1337, 8, 10_000
CHUNK = 1 << 20


def flaw(place: Path) -> str:
    """What of the generation is damaged or missing, in a few words; nothing if it is sound.

    Nobody may write meanwhile. Raises OSError where the disk does not answer.
    """
    data = place / "data"
    try:
        names = list(_names(json.loads((data / "meta.json").read_bytes())))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return "the list of its files cannot be read"
    return next((f"its file {name} is damaged" for name in names if not _whole(data / name)), "")


def _names(meta: Any) -> Iterator[str]:
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (f"{name}.{suffix}" for suffix in SUFFIXES)
        if segment["deletes"]:
            yield f"{name}.{segment['deletes']['opstamp']}.del"


def _whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _as_written(file, path.stat().st_size)
    except FileNotFoundError:
        return False


def _as_written(file: BinaryIO, size: int) -> bool:
    if size < TAIL:
        return False
    file.seek(size - TAIL)
    length, magic = struct.unpack("<II", file.read(TAIL))
    body = size - TAIL - length
    if magic != MAGIC or length > LONGEST_FOOTER or body < 0:
        return False
    file.seek(body)
    try:
        promised = json.loads(file.read(length))["crc"]
    except (ValueError, KeyError, TypeError):
        return False
    file.seek(0)
    return bool(_crc(file, body) == promised)


def _crc(file: BinaryIO, length: int) -> int:
    found = 0
    while length and (chunk := file.read(min(CHUNK, length))):
        found = zlib.crc32(chunk, found)
        length -= len(chunk)
    return found
