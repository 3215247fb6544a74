"""What a source lets readers see holds at every address that tells of an article."""

import pytest
from django.test import Client

from archive.models import Article
from archive.search import index
from tests.archive.discuss.writing import say
from tests.factories import make_article, make_source, make_translation, publish, rewrite
from tests.walking import walk

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = ("Le funiculaire attend", "The funicular waits")
OPENING = ("La gare du haut est fermée.", "The upper station is closed.")
SECOND = ("Les voisins descendent à pied.", "The neighbours walk down.")
SECRET = ("Le zqsecret dort sous la voie.", "The zqhidden sleeps under the track.")
LATER = ("Le zqsecret dort encore sous la voie.", "The zqhidden still sleeps under the track.")
ENGLISH = dict([TITLE, OPENING, SECOND, SECRET, LATER])
# What was typed stands on the page of a search: so these look for the beginning of the word.
SEARCHES = ("zqs*", "zqh*", "funicular", "waits+-zqh*", '"dort"', "sleeps", "lang:fr+dort")


def withheld(display: str) -> Article:
    """An article of which the last sentence may not be shown, though it was once corrected."""
    article = make_article(
        title=TITLE[0],
        body=[[OPENING[0]], [SECOND[0]], [SECRET[0]]],
        source=make_source("revue", display=display),
    )
    publish(article, ENGLISH)
    segment = article.segments.get(text=SECRET[0])
    say(article, "I know.", segment=segment, translation=segment.translations.get())
    make_translation(segment, "A zqhidden sleeps there.", origin="editor", state="edited")
    publish(article)
    rewrite(article, {SECRET[0]: LATER[0]}, ENGLISH)
    return article


def tells(client: Client, article: Article) -> dict[str, str]:
    """What every address says that a reader reaches from the article, its feeds and searches."""
    whole = f"/articles/{article.pk}"
    starts = [f"{article.get_absolute_url()}?view={v}" for v in ("en", "side", "lines", "fr")]
    starts += [f"{whole}.json", f"{whole}/changes/", *(f"{whole}/v{n}/" for n in (1, 2, 3))]
    starts += [f"{whole}/v3/cite.{form}" for form in ("txt", "ris", "bib")]
    starts += [f"{whole}/s/{uid}/" for uid in range(1, 7)]
    starts += [f"{whole}/comments.atom", "/feed.atom", "/comments/feed.atom", "/"]
    starts += [f"/search/{feed}?q={typed}" for typed in SEARCHES for feed in ("", "feed.atom")]
    return {address: answer.text for address, answer in walk(client, starts).items()}


@pytest.mark.parametrize("display", ["excerpt", "metadata"])
def test_what_a_source_withholds_stands_nowhere(rosa: Client, display: str) -> None:
    article = withheld(display)
    index.build()
    told = tells(rosa, article)
    assert [at for at, text in told.items() if "zqsecret" in text or "zqhidden" in text] == []
    assert "does not let this archive show" in told[f"/articles/{article.pk}/changes/"]


def test_a_full_source_shows_it_at_most_of_them(rosa: Client) -> None:
    article = withheld("full")
    index.build()
    told = tells(rosa, article)
    found = {at for at, text in told.items() if "zqsecret" in text or "zqhidden" in text}
    whole = f"/articles/{article.pk}"
    expected = {f"{whole}.json", f"{whole}/changes/", f"{whole}/v1/", "/search/?q=zqh*"}
    assert expected <= found


@pytest.mark.parametrize("display", ["excerpt", "metadata"])
def test_search_for_a_withheld_word_finds_nothing(rosa: Client, display: str) -> None:
    withheld(display)
    index.build()
    for typed in ("zqsecret", "zqhidden", "sleeps", "dort"):
        shown = rosa.get(f"/search/?q={typed}").content.decode()
        assert 'class="entry' not in shown, typed
    assert 'class="entry' in rosa.get("/search/?q=funicular").content.decode()
