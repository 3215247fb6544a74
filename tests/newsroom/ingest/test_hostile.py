"""Random, mutated and monstrous files: stored or refused, never a crash, within bounds."""

import json

import pytest

from tests.sites import Site


@pytest.mark.embedded
def test_four_hundred_bad_files_are_stored_or_refused_under_500_mb(embedded_site: Site) -> None:
    done = embedded_site.python(
        "from tests.newsroom.ingest.hostile import main\nmain()", timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["stored"] >= 50, found
    assert found["refused"] >= 200, found
    assert found["peak"] < 500, found
