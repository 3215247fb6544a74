"""What editors fill in, and what is wrong with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.models import Alias, Tag
from archive.names import fold
from newsroom.curate.forms import ONE_OF, AddForm, TagsForm, named
from newsroom.ingest.reading import LIMIT, TOO_LARGE
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def source() -> None:
    make_source("files")


def add(text: str = "", file: bytes | None = None, address: str = "") -> AddForm:
    files = {} if file is None else {"file": SimpleUploadedFile("dir/pont.txt", file)}
    data = {"source": "files", "text": text, "address": address}
    return AddForm(data, files)  # type: ignore[arg-type]


def test_text_keeps_its_bytes_but_for_line_ends() -> None:
    form = add(" Été\r\n\r\nLe pont. ")
    assert form.is_valid()
    assert form.given().raw == " Été\n\nLe pont. ".encode()
    assert form.given().name == ""


def test_file_keeps_bytes_and_name() -> None:
    form = add(file=b"\xe9t\xe9")
    assert form.is_valid()
    assert (form.given().raw, form.given().name) == (b"\xe9t\xe9", "pont.txt")


def test_exactly_one_of_the_three() -> None:
    assert add().non_field_errors() == [ONE_OF]
    assert add(" \n").non_field_errors() == [ONE_OF]
    assert add("Texte", b"fichier").non_field_errors() == [ONE_OF]
    assert add("Texte", address="valmer.example/1").non_field_errors() == [ONE_OF]
    assert add("", b"fichier", "valmer.example/1").non_field_errors() == [ONE_OF]


def test_address_is_kept_in_its_one_form() -> None:
    form = add(address=" Valmer.example/1 ")
    assert form.is_valid()
    assert form.cleaned_data["address"] == "https://valmer.example/1"
    assert add(address="ftp://valmer.example/").errors["address"]


def test_five_megabytes_and_no_more() -> None:
    assert add(file=b"a" * LIMIT).is_valid()
    assert add(file=b"a" * (LIMIT + 1)).errors["file"] == [TOO_LARGE]
    assert add("é" * (LIMIT // 2 + 1)).errors["text"] == [TOO_LARGE]


def test_tag_goes_by_any_of_its_names() -> None:
    tag = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt", label_fr="Égypte")
    name = "République arabe d’Égypte"
    Alias.objects.create(tag=tag, text=name, folded=fold(name))
    for word in ("egypt", "Egypt", "EGYPT", "Égypte", "république arabe d’égypte"):
        assert named(word) == {tag}, word


def test_merged_tag_means_the_one_it_went_into() -> None:
    kept = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt")
    Tag.objects.create(kind="place", slug="misr", label_en="Misr", merged_into=kept)
    assert named("misr") == named("Misr") == {kept}


def test_unknown_and_ambiguous_names_are_said() -> None:
    Tag.objects.create(kind="place", slug="paris", label_en="Paris")
    Tag.objects.create(kind="person", slug="paris-person", label_en="paris")
    Tag.objects.create(kind="place", slug="lyon", label_en="Lyon")
    form = TagsForm({"names": "Lyon, Atlantis, PARIS"})
    assert form.errors["names"] == [
        "There is no tag “Atlantis”.",
        "“PARIS” means 2 tags: give the slug of one.",
    ]
    assert TagsForm({"names": " , "}).errors["names"] == ["Give at least one tag."]
    assert TagsForm({"names": "paris"}).is_valid()
