"""What the index holds of each article: the words of its live Edition, and what it is found by."""

from collections.abc import Iterator, Sequence
from datetime import date

from tantivy import Document

from archive.models import Article, Segment, Tagging
from archive.reading import Reading, Sentence, read_live
from archive.search.schema import SCHEMA, Language, plain_text


def day_number(day: date) -> int:
    """Days since the first of January of the year 1: what the index compares dates by."""
    return day.toordinal()


def documents(article_ids: Sequence[int]) -> Iterator[Document]:
    """The document of each of the articles that readers may find; others have none.

    Words that a source does not let readers see are not searched either.
    """
    articles = Article.objects.translated().for_lists().select_related("edition__capture")
    tags = _tags(article_ids)
    found = list(articles.defer("edition__capture__raw").filter(pk__in=article_ids))
    for reading in read_live(found).values():
        yield _document(reading, tags.get(reading.article.pk, []))


def _tags(article_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    standing = Tagging.objects.filter(article__in=article_ids, refused=False)
    shown = standing.filter(tag__merged_into__isnull=True).exclude(tag__status="hidden")
    for article_id, slug in shown.values_list("article", "tag__slug"):
        found.setdefault(article_id, []).append(slug)
    return found


def _document(reading: Reading, tags: list[str]) -> Document:
    article, edition = reading.article, reading.edition
    assert edition, "only translated articles are indexed"  # noqa: S101
    day = day_number(article.listed_on)
    fields: dict[str, object] = {
        "id": article.pk,
        "edition": edition.pk,
        "day": day,
        "order": day << 40 | article.pk,
        "source": article.source.slug,
        "tag": tags,
        "year": f"{article.listed_on:%Y}",
        "month": f"{article.listed_on:%Y-%m}",
        "level": reading.level,
    }
    titles = {Language.ENGLISH: edition.title, Language.FRENCH: edition.title_fr}
    for language, title in titles.items():
        body = "\n".join(_words(reading.sentences, language))
        fields |= _texts(language, plain_text(title), plain_text(body))
    return Document.from_dict(fields, SCHEMA)


def _texts(language: Language, title: str, body: str) -> dict[str, object]:
    whole = f"{title}\n{body}"
    return {
        language: body,
        language.headline: title,
        language.plain: whole,
        language.folded: whole,
    }


def _words(sentences: Sequence[Sentence], language: Language) -> Iterator[str]:
    for sentence in sentences:
        if sentence.kind != Segment.Kind.TITLE:
            yield (sentence.english or "") if language == Language.ENGLISH else sentence.french
