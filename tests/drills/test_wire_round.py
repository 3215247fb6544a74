"""A round of many feeds with two workers, held to the bars of the benchmark `bench_wire`."""

from collections.abc import Callable

import pytest

from tests.benchmarks import bench_wire
from tests.press import Press
from tests.sites import Site

pytestmark = pytest.mark.drill

Sized = Callable[[int, int], int]


@pytest.mark.embedded
def test_round_is_drained_by_two_workers_on_sqlite(
    embedded_site: Site, press: Press, drill_size: Sized
) -> None:
    assert bench_wire.run(embedded_site, press, drill_size(15, 300))


@pytest.mark.redis
@pytest.mark.postgres
def test_round_is_drained_by_two_workers_on_postgresql(
    served_site: Site, press: Press, drill_size: Sized
) -> None:
    assert bench_wire.run(served_site, press, drill_size(15, 300))
