"""Records and their taggings for tests of the acts on them."""

from typing import Any

from django.contrib.auth.models import User

from archive import ledger, tagging
from archive.authority.seeking import SEEK
from archive.models import Alias, Article, Job, SearchOutbox, Tag, Tagging
from archive.names import fold


def make_tag(label: str, *names: str, **fields: Any) -> Tag:
    """A record of that label, with these names in French."""
    fields = {"kind": "person", "label_en": label, "slug": fold(label).replace(" ", "-")} | fields
    tag = Tag.objects.create(**fields)
    for name in names:
        Alias.objects.create(tag=tag, text=name, folded=fold(name), language="fr")
    return tag


def by_machine(article: Article, tag: Tag, **fields: Any) -> Tagging:
    """The machine's tagging."""
    fields = {"confidence": 0.9, "salience": 3, "offsets": [[1, 0, 4]]} | fields
    return Tagging.objects.create(article=article, tag=tag, origin="machine", **fields)


def add(article: Article, tag: Tag, by: User) -> None:
    """An editor's."""
    tagging.add(article, tag, by)


def rows(article: Article) -> list[tuple[str, str, bool]]:
    """What stands on the article: slug, origin, refused."""
    found = article.taggings.order_by("tag__slug").values_list("tag__slug", "origin", "refused")
    return list(found)


def touched() -> set[int]:
    """The articles that search was told of; it is told nothing from here on."""
    found = set(SearchOutbox.objects.values_list("article_id", flat=True))
    SearchOutbox.objects.all().delete()
    return found


def sought() -> set[int]:
    """Have what acts left to be sought found; the articles that wait to be tagged then."""
    while ledger.run_due(SEEK):
        pass
    return queued()


def queued() -> set[int]:
    """The articles that wait to be tagged; none does from here on."""
    waiting = Job.objects.filter(kind="tag", state="queued")
    found = {int(key) for key in waiting.values_list("key", flat=True)}
    waiting.delete()
    return found
