"""Withdrawn, hidden and scheduled articles: no page, count, facet, feed or list tells of them."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, resolve
from pytest_django import Settings

from archive import urls
from archive.models import Article, Suggestion
from archive.search import generations, index
from archive.search.locks import locked
from newsroom.curate import desk
from tests.newsroom.staff import entered
from tests.unseen import REASON, STATES, all_of, make_seen, make_unseen, take_away, telltales, words
from tests.walking import Answer, fetch, walk

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)

# Searches by words are in capitals, or by beginnings: what was typed is no telltale.
SEARCHES = (
    "",
    "q=pont",
    "q=bridge&sort=newest",
    "q=railway+bridge",
    "q=-zebra",
    "lang=fr&q=Garonne",
    *(f"q=ZQ{state.upper()}{part}" for state in STATES for part in ("TITLE", "TEXTE")),
    *(f"q=zq{state[0]}*" for state in STATES),
    *(
        f"{name}={value}-{state}"
        for state in STATES
        for name, value in (("tag", "only"), ("source", "of"))
    ),
    *(f"not_{name}={value}" for name, value in (("tag", "only-hidden"), ("source", "of-hidden"))),
    "q=person:ZQHIDDENTAG",
    "q=tag:only-withdrawn",
    "q=source:of-scheduled",
    "source=wire",
    "tag=iran&tag=transport",
    "after=2021-05-01&before=2021-05-09",
    "before=2020",
    "undated=1",
    "discussed=1",
    "level=machine",
    "page=2",
    "cursor=2021-05-02.999999",
)
FEEDS = ("", "feed.atom")
STARTS = (
    "/",
    "/?before=2022-01-01.1",
    "/feed.atom",
    "/calendar/",
    "/undated/",
    *("/2020/", "/2021/", "/2023/", "/2024/", "/2020/02/", "/2021/05/", "/2024/10/"),
    *("/2020/02/03/", "/2021/05/01/", "/2021/05/09/", "/2024/10/23/", "/2026/01/01/"),
    "/tags/",
    "/sources/",
    *(f"/{plural}/" for plural in ("subjects", "people", "organisations", "places")),
    *("/people/?q=zq", "/people/?initial=z&sort=number", "/places/?initial=i", "/places/?q=ira"),
    *(f"/{tag}/{rest}" for tag in ("places/iran", "subjects/transport") for rest in FEEDS),
    *(f"/tags/{slug}/{rest}" for slug in ("iran", "transport") for rest in FEEDS),
    *(f"/tags/only-{state}/{rest}" for state in STATES for rest in FEEDS),
    *(f"/people/only-{state}/{rest}" for state in STATES for rest in FEEDS),
    *(f"/sources/{slug}/{rest}" for slug in ("wire", "courier") for rest in ("", "feed.atom")),
    *(f"/sources/of-{state}/{rest}" for state in STATES for rest in ("", "feed.atom")),
    *(f"/search/{feed}?{query}" for query in SEARCHES for feed in ("", "feed.atom")),
    "/search/help/",
    "/about/",
    "/privacy/",
    *("/corrections/", "/corrections/feed.atom", "/corrections/?before=3"),
    "/comments/",
    "/suggestions/",
    *("/comments/feed.atom", "/comments/export/", "/comments/erase/"),
    *(f"/comments/by-mail/{rest}" for rest in ("", "?asked", "1-x/", "export/", "erase/")),
    *("/comments/1/quiet/x/", "/preview/1:x:x/"),
    *("/healthz", "/readyz", "/robots.txt", "/opensearch.xml"),
    *("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-articles-1.xml", "/sitemap-tags-1.xml"),
)
ENTRY, COUNT = r'<li class="(entry)">', r'class="count">(\d+)'
FACET = r'<a href="\?q=bridge&amp;(?:source|tag)=(\w+)" data-go>[^<]*</a> <span class="count">(\d+)'
# What is counted where, of five articles in English and one without, four of the day's month.
COUNTS: tuple[tuple[str, str, list[object]], ...] = (
    ("/", ENTRY, ["entry"] * 6),
    (
        "/",
        r'href="/(?:places|subjects)/(\w+)/">[^<]*</a> <span class="count">(\d+)',
        [("transport", "2"), ("iran", "5")],
    ),
    ("/", r">(\d+) comments?<", ["1"] * 4),
    ("/calendar/", r">(\d+) (?:undated )?articles?<", ["4", "1", "1"]),
    ("/2024/", r">(\d+) articles?<", ["4"]),
    ("/2024/10/", COUNT, ["3", "1"]),
    ("/2024/10/23/", r"<p>(\d+) articles?\.", ["3"]),
    ("/undated/", ENTRY, ["entry"]),
    ("/tags/", COUNT, ["2", "5"]),
    ("/places/", COUNT, ["5"]),
    ("/places/", r"data-found [^>]*>(\d+) places", ["1"]),
    ("/people/", r"(No translated article)", ["No translated article"]),
    ("/places/iran/", r"<dd>(\d+), ", ["5"]),
    ("/places/iran/", r'"count" href="[^"]*">(\d+)', ["2"]),
    (
        "/places/iran/",
        r'"([^":]+): (\d+) articles?"',
        [("March 2023", "1"), ("October 2024", "3")],
    ),
    ("/sources/", COUNT, ["2", "4"]),
    ("/sources/wire/", r"<dt>Articles</dt><dd>(\d+), (\d+)", [("4", "1")]),
    ("/search/", r"data-count>(\d+)", ["5"]),
    ("/search/?q=bridge", r"data-count>(\d+)", ["5"]),
    ("/search/?q=bridge", FACET, [("wire", "3"), ("courier", "2"), ("transport", "2")]),
    (
        "/search/?q=bridge",
        r'"([^":]+): (\d+) articles?"',
        [("March 2023", "1"), ("October 2024", "3")],
    ),
    ("/search/?q=bridge", r">(\d+) undated article<", ["1"]),
    ("/search/feed.atom?q=bridge", r"<(entry)", ["entry"] * 5),
    ("/feed.atom", r"<(entry)", ["entry"] * 5),
    ("/places/iran/feed.atom", r"<(entry)", ["entry"] * 5),
    ("/sources/wire/feed.atom", r"<(entry)", ["entry"] * 3),
    ("/sitemap-articles-1.xml", r"<(loc)>", ["loc"] * 5),
    ("/sitemap-tags-1.xml", r"/(?:places|subjects)/(\w+)/<", ["iran", "transport"]),
    (
        "/sitemap-pages.xml",
        r"/(sources/\w+|\d{4}/\d\d)/<",
        ["sources/courier", "sources/wire", "2023/03", "2024/10"],
    ),
)
NOTICES = re.compile(
    r"<div><dt>Withdrawn</dt>.*?</ul></dd></div>"
    r'|<li class="entry" id="c\d+" data-withdrawn>.*?</li>\s*'
    r"|<entry><title>Withdrawn: article \d+</title>.*?</entry>"
    r"|(?<=/corrections/feed\.atom</id>)<updated>[^<]*</updated>",
    re.DOTALL,
)


@pytest.fixture(autouse=True)
def everything_is_listed(settings: Settings) -> None:
    """The sitemap lists what no one has reviewed, too."""
    settings.UNREVIEWED_NOINDEX = False


@pytest.fixture
def readers(sam: Client, edith: User) -> dict[str, Client]:
    """Who must see nothing of them: anyone, and on readers' pages an editor neither."""
    return {"stranger": sam, "editor": entered(edith)}


@pytest.fixture
def unseen(edith: User) -> dict[str, list[Article]]:
    """Articles that readers saw, and found, until they were taken away."""
    make_seen(edith)
    found = make_unseen(edith)
    index.build()
    take_away(found, edith)
    return found


def own_addresses(article: Article) -> Iterator[str]:
    """Every address that an article has of its own."""
    whole = f"/articles/{article.pk}"
    yield from (article.get_absolute_url(), f"{whole}/", f"{whole}.json", f"{whole}/v1/")
    yield from (f"{whole}/v1/cite.{form}" for form in ("txt", "ris", "bib"))
    yield from (f"{whole}/s/1/", f"{whole}/comments/", f"{whole}/comments.atom")
    yield f"{whole}/changes/"
    for comment in article.comments.all():
        own = ("", "edit/", "erase/", "feed.atom", "report/", "report/thanks/")
        yield from (f"/comments/{comment.pk}/{place}" for place in own)
    yield from (f"{whole}/s/1/{act}/" for act in ("suggest", "doubt"))
    for suggestion in Suggestion.objects.filter(segment__article=article):
        yield from (f"/suggestions/{suggestion.pk}/{place}" for place in ("", "withdraw/"))
    yield f"{whole}/corrections/"


def articles_named(answer: Answer) -> set[int]:
    return {int(pk) for pk in re.findall(r"/articles/(\d+)", answer.text)}


def comparable(walked: dict[str, Answer]) -> dict[str, Answer]:
    """What a walk met, without the notices of what was withdrawn."""
    return {
        address: answer._replace(text=NOTICES.sub("", answer.text))
        for address, answer in walked.items()
        if answer.status != 410
    }


def test_every_kind_of_page_is_walked(edith: User) -> None:
    (article, *_) = make_seen(edith)
    walked = {resolve(path.partition("?")[0]).route for path in (*STARTS, *own_addresses(article))}
    patterns = {str(each.pattern) for each in urls.urlpatterns if isinstance(each, URLPattern)}
    assert patterns - walked == set(), "give each new page an example in STARTS or own_addresses"


@pytest.mark.embedded
def test_no_page_count_facet_feed_sitemap_or_related_list_tells_of_them(
    sam: Client, edith: User
) -> None:
    seen, editor = make_seen(edith), entered(edith)
    # Two of the five that were translated, and the one that was not.
    starts = [*STARTS, *(place for each in (*seen[:2], seen[-1]) for place in own_addresses(each))]
    before = comparable(walk(sam, starts))
    unseen = make_unseen(edith)
    theirs = [place for each in unseen["hidden"][:1] for place in own_addresses(each)]
    met = (fetch(sam, at).text for at in [*STARTS, *theirs])
    assert telltales(" ".join(met)) == {word for state in STATES for word in words(state)}
    take_away(unseen, edith)
    walked = comparable(walk(sam, starts))
    told = {at: found for at, answer in walked.items() if (found := telltales(answer.text))}
    assert told == {}
    pks = {article.pk for article in all_of(unseen)}
    assert {at for at, answer in walked.items() if articles_named(answer) & pks} == set()
    assert walked.keys() == before.keys()
    assert [at for at, answer in walked.items() if answer != before[at]] == []
    # Who is signed in reads the same pages: the walk need not be made again.
    as_editor = comparable({at: fetch(editor, at) for at in [*STARTS, *own_addresses(seen[0])]})
    assert [at for at, answer in as_editor.items() if answer != before[at]] == []


@pytest.mark.embedded
def test_their_own_addresses_answer_as_if_they_were_not(
    readers: dict[str, Client], unseen: dict[str, list[Article]]
) -> None:
    for article in [*unseen["hidden"], *unseen["scheduled"]]:
        for address, (who, reader) in product(own_addresses(article), readers.items()):
            answer = fetch(reader, address)
            assert (answer.status, telltales(answer.text)) == (404, set()), (who, address)


@pytest.mark.embedded
def test_withdrawn_one_answers_its_notice_and_nothing_of_its_text(
    readers: dict[str, Client], unseen: dict[str, list[Article]]
) -> None:
    told = words("withdrawn", ("title", "titre", "byline", "url", "source")) | {REASON}
    for article in unseen["withdrawn"]:
        for address, (who, reader) in product(own_addresses(article), readers.items()):
            answer = fetch(reader, address)
            is_writers = address.startswith("/suggestions/")
            gone = 404 if is_writers or address.endswith(("/edit/", "/erase/")) else 410
            assert answer.status == gone, (who, address)
            assert telltales(answer.text) <= told, (who, address)


def test_source_names_what_was_withdrawn_by_number_and_reason_alone(
    readers: dict[str, Client], unseen: dict[str, list[Article]]
) -> None:
    withdrawn = {each.pk for each in unseen["withdrawn"] if each.source.slug == "wire"}
    for who, reader in readers.items():
        answer = fetch(reader, "/sources/wire/")
        named = articles_named(answer) & {each.pk for each in all_of(unseen)}
        assert (telltales(answer.text), named) == ({REASON}, withdrawn), who
        assert f"3 articles: <q>{REASON}</q>" in answer.text, who


def test_counts_are_those_of_what_readers_see(
    readers: dict[str, Client], unseen: dict[str, list[Article]]
) -> None:
    for (who, reader), at in product(readers.items(), sorted({each[0] for each in COUNTS})):
        text = fetch(reader, at).text
        for _, pattern, counts in (each for each in COUNTS if each[0] == at):
            assert re.findall(pattern, text) == counts, (who, at, pattern)


@pytest.mark.parametrize("act", ["hide", "withdraw"])
def test_what_was_taken_away_is_not_found_while_another_process_keeps_the_index_waiting(
    sam: Client, edith: User, act: str
) -> None:
    (seen, *_) = make_seen(edith)
    asked = ("q=bridge", "q=bridge&sort=newest", "q=zqw*", "", "source=wire", "undated=1")
    addresses = [f"/search/{feed}?{query}" for query in asked for feed in ("", "feed.atom")]
    before = comparable({at: fetch(sam, at) for at in addresses})
    taken = all_of(make_unseen(edith))
    article = seen.get_absolute_url()
    assert [at for at in (*addresses, article) if not telltales(fetch(sam, at).text)] == []
    with locked(generations.writing(), wait=True):
        for each in taken:
            given = {"reason": REASON} if act == "withdraw" else {}
            getattr(desk, act)(each.pk, by=edith, expected=each.version, **given)
        assert comparable({at: fetch(sam, at) for at in addresses}) == before
        assert telltales(fetch(sam, article).text) == set()
