"""How fetching from a server ended, and what it cost."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsroom.wire.fetching import Forbidden, Unreachable, fetch
from tests.newsroom.wire.servers import MEGABYTE, Script, allowing, serving


def reason(script: Script, *, scheme: str = "http", reads: bool = True, seconds: float = 20) -> str:
    """Why fetching from such a server ended."""
    with serving(script, reads=reads) as server, pytest.raises(Unreachable) as caught:
        fetch(f"{scheme}://paper.example:{server.port}/", network=allowing(server, seconds=seconds))
    assert not isinstance(caught.value, Forbidden)
    assert not caught.value.permanent
    return caught.value.reason


@contextmanager
def at_most(megabytes: float) -> Iterator[None]:
    """Fail if Python's memory grew by more at any moment."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < megabytes * MEGABYTE
