"""What staff fill in about sources, and what is wrong with it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from newsroom.curate.source_forms import (
    KEPT,
    TAKEN,
    AddressForm,
    FeedsForm,
    OpmlForm,
    SourceForm,
)
from newsroom.ingest.reading import LIMIT, TOO_LARGE
from tests.newsroom.curate.followed import valmer

pytestmark = pytest.mark.django_db
FEEDS = ["https://valmer.example/rss", "https://valmer.example/sport"]
RULES = {"display": "excerpt", "release": "review", "take": "feed"}


def source(**changes: Any) -> SourceForm:
    given = {"name": "Valmer", "slug": "valmer", "homepage": "https://valmer.example/"}
    return SourceForm(FEEDS, given | RULES | {"feeds": FEEDS[:1]} | changes)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("valmer.example", "https://valmer.example/"),
        (" HTTP://Valmer.example:80/rss#top ", "http://valmer.example/rss"),
        ("feed://valmer.example/rss", "https://valmer.example/rss"),
    ],
)
def test_address_is_taken_as_people_paste_it(written: str, kept: str) -> None:
    form = AddressForm({"address": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["address"] == kept


@pytest.mark.parametrize("written", ["", "ftp://valmer.example/", "file:///etc/passwd", "x\x00y"])
def test_what_is_no_address_is_refused(written: str) -> None:
    assert AddressForm({"address": written}).errors["address"]


def test_address_may_be_sought_for_a_source() -> None:
    held = valmer()
    form = AddressForm({"address": "valmer.example/rss", "source": "valmer"})
    assert form.is_valid()
    assert form.cleaned_data["source"] == held
    assert AddressForm({"address": "valmer.example", "source": "oz"}).errors["source"]


def test_only_previewed_feeds_may_be_chosen() -> None:
    form = FeedsForm(FEEDS, {"feeds": ["https://elsewhere.example/rss"]})
    assert form.errors["feeds"]
    chosen = FeedsForm(FEEDS, {"feeds": FEEDS[1:]})
    assert chosen.is_valid()
    assert chosen.chosen() == FEEDS[1:]


def test_one_feed_must_be_chosen_where_there_are_any() -> None:
    assert FeedsForm(FEEDS, {}).errors["feeds"] == ["Choose at least one feed."]
    assert FeedsForm([], {}).is_valid()


def test_source_gives_all_that_its_desk_wants() -> None:
    form = source(licence_note="Avec accord.")
    assert form.is_valid(), form.errors
    named = {"name": "Valmer", "slug": "valmer", "homepage": "https://valmer.example/"}
    assert form.facts() == named | RULES | {"licence_note": "Avec accord."}
    assert form.chosen() == FEEDS[:1]


def test_slug_is_free_and_no_page_of_the_desk() -> None:
    assert source(slug="import").errors["slug"] == [KEPT]
    valmer()
    assert source().errors["slug"] == [TAKEN]
    assert source(slug="Le Courrier").errors["slug"]


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_that_is_none_is_refused(name: str) -> None:
    assert source(**{name: "all"}).errors[name]


def test_opml_is_read_whole_and_no_larger_than_five_megabytes() -> None:
    file = SimpleUploadedFile("feeds.opml", b"<opml/>")
    form = OpmlForm(RULES, MultiValueDict({"file": [file]}))
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["file"], form.rules()) == (b"<opml/>", RULES)
    large = SimpleUploadedFile("feeds.opml", b" " * (LIMIT + 1))
    assert OpmlForm(RULES, MultiValueDict({"file": [large]})).errors["file"] == [TOO_LARGE]
