"""The staff's pages of sources: previewed, accepted, paused, asked and fetched again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import AuditEvent, Feed, Job, Page, Source
from tests.factories import make_source
from tests.hostile import VECTORS
from tests.newsroom.curate.followed import NOT_FRENCH, SLOW, failing, make_feed, make_page, valmer
from tests.newsroom.staff import member, signed_in
from tests.newsroom.wire.valmer import TITLES, front, print_articles, print_feed, print_paper
from tests.press import XML, Item, Press, rss

pytestmark = pytest.mark.django_db
ADD, ACCEPT = "/desk/sources/add/", "/desk/sources/add/accept/"
RULES = {"display": "full", "release": "auto", "take": "page"}


@pytest.fixture
def operator(max_: User) -> Client:
    """The browser of somebody who may add sources."""
    return signed_in(max_, "operator")


def previewed(client: Client, url: str, **more: str) -> Any:
    return client.post(ADD, {"address": url, **more})


def accepted(client: Client, page: Any, **changes: Any) -> Any:
    """Accept what the page proposes, but for the changes."""
    form = page.context["accept"]
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    return client.post(ACCEPT, RULES | sent | {"sealed": page.context["sealed"]} | changes)


def said(client: Client, answer: Any) -> list[str]:
    return [str(message) for message in client.get(answer.url).context["messages"]]


def test_admin_leads_to_the_page_that_previews(operator: Client) -> None:
    answer = operator.get("/admin/archive/source/add/")
    assert (answer.status_code, answer.headers["Location"]) == (302, ADD)


def test_preview_shows_what_would_come_in(operator: Client, open_press: Press) -> None:
    page = previewed(operator, print_paper(open_press)).content.decode()
    for words in ("Le Courrier de Valmer", "À la une", "RSS, 3 entries", "one every 2 hours"):
        assert words in page
    assert all(title in page for title in TITLES)
    assert "lets the pages of articles be taken" in page
    assert 'value="le-courrier-de-valmer"' in page
    assert not Source.objects.exists()


def test_accepting_makes_the_source_and_follows(operator: Client, open_press: Press) -> None:
    page = previewed(operator, print_paper(open_press))
    answer = accepted(operator, page, display="excerpt", licence_note="Avec accord.")
    assert answer.headers["Location"] == "/desk/sources/le-courrier-de-valmer/"
    source = Source.objects.get()
    assert (source.display, source.licence_note) == ("excerpt", "Avec accord.")
    assert [feed.title for feed in source.feeds.all()] == ["À la une"]
    assert said(operator, answer) == ["“Le Courrier de Valmer” is followed: 1 feed, asked at once."]
    assert Job.objects.get().kind == "poll"
    assert AuditEvent.objects.filter(act="add source", actor__username="max").exists()


def test_accepting_asks_nothing_of_the_site(operator: Client, open_press: Press) -> None:
    page = previewed(operator, print_paper(open_press))
    open_press.forget()
    accepted(operator, page)
    assert open_press.asked == []


def test_first_of_several_feeds_is_proposed(operator: Client, open_press: Press) -> None:
    print_paper(open_press)
    open_press.put("/", front("/rss.xml À la une", "/sport.xml Sport"))
    sport = [Item("Le match", f"{open_press.origin()}/2.html")]
    open_press.put("/sport.xml", rss(sport), content_type=XML)
    page = previewed(operator, open_press.origin())
    assert page.content.decode().count(" checked") == 1
    accepted(operator, page, feeds=[feed.url for feed in page.context["offer"].feeds])
    assert Feed.objects.count() == 2


def test_refusals_keep_what_was_written(operator: Client, open_press: Press) -> None:
    page = previewed(operator, print_paper(open_press))
    make_source("taken")
    answer = accepted(operator, page, slug="taken", licence_note="Avec accord.", feeds=[])
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a source with this slug already." in shown
    assert "Choose at least one feed." in shown
    assert "Avec accord." in shown
    assert TITLES[0] in shown
    assert Source.objects.count() == 1


def test_only_what_was_previewed_is_accepted(operator: Client, open_press: Press) -> None:
    page = previewed(operator, print_paper(open_press))
    answer = accepted(operator, page, feeds=["https://evil.example/rss"])
    assert answer.status_code == 422
    assert not Feed.objects.exists()
    forged = operator.post(ACCEPT, {"sealed": "forged", "name": "X", "slug": "x", **RULES})
    assert forged.headers["Location"] == ADD
    other = member("opal", "operator")
    assert accepted(other, page).headers["Location"] == ADD
    assert not Source.objects.exists()


def test_address_that_offers_nothing_is_refused_in_a_sentence(
    operator: Client, open_press: Press
) -> None:
    open_press.put("/", "<html><body><p>Rien.</p></body></html>")
    answer = previewed(operator, open_press.origin())
    assert answer.status_code == 422
    assert "No feed was found at" in answer.content.decode()
    assert open_press.origin() in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["", "ftp://x.example", "http://169.254.169.254/", "http://[::1]/", "x\x00y"]
)
def test_address_that_is_never_fetched_is_refused(operator: Client, address: str) -> None:
    answer = previewed(operator, address)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_source_without_a_feed(operator: Client) -> None:
    page = operator.get(f"{ADD}?plain")
    answer = accepted(operator, page, name="Agence du Nord", slug="agence")
    assert said(operator, answer) == ["“Agence du Nord” is added."]
    assert "It has no feed" in operator.get("/desk/sources/agence/").content.decode()


def test_another_feed_is_added_to_its_source(operator: Client, open_press: Press) -> None:
    print_articles(open_press)
    source = valmer()
    page = previewed(operator, print_feed(open_press), source="valmer")
    assert "Add to “Le Courrier de Valmer”" in page.content.decode()
    assert 'name="slug"' not in page.content.decode()
    answer = accepted(operator, page)
    assert answer.headers["Location"] == "/desk/sources/valmer/"
    assert Feed.objects.get().source == source


def test_known_site_may_get_the_feed_or_a_new_source(operator: Client, open_press: Press) -> None:
    print_articles(open_press)
    source = valmer(homepage=f"{open_press.origin()}/")
    page = previewed(operator, print_feed(open_press))
    assert "This site is known as" in page.content.decode()
    none = accepted(operator, page, into="valmer", feeds=[])
    assert none.status_code == 422
    assert "Choose at least one feed." in none.content.decode()
    accepted(operator, page, into="valmer")
    assert Feed.objects.get().source == source
    taken = accepted(operator, page)
    assert "Everything that was found is followed already." in taken.content.decode()


def test_no_other_source_gets_the_feed(operator: Client, open_press: Press) -> None:
    page = previewed(operator, print_paper(open_press))
    make_source("gazette")
    accepted(operator, page, into="gazette")
    assert Feed.objects.get().source.slug == "le-courrier-de-valmer"


def test_list_says_how_sources_fare(operator: Client) -> None:
    failing(valmer(release="review"))
    make_source("files")
    page = operator.get("/desk/sources/").content.decode()
    for words in (f'1 failing: <span dir="auto">{SLOW}', "4 hours ago", "after review", "none"):
        assert words in page
    assert page.index("valmer") < page.index("/desk/sources/files/")
    assert "Files" not in operator.get("/desk/sources/?show=problem").content.decode()


def test_page_of_a_source_says_all_of_it(operator: Client) -> None:
    source = valmer()
    failing(source, title="À la une")
    make_feed(source, "https://valmer.example/b", state="gone")
    make_page(source, "english", state="refused", problem=NOT_FRENCH)
    page = operator.get("/desk/sources/valmer/").content.decode()
    for words in ("À la une", SLOW, "Failed 2 times", "Gone: its server", NOT_FRENCH, "Refused"):
        assert words in page
    assert operator.get("/desk/sources/oz/").status_code == 404


def act(client: Client, name: str, **sent: Any) -> str:
    answer = client.post(f"/desk/sources/valmer/{name}/", sent)
    assert answer.status_code == 302
    return said(client, answer)[0]


def test_feed_is_paused_resumed_and_asked(operator: Client) -> None:
    feed = make_feed(valmer(), title="À la une")
    assert "Paused: À la une." in act(operator, "pause", feed=feed.pk)
    assert Feed.objects.get().state == "paused"
    assert "resume it first" in act(operator, "poll", feed=feed.pk)
    assert "Followed again" in act(operator, "resume", feed=feed.pk)
    Job.objects.all().delete()
    assert "Being asked now" in act(operator, "poll", feed=feed.pk)
    assert Job.objects.get().key == str(feed.pk)


def test_refused_page_is_fetched_again(operator: Client) -> None:
    page = make_page(valmer(), state="refused", next_fetch_at=None)
    assert "Being fetched once more" in act(operator, "again", page=page.pk)
    assert Page.objects.get().next_fetch_at is not None
    assert (Job.objects.get().kind, Job.objects.get().key) == ("fetch", str(page.pk))


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 30, "0"])
def test_act_on_nothing_is_not_found(operator: Client, number: str) -> None:
    valmer()
    assert operator.post("/desk/sources/valmer/pause/", {"feed": number}).status_code == 404
    assert operator.post("/desk/sources/valmer/again/", {"page": number}).status_code == 404
    assert operator.post("/desk/sources/valmer/burn/").status_code == 404
    assert operator.get("/desk/sources/valmer/pause/").status_code == 405


def test_feed_of_another_source_is_out_of_reach(operator: Client) -> None:
    valmer()
    feed = make_feed(make_source("gazette"))
    assert operator.post("/desk/sources/valmer/pause/", {"feed": feed.pk}).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/admin/", ""])
def test_way_back_is_the_page_of_the_source(operator: Client, back: str) -> None:
    feed = make_feed(valmer())
    answer = operator.post("/desk/sources/valmer/poll/", {"feed": feed.pk, "back": back})
    assert answer.headers["Location"] == "/desk/sources/valmer/"
    more = {"feed": feed.pk, "back": "/desk/sources/valmer/?state=refused"}
    answer = operator.post("/desk/sources/valmer/poll/", more)
    assert answer.headers["Location"] == "/desk/sources/valmer/?state=refused"


def test_editor_sees_and_changes_nothing(edith: User) -> None:
    editor = signed_in(edith, "editor")
    feed = make_feed(valmer())
    make_page(feed.source, state="refused")
    page = editor.get("/desk/sources/valmer/").content.decode()
    assert "Refused" in page
    for words in ("Ask now", "Fetch again", "Another feed", "Its rules"):
        assert words not in page
    assert "Add a feed" not in editor.get("/desk/sources/").content.decode()
    assert editor.post("/desk/sources/valmer/pause/", {"feed": feed.pk}).status_code == 403
    assert editor.get(ADD).status_code == 403
    assert editor.post(ACCEPT).status_code == 403


def test_desk_bar_leads_to_sources(operator: Client) -> None:
    assert f'href="{reverse("curate:sources")}"' in operator.get(ADD).content.decode()


def test_hostile_words_of_a_channel_stay_words(operator: Client, open_press: Press) -> None:
    for vector in VECTORS[::40]:
        words = "".join(c for c in vector.words if c.isprintable())
        items = [Item(words, f"{open_press.origin()}/0.html", words)]
        open_press.put("/rss.xml", rss(items, title=words), content_type=XML)
        page = previewed(operator, f"{open_press.origin()}/rss.xml")
        assert page.status_code == 200, words
        shown = page.content.decode()
        assert "<script>" not in shown.replace("</script>", ""), words
        assert shown.count("<img") == 0, words
