"""Damage is found wherever it is, and nowhere else."""

import random
import shutil
from pathlib import Path

import pytest

from archive.models import Article
from archive.search import generations, index, outbox, soundness
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An index of several segments, from which an article was deleted; nobody has it open."""
    made = [make_article() for _ in range(3)]
    for each in made:
        publish(each)
    index.build()
    Article.objects.filter(pk=made[0].pk).update(state="hidden")
    outbox.touch(made[0].pk)
    publish(make_article())
    index.drain()
    found = generations.current()
    assert found
    return Path(shutil.copytree(found, tmp_path / "copy"))


def segments(place: Path) -> list[Path]:
    return sorted(each for each in (place / "data").iterdir() if not each.name.startswith("."))


def test_sound_index_has_no_flaw(place: Path) -> None:
    assert any(each.suffix == ".del" for each in segments(place))
    assert soundness.flaw(place) == ""


def test_lost_file_is_missed(place: Path) -> None:
    for name in [each.name for each in segments(place)]:
        whole = (place / "data" / name).read_bytes()
        (place / "data" / name).unlink()
        assert soundness.flaw(place), name
        (place / "data" / name).write_bytes(whole)


def test_every_changed_or_lost_byte_is_seen(place: Path) -> None:
    chance = random.Random(4)
    files = [each for each in segments(place) if each.name != "meta.json"]
    for n in range(150):
        file = chance.choice(files)
        whole = file.read_bytes()
        at = chance.randrange(len(whole))
        changed = whole[:at] + (bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        file.write_bytes(changed if n % 2 else whole[:at])
        unharmed = n % 2 and b'"version"' in whole[max(0, at - 60) : at + 60]
        assert soundness.flaw(place) or unharmed, (file.name, at)
        file.write_bytes(whole)
    assert soundness.flaw(place) == ""
