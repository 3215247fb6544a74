"""What a preview shows is what is kept, and a preview keeps nothing."""

import time
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.core import signing

from archive.models import Article, AuditEvent, Job, Page, Source
from newsroom.curate.adding import (
    SALT,
    STALE,
    Given,
    fetched,
    opened,
    preview,
    preview_of,
    sealed,
    store,
)
from newsroom.ingest.story import Refusal
from tests.factories import make_source
from tests.newsroom.wire.pages import PATH, TITLE, show
from tests.newsroom.wire.pages import TEXT as LIGHTHOUSE
from tests.press import Press

pytestmark = pytest.mark.django_db
TEXT = (
    "Le musée rouvre ses portes\n\nLe 12 mars 2024\n\n"
    "Le musée de la ville a rouvert mardi après deux ans de travaux. Les visiteurs étaient "
    "nombreux dès le matin.\n« C’est une joie pour tous les habitants », dit la directrice."
)


@pytest.fixture
def source() -> Source:
    return make_source("files")


def given(text: str = TEXT, name: str = "") -> Given:
    return Given(text.encode(), name, "files")


def test_preview_shows_title_date_and_sentences(source: Source) -> None:
    (seen,) = preview(given(), source)
    assert seen.outcome == "stored"
    assert seen.capture is not None
    assert seen.capture.title == "Le musée rouvre ses portes"
    assert str(seen.capture.published_on) == "2024-03-12"
    assert seen.sentences[0].text == "Le musée rouvre ses portes"
    assert len(seen.sentences) == 4
    assert seen.held is None


def test_preview_keeps_nothing(source: Source) -> None:
    preview(given(), source)
    assert not Article.objects.exists()
    assert not Job.objects.exists()


def test_what_is_stored_is_what_was_previewed(source: Source, edith: User) -> None:
    (seen,) = preview(given(), source)
    tally, words = store(given(), source, by=edith)
    article = Article.objects.get()
    kept = [(s.uid, s.kind, s.text) for s in article.segments.alive()]
    assert kept == [(s.uid, s.kind, s.text) for s in seen.sentences]
    assert (tally.sentence(), words) == ("Stored 1 article, 0 unchanged, 0 refused.", [])
    assert AuditEvent.objects.get().target == f"article:{article.pk}"
    assert Job.objects.get().kind == "translate"


def test_pasted_text_is_known_by_its_digest(source: Source, edith: User) -> None:
    store(given(), source, by=edith)
    assert Article.objects.get().source_ref == f"sha256:{sha256(TEXT.encode()).hexdigest()}"


def test_file_is_known_by_its_name(source: Source, edith: User) -> None:
    store(given(name="musee.txt"), source, by=edith)
    assert Article.objects.get().source_ref == "musee.txt"


def test_twice_is_once(source: Source, edith: User) -> None:
    store(given(), source, by=edith)
    article = Article.objects.get()
    (seen,) = preview(given(), source)
    assert (seen.outcome, seen.held) == ("unchanged", article.pk)
    tally, _ = store(given(), source, by=edith)
    assert tally.sentence() == "Stored 0 articles, 1 unchanged, 0 refused."
    assert AuditEvent.objects.count() == 1


def test_new_text_of_a_file_says_which_article_it_changes(source: Source, edith: User) -> None:
    store(given(name="musee.txt"), source, by=edith)
    (seen,) = preview(given(TEXT + "\nLe maire était là.", "musee.txt"), source)
    assert (seen.outcome, seen.held) == ("changed", Article.objects.get().pk)
    assert Article.objects.get().captures.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "It is empty."),
        (
            "The bridge opened again and the people of the town were glad. " * 4,
            "English",
        ),
        ("<html><body></body></html>", "article text"),
    ],
)
def test_refusal_is_in_the_words_of_ingest(
    source: Source, edith: User, text: str, words: str
) -> None:
    (seen,) = preview(given(text), source)
    assert seen.outcome == "refused"
    assert words in seen.reason
    tally, said = store(given(text), source, by=edith)
    assert (tally.refused, said) == (1, [seen.reason])


def test_short_text_is_warned_of(source: Source) -> None:
    (seen,) = preview(given("Le pont\n\nLe pont a rouvert."), source)
    assert "fewer than 20 words" in seen.warnings[0]


def test_long_text_is_shown_in_part(source: Source) -> None:
    (seen,) = preview(given("Le pont a rouvert mardi matin.\n" * 400), source)
    assert (len(seen.sentences), seen.more) == (300, 100)


def test_seal_holds_what_was_given(edith: User) -> None:
    assert opened(sealed(given(name="a.txt"), edith), edith) == given(name="a.txt")
    assert opened(sealed(Given(bytes(range(256)), "", "files"), edith), edith).raw[255] == 255


def test_broken_seal_is_refused(edith: User, max_: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sealed(given(), edith)
    odd = signing.dumps(["é", "", "files", edith.pk, "", None], salt=SALT)
    for forged in ("", token[:-1], token.replace(".", ":"), signing.dumps([1, 2, 3, 4]), odd):
        with pytest.raises(Refusal, match=STALE):
            opened(forged, edith)
    with pytest.raises(Refusal, match=STALE):
        opened(token, max_)
    later = time.time() + 25 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    with pytest.raises(Refusal, match=STALE):
        opened(token, edith)


def visited(press: Press, source: Source) -> Given:
    """What an editor gave who pasted the address of the lighthouse."""
    show(press, *LIGHTHOUSE)
    return fetched(f"{press.origin()}{PATH}", source)


def test_page_is_previewed_as_it_would_be_stored(open_press: Press, source: Source) -> None:
    (seen,) = preview(visited(open_press, source), source)
    assert seen.outcome == "stored"
    assert [sentence.text for sentence in seen.sentences] == [TITLE, *LIGHTHOUSE]
    assert not Article.objects.exists()
    assert not Page.objects.exists()


def test_page_is_stored_without_a_second_request(
    open_press: Press, source: Source, edith: User
) -> None:
    token = sealed(visited(open_press, source), edith)
    open_press.forget()
    tally, _ = store(opened(token, edith), source, by=edith)
    assert tally.sentence() == "Stored 1 article, 0 unchanged, 0 refused."
    assert open_press.asked == []
    assert AuditEvent.objects.get().act == "add article"


def test_page_that_was_stored_is_looked_at_again(
    open_press: Press, source: Source, edith: User
) -> None:
    store(visited(open_press, source), source, by=edith)
    page = Page.objects.get()
    assert (page.url, page.state, page.via) == (f"{open_press.origin()}{PATH}", "held", "page")
    assert page.article == Article.objects.get()
    assert page.next_fetch_at is not None


def test_page_twice_is_once(open_press: Press, source: Source, edith: User) -> None:
    given = visited(open_press, source)
    store(given, source, by=edith)
    (seen,) = preview(given, source)
    assert (seen.outcome, seen.held) == ("unchanged", Article.objects.get().pk)
    tally, _ = store(given, source, by=edith)
    assert tally.sentence() == "Stored 0 articles, 1 unchanged, 0 refused."


def test_page_of_another_source_is_refused(open_press: Press, source: Source, edith: User) -> None:
    store(visited(open_press, source), source, by=edith)
    other = make_source("gazette")
    (seen,) = preview(visited(open_press, other), other)
    assert (seen.outcome, "belongs to source" in seen.reason) == ("refused", True)


@pytest.mark.parametrize("path", ["/nothing", "/private"])
def test_page_that_cannot_be_had_is_refused(open_press: Press, source: Source, path: str) -> None:
    open_press.put("/robots.txt", "User-agent: *\nDisallow: /private", content_type="text/plain")
    with pytest.raises(Refusal):
        fetched(f"{open_press.origin()}{path}", source)
    with pytest.raises(Refusal):
        fetched("http://169.254.169.254/latest", source)


def test_story_read_elsewhere_is_previewed_alike(source: Source) -> None:
    (story,) = given().stories()
    assert not isinstance(story, Refusal)
    assert preview_of(story, source).outcome == "stored"
    assert not Article.objects.exists()
