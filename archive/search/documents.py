"""What the index holds of each article: the words of its live Edition, and what it is found by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tantivy import Document

from archive.models import Alias, Article, Comment, Segment, Tag, Tagging
from archive.reading import Level, Reading, Sentence, read_live
from archive.search.schema import SCHEMA, Language, naming, plain_text

LEVELS = {Level.MACHINE: "machine", Level.PARTLY: "partly", Level.FULLY: "fully"}
DISCUSSED = "yes"


@dataclass(frozen=True, slots=True)
class _Named:
    """A tag as it is found: by its slug, by its kind, and by the words of all its names."""

    slug: str
    kind: str
    names: list[str] = field(default_factory=list)


def day_number(day: date) -> int:
    """Days since the first of January of the year 1: what the index compares dates by."""
    return day.toordinal()


def month_number(day: date) -> int:
    """The day's month, counted from the first of the year 0: what the index counts months by."""
    return day.year * 12 + day.month - 1


def order_number(day: date, article_id: int) -> int:
    """Where an article stands among all: a later day is greater, within a day a greater id."""
    return day_number(day) << 40 | article_id


def documents(article_ids: Sequence[int]) -> Iterator[Document]:
    """The document of each of the articles that readers may find; others have none.

    Words that a source does not let readers see are not searched either. Six queries, however
    many the articles.
    """
    articles = Article.objects.translated().for_lists().select_related("edition__capture")
    tags = _tags(article_ids)
    said = Comment.objects.published().filter(article__in=article_ids)
    discussed = set(said.values_list("article", flat=True))
    found = list(articles.defer("edition__capture__raw").filter(pk__in=article_ids))
    for reading in read_live(found).values():
        pk = reading.article.pk
        yield _document(reading, tags.get(pk, []), discussed=pk in discussed)


def _tags(article_ids: Sequence[int]) -> dict[int, list[_Named]]:
    """Each article's tags as readers see them, from three queries."""
    standing = Tagging.objects.filter(article__in=article_ids, refused=False)
    pairs = list(standing.values_list("article", "tag"))
    shown = Tag.objects.shown().filter(pk__in={tag for _, tag in pairs})
    named = {
        pk: _Named(slug, kind, [name for name in labels if name])
        for pk, slug, kind, *labels in shown.values_list(
            "pk", "slug", "kind", "label_en", "label_fr"
        )
    }
    for tag, text in Alias.objects.filter(tag__in=named).values_list("tag", "text"):
        named[tag].names.append(text)
    found: dict[int, list[_Named]] = {}
    for article_id, tag in pairs:
        if tag in named:
            found.setdefault(article_id, []).append(named[tag])
    return found


def _document(reading: Reading, tags: list[_Named], *, discussed: bool) -> Document:
    article, edition = reading.article, reading.edition
    assert edition, "only translated articles are indexed"  # noqa: S101
    fields: dict[str, object] = {
        "id": article.pk,
        "edition": edition.pk,
        "order": order_number(article.listed_on, article.pk),
        "source": article.source.slug,
        "level": LEVELS[reading.level],
        "tag": [tag.slug for tag in tags],
        "kind_and_tag": [f"{tag.kind} {tag.slug}" for tag in tags],
        "discussed": [DISCUSSED] if discussed else [],
    }
    if edition.published_on:
        fields["day"] = day_number(edition.published_on)
        fields["month"] = month_number(edition.published_on)
    for kind in {tag.kind for tag in tags}:
        fields[naming(kind)] = [name for tag in tags if tag.kind == kind for name in tag.names]
    titles = {Language.ENGLISH: edition.title, Language.FRENCH: edition.title_fr}
    for language, title in titles.items():
        body = "\n".join(_words(reading.sentences, language))
        fields |= _texts(language, plain_text(title), plain_text(body))
    return Document.from_dict(fields, SCHEMA)


def _texts(language: Language, title: str, body: str) -> dict[str, object]:
    # As two values: no phrase runs from the headline into the text.
    return {
        language: body,
        language.headline: title,
        language.plain: [title, body],
        language.folded: [title, body],
    }


def _words(sentences: Sequence[Sentence], language: Language) -> Iterator[str]:
    for sentence in sentences:
        if sentence.kind != Segment.Kind.TITLE:
            yield (sentence.english or "") if language == Language.ENGLISH else sentence.french
