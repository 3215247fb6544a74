"""The sources that ingest knows by itself."""

import pytest

from archive.models import Source
from newsroom.ingest.sources import UnknownSource, ensure_sample_source, source_named

pytestmark = pytest.mark.django_db


def test_files_is_made_on_first_use_and_only_once() -> None:
    source = source_named("files")
    assert (source.name, source.release, source.display) == ("Files", "auto", "full")
    assert source_named("files") == source


def test_unknown_source_is_told_with_the_known_ones() -> None:
    Source.objects.create(slug="agence", name="Agence")
    with pytest.raises(UnknownSource) as caught:
        source_named("gazette")
    assert str(caught.value) == "There is no source “gazette”. Known sources: agence, files."


def test_samples_say_that_they_describe_no_real_events() -> None:
    source = ensure_sample_source()
    assert source == ensure_sample_source()
    assert (source.slug, source.name) == ("samples", "Passerelle samples")
    assert "no real events" in source.licence_note
