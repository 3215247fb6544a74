"""The page “Names” as an editor uses it: as plain forms."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import authority
from archive.models import Alias, Merge, MergeSuggestion, StopName, Tag
from tests.archive.authority.records import by_machine, make_tag, sought
from tests.factories import make_article, publish
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db


UP = "/desk/names/../../admin/"


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def pair() -> tuple[Tag, Tag]:
    """Two records on one article, and the suggestion that they are one."""
    tags = make_tag("Poutine", "Poutine", "le tsar"), make_tag("Putin", "Putin")
    article = make_article()
    publish(article)
    for tag in tags:
        by_machine(article, tag)
    MergeSuggestion.objects.create(tag=tags[0], other=tags[1], reason="same key", score=0.9)
    return tags


def send(client: Client, address: str, **data: object) -> str:
    return client.post(f"/desk/{address}", data, follow=True).content.decode()


def status(tag: Tag) -> str:
    tag.refresh_from_db()
    return tag.status


def test_page_shows_records_and_pairs_with_reasons(client: Client, pair: tuple[Tag, Tag]) -> None:
    page = client.get("/desk/names/").content.decode()
    assert "Two spellings of one name." in page
    assert "Both in 1 article, such as" in page
    assert page.count("data-row") == 3
    assert "In English: Le pont rouvre" in page


def test_one_button_acts_at_once_and_is_undone(client: Client, pair: tuple[Tag, Tag]) -> None:
    page = send(client, "names-act/", do=f"review {pair[0].pk}", back="/desk/names/?kind=person")
    assert "Reviewed 1 record." in page
    assert status(pair[0]) == "reviewed"
    batch = re.search(r'name="batch" value="(\w+)"', page)
    assert batch
    assert "Undone: 1 act." in send(client, "names-undo/", batch=batch[1])
    assert status(pair[0]) == "auto"
    assert "That was undone already." in send(client, "names-undo/", batch=batch[1])


@pytest.mark.parametrize("batch", ["", "\x00", "x" * 300])
def test_batch_that_is_none_undoes_nothing(client: Client, batch: str) -> None:
    assert "That was undone already." in send(client, "names-undo/", batch=batch)


def test_many_are_counted_and_asked_about_first(client: Client, pair: tuple[Tag, Tag]) -> None:
    values = [str(tag.pk) for tag in pair]
    page = send(client, "names-act/", do="hide", chosen=values)
    assert "Hide: 2 records?" in page
    assert status(pair[0]) == "auto"
    assert page.count('name="chosen"') == 2
    page = send(client, "names-act/", do="hide", chosen=values, sure="yes")
    assert "Hidden from readers: 2 records." in page
    assert [status(tag) for tag in pair] == ["hidden", "hidden"]


def test_suggested_pair_is_merged_by_one_button(client: Client, pair: tuple[Tag, Tag]) -> None:
    page = send(client, "names-act/", do=f"merge {pair[0].pk}-{pair[1].pk}")
    assert "Merged 1 pair." in page
    assert Merge.objects.get().heir == pair[1]
    assert "May be one" not in page
    page = send(client, "names-act/", do=f"merge {pair[1].pk}-{pair[0].pk}")
    assert "are one record already." in page


def test_nothing_chosen_is_said(client: Client) -> None:
    assert "Nothing was chosen." in send(client, "names-act/", do="hide")
    assert client.post("/desk/names-act/", {"do": "burn"}).status_code == 404


def test_renaming_from_the_row(client: Client, pair: tuple[Tag, Tag]) -> None:
    page = send(client, "names/poutine/rename/", en="Vladimir Putin", fr="Poutine")
    assert "It is called “Vladimir Putin” now" in page
    page = send(client, "names/poutine/rename/", en=" ", fr="Poutine\x00")
    assert "A record needs an English label." in page
    pair[0].refresh_from_db()
    assert (pair[0].label_en, pair[0].label_fr) == ("Vladimir Putin", "Poutine")


def test_renaming_from_an_old_page_loses_nobodys_work(
    client: Client, pair: tuple[Tag, Tag], edith: User
) -> None:
    authority.rename(pair[0], "Vladimir Putin", "Poutine", edith)
    old = {"was_en": "Poutine", "was_fr": ""}
    page = send(client, "names/poutine/rename/", en="Poutine", fr="Vladimir Poutine", **old)
    assert "It was renamed “Vladimir Putin” meanwhile" in page
    seen = {"was_en": "Vladimir Putin", "was_fr": "Poutine"}
    page = send(client, "names/poutine/rename/", en="V. Putin", fr="Poutine", **seen)
    assert "It is called “V. Putin” now" in page


def test_row_sends_the_labels_it_shows(client: Client) -> None:
    make_tag("Iran", label_en="Iran", label_fr="RII")
    page = client.get("/desk/names/").text
    assert 'name="was_en" value="Iran"' in page
    assert 'name="was_fr" value="RII"' in page


def test_subject_is_hidden_and_not_stopped(client: Client) -> None:
    sport = make_tag("Sport", kind="subject")
    page = client.get("/desk/names/").text
    assert f"hide {sport.pk}" in page
    assert f"stop {sport.pk}" not in page
    assert "is a subject" in send(client, "names-act/", do=f"stop {sport.pk}")
    assert not StopName.objects.exists()
    assert '<option value="subject">' not in client.get("/desk/stop-names/").text


def test_record_that_readers_do_not_meet_has_no_link_to_their_page(
    client: Client, pair: tuple[Tag, Tag], edith: User
) -> None:
    address = "/desk/names/poutine/"
    assert "The page that readers see" in client.get(address).text
    authority.hide(pair[0], edith)
    assert "Readers see no page of it." in client.get(address).text


def test_merging_by_a_name_and_unmerging(client: Client, pair: tuple[Tag, Tag]) -> None:
    assert "There is no record “Oz”." in send(client, "names/poutine/merge/", into="Oz")
    assert "“Poutine” is part of “Putin” now." in send(client, "names/poutine/merge/", into="putin")
    made = Merge.objects.get()
    page = send(client, "names/putin/unmerge/", merge=made.pk, back="/desk/names/putin/")
    assert "“Poutine” is a record of its own again." in page
    assert client.post("/desk/names/putin/unmerge/", {"merge": "x"}).status_code == 404


def test_splitting_a_name_off(client: Client, pair: tuple[Tag, Tag]) -> None:
    page = client.get("/desk/names/poutine/").content.decode()
    assert "Split off le tsar" in page
    alias = Alias.objects.get(text="le tsar")
    page = send(client, "names/poutine/split/", alias=alias.pk)
    assert "“le tsar” is a record of its own now" in page
    assert "Articles that hold it are being read again." in page
    assert Tag.objects.get(slug="le-tsar").aliases.count() == 1


def test_record_page_shows_merges_and_history(
    client: Client, pair: tuple[Tag, Tag], edith: User
) -> None:
    authority.merge(*pair, edith)
    page = client.get("/desk/names/poutine/").content.decode()
    assert "It is part of" in page
    assert "Merge tag" in page
    assert "Undo the merge of Poutine into Putin" in client.get("/desk/names/putin/").text
    assert client.get("/desk/names/oz/").status_code == 404


def test_page_says_what_is_being_looked_for(client: Client, pair: tuple[Tag, Tag]) -> None:
    for act in ("hide", "show"):
        page = send(client, "names-act/", do=f"{act} {pair[0].pk}")
    assert "Articles with the names are being read again." in page
    assert "Being looked for in the archive: 1 name." in page
    sought()
    assert "Being looked for" not in client.get("/desk/names/").text


def test_stop_list(client: Client, pair: tuple[Tag, Tag]) -> None:
    send(client, "names-act/", do=f"stop {pair[0].pk}")
    page = client.get("/desk/stop-names/").content.decode()
    assert "Allow again: Poutine" in page
    assert "“Conseil” is no name from now on." in send(client, "stop-names/", text="Conseil")
    assert "A stop name is" in send(client, "stop-names/", text="Conseil", kind="town")
    assert "A stop name is" in send(client, "stop-names/", text="")
    stopped = StopName.objects.get(text="Poutine")
    assert "“Poutine” may be a name again." in send(client, "stop-names/", stop=stopped.pk)
    assert StopName.objects.count() == 1


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/admin/", "", "\\", UP]
)
def test_way_back_is_a_page_of_names(client: Client, back: str) -> None:
    answer = client.post("/desk/names-act/", {"do": "hide", "back": back})
    assert answer.headers["Location"] == "/desk/names/"


@pytest.mark.embedded
def test_pages_ask_as_often_for_many_as_for_few(client: Client, edith: User) -> None:
    def fill(start: int, stop: int) -> None:
        for n in range(start, stop):
            tags = [make_tag(f"{letter} {n}", f"{letter} {n}") for letter in "ab"]
            article = make_article()
            for tag in tags:
                by_machine(article, tag)
            MergeSuggestion.objects.create(tag=tags[0], other=tags[1], reason="similar", score=0.8)
            authority.merge(make_tag(f"c {n}"), Tag.objects.get(slug="a-0"), edith)
            authority.stop(f"Stop {n}", "", edith)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ("/desk/names/", "/desk/names/?status=any", "/desk/names/a-0/", "/desk/stop-names/")
    fill(0, 3)
    few = [asked(address) for address in addresses]
    fill(3, 40)
    assert [asked(address) for address in addresses] == few
    assert max(few) <= 20
