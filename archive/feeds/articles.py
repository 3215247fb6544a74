"""Articles as feeds tell them: both headlines, and the opening as far as its source allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.dateformat import format as in_words
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import get_default_timezone

from archive.citing.names import names_in
from archive.discuss.text import one_line
from archive.feeds.atom import ArticlesAtom, Entry, Head
from archive.models import Article, Capture, Edition, Tag, Tagging
from archive.models.article import ArticleQuerySet
from archive.reading import Reading, Sentence, read_live

NEWEST = 50
OPENING = 60  # words of English after which a summary ends
SUBTITLE = "French news in English, translated by machine and checked by people where they could."
Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one feed holds, before any text is read: the articles and their tags."""

    articles: tuple[Article, ...]
    tags: dict[int, Tags]

    @property
    def made_of(self) -> list[object]:
        """All that its feed is made of; an Edition never changes and stands for its text."""
        return [
            (
                article.pk,
                article.edition_id,
                article.canonical_url,
                article.source.name,
                article.source.slug,
                article.source.display,
                article.source.licence_note,
                self.tags.get(article.pk, ()),
            )
            for article in self.articles
        ]


def shelf(articles: ArticleQuerySet) -> Shelf:
    """The newest of the articles, from three queries."""
    first = Capture.objects.filter(article=OuterRef("pk"), n=1).values("received_at")
    whole = articles.for_lists().select_related("edition__capture")
    found = whole.defer("capture__raw", "edition__capture__raw").newest_first()
    shown = tuple(found.annotate(received_at=Subquery(first))[:NEWEST])
    return Shelf(shown, _tags(shown))


def _tags(articles: tuple[Article, ...]) -> dict[int, Tags]:
    """The tags of each, by name. In one query, SQLite would begin with every tag there is."""
    standing = Tagging.objects.filter(article__in=articles, refused=False)
    pairs = list(standing.order_by().values_list("article", "tag"))
    shown = Tag.objects.shown().in_bulk({tag for _, tag in pairs})
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for article, tag in pairs:
        if tag in shown:
            found[article].append((shown[tag].slug, shown[tag].label_en))
    return {pk: tuple(sorted(tags, key=itemgetter(1, 0))) for pk, tags in found.items()}


def write(held: Shelf, *, title: str, address: str, page: str, remark: str = "") -> bytes:
    """The feed as a document. `address` and `page` are paths on this site; one query."""
    head = Head(
        title=one_line(title),
        subtitle=one_line(f"{SUBTITLE} {remark}"),
        address=settings.SITE_URL + address,
        page=settings.SITE_URL + page,
        site=(settings.SITE_NAME, settings.SITE_URL),
        search=settings.SITE_URL + reverse("archive:opensearch"),
        schemes={
            "source": settings.SITE_URL + reverse("archive:sources"),
            "tag": settings.SITE_URL + reverse("archive:tags"),
        },
    )
    readings = read_live(held.articles)
    entries = [_entry(readings[each.pk], held.tags.get(each.pk, ())) for each in held.articles]
    written = BytesIO()
    ArticlesAtom(head, entries).write(written, "utf-8")
    return written.getvalue()


def _entry(reading: Reading, tags: Tags) -> Entry:
    article, edition = reading.article, reading.edition
    assert edition is not None, "feeds hold translated articles"  # noqa: S101
    at = reading.capture.published_at if edition.published_on else None
    return Entry(
        id=_whole(reverse("archive:article", args=[article.pk])),
        page=_whole(article.get_absolute_url()),
        title=one_line(edition.title),
        title_fr=one_line(edition.title_fr),
        published=at or _published(edition, vars(article)["received_at"]),
        updated=edition.at,
        issued=None if at else edition.published_on,
        authors=_authors(edition, article),
        source=(article.source.slug, article.source.name),
        summary=summary(reading),
        original=reading.original_url,
        tags=tags,
        comments=_whole(reverse("archive:comments_feed", args=[article.pk])),
        rights=one_line(article.source.licence_note),
    )


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _authors(edition: Edition, article: Article) -> tuple[str, ...]:
    """Those whom the byline names; else the outlet stands for them."""
    return tuple(str(name) for name in names_in(edition.byline)) or (article.source.name,)


def _published(edition: Edition, received_at: datetime) -> datetime:
    """Noon of a known day, which is the same day nearly everywhere; else the time of receipt.

    What was received in the morning of its day was out by then: that is its time.
    """
    if edition.published_on is None:
        return received_at
    zone = get_default_timezone()
    midnight, noon = (
        datetime.combine(edition.published_on, hour, tzinfo=zone) for hour in (time(0), time(12))
    )
    return min(noon, max(midnight, received_at))


def summary(reading: Reading) -> SafeString:
    """The French headline, what there is to say of the date, and the opening of the English."""
    paragraphs = format_html_join("", "<p>{}</p>", ((text,) for text in opening(reading)))
    headline = format_html('<p lang="fr"><i>{}</i></p>', one_line(reading.title_fr))
    return headline + format_html_join("", "<p>{}</p>", _of_the_date(reading)) + paragraphs


def _of_the_date(reading: Reading) -> Iterator[tuple[str]]:
    if reading.facts.published_on is None:
        received: Any = vars(reading.article)["received_at"]
        day = in_words(received.astimezone(get_default_timezone()), "j F Y")
        yield (f"The French bears no date. It was received on {day}.",)
    elif reading.facts.date_basis == Capture.DateBasis.INFERRED:
        yield ("The date is inferred from the text.",)
    elif reading.facts.date_basis == Capture.DateBasis.EDITOR:
        yield ("The date was set by an editor.",)


def opening(reading: Reading) -> list[str]:
    """The first paragraphs of the English, whole sentences up to the one that passes the limit.

    A Reading holds no more than its source lets readers see.
    """
    kept: list[Sentence] = []
    words = 0
    for sentence in reading.body:
        if words >= OPENING:
            break
        kept.append(sentence)
        words += len((sentence.english or "").split())
    paragraphs = [
        " ".join(one_line(sentence.english or "") for sentence in run)
        for _, run in groupby(kept, key=lambda sentence: sentence.paragraph)
    ]
    if paragraphs and (reading.withheld or len(kept) < len(reading.body)):
        paragraphs[-1] += " …"
    return paragraphs
