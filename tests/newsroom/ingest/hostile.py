"""Take in hundreds of damaged files in this process, and say how it went.

Run by test_hostile.py in a site of its own, so that the memory measured is the reading's alone.
"""

import json
import random
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.utils import timezone

from newsroom import line
from newsroom.ingest.reading import read
from newsroom.ingest.sources import source_named
from newsroom.ingest.story import Refusal
from tests.newsroom.ingest.texts import FRENCH, SECOND, item, page, rss
from tests.servers import ROOT

chance = random.Random(20260101)
SAMPLES = ROOT / "newsroom" / "samples"


def random_files(count: int) -> Iterator[bytes]:
    """Bytes of every kind, some with a beginning that promises a format."""
    heads = [
        b"",
        b"",
        b"<html>",
        b"<?xml version='1.0'?><rss>",
        b'{"ref": "',
        b"\xff\xfe",
        b"\xef\xbb\xbf",
    ]
    for _ in range(count):
        yield chance.choice(heads) + chance.randbytes(chance.choice([3, 300, 30_000]))


def mutated_files(count: int) -> Iterator[bytes]:
    """Pages and feeds with parts cut, doubled, swapped or overwritten."""
    whole = [
        file.read_bytes() for file in sorted(SAMPLES.iterdir()) if file.suffix in {".html", ".rss"}
    ]
    whole += [page(f"<p>{FRENCH}</p><ul><li>{SECOND}</ul>").encode()]
    whole += [rss(item("Un", FRENCH), item("Deux", f"<p>{SECOND}</p>")).encode("utf-16")]
    for _ in range(count):
        raw = chance.choice(whole)
        for _ in range(chance.randint(1, 12)):
            raw = mutated(raw)
        yield raw


def mutated(raw: bytes) -> bytes:
    """The bytes with one stretch changed."""
    start = chance.randrange(len(raw) + 1)
    end = min(len(raw), start + chance.choice([1, 1, 8, 60, 900]))
    piece = raw[start:end]
    other = [b"", piece * 2, piece[::-1], chance.randbytes(len(piece)), b"<", b"&#0;", b"<![CDATA["]
    return raw[:start] + chance.choice(other) + raw[end:]


def giants() -> Iterator[bytes]:
    """Files made to take all memory or time."""
    attributes = " ".join(f'a{n}="x"' for n in range(900))
    yield b"<html>" + b"<div>" * 50_000 + FRENCH.encode()
    yield f"<html><p class='{'a' * 4_900_000}'>{FRENCH}</p>".encode()
    yield f"<html><p {attributes * 300}>{FRENCH}</p>".encode()
    yield b"<html>" + f"<p {attributes}>{FRENCH}</p>".encode() * 400
    yield b"<html><p>" + b"<b>a</b> b " * 29_000
    yield b"<html><ul>" + b"<li>a" * 800_000
    yield rss("<item>" * 800_000).encode()
    yield rss(f"<item><title {attributes * 200}>a</title></item>").encode()
    yield rss(item("a", f"<p {attributes}>{FRENCH}</p>" * 300)).encode()
    yield b'{"a":' * 1_000_000
    yield b'{"ref": "a", "text": ' + b"[" * 4_000_000
    yield FRENCH.encode() * 30_000
    yield b"Oui.\n" * 1_000_000
    yield "« ".encode() * 1_500_000


def main() -> None:
    """Print how many were stored and refused, and the peak of memory in MB."""
    source = source_named("files")
    counts = {"stored": 0, "refused": 0}
    for n, raw in enumerate(chain(random_files(200), mutated_files(200), giants())):
        for story in read(raw, ref=str(n), name="file"):
            try:
                if isinstance(story, Refusal):
                    raise story
                line.store(story, source, received_at=timezone.now())
                counts["stored"] += 1
            except Refusal:
                counts["refused"] += 1
    json.dump({**counts, "peak": peak()}, sys.stdout)


def peak() -> int:
    """The most memory that this program held, in MB.

    Not getrusage's figure, which counts what the process was before it became this program.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
