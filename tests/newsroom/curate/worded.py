"""Articles in which a term of the glossary stands, translated by the toy, which knows no term."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from django.contrib.auth.models import User
from django.db import transaction

from archive import ledger
from archive.models import Article, Batch, Segment, Translation
from newsroom import line
from newsroom.curate import glossary
from newsroom.curate.glossary import GLOSSARY
from newsroom.curate.terms import Change, Facts
from newsroom.models import Term
from tests import factories

GREVE = "La grève de Valmont continue."
OTHER = "Le pont est fermé."
STRIKE = Facts("grève", "strike", ("everg",))  # the toy writes a French word backwards
_numbers = count(1)


def article(*sentences: str, **fields: object) -> Article:
    """A live article of these sentences, translated."""
    made = factories.make_article(title=None, body=[sentences], **fields)  # type: ignore[arg-type]
    with transaction.atomic():
        ledger.enqueue(line.TRANSLATE, str(made.pk))
    work()
    made.refresh_from_db()
    return made


def articles(many: int, *sentences: str) -> list[Article]:
    """So many of them, translated together."""
    made = [factories.make_article(title=None, body=[sentences]) for _ in range(many)]
    with transaction.atomic():
        ledger.enqueue_all(line.TRANSLATE, (str(each.pk) for each in made))
    work()
    return made


def work() -> None:
    """Let the worker do all that is due, and what it put off."""
    while (
        ledger.run_due(line.TRANSLATE) or ledger.run_due(line.TAG) or ledger.run_due(GLOSSARY)
    ) or ledger.bring_forward(GLOSSARY):
        pass


def english(of: Article | None = None) -> dict[tuple[int, int], str]:
    """The wording that stands for each sentence, by article and uid."""
    alive = Segment.objects.alive()
    rows = (alive.filter(article=of) if of else alive).with_current()
    found = rows.values_list("article", "uid", "current_id")
    texts = Translation.objects.in_bulk([pk for *_, pk in found])
    return {(article, uid): texts[pk].text for article, uid, pk in found}


def wording_ids() -> dict[int, int]:
    """The wording that stands for each sentence, by primary keys."""
    rows = Segment.objects.alive().with_current().order_by()
    return dict(rows.values_list("pk", "current_id"))


def term(by: User, facts: Facts = STRIKE) -> Term:
    """A term that has stood for long: no batch tells of it."""
    row = facts.row(by=by, at=datetime(2024, 1, 1, tzinfo=UTC))
    row.save()
    return row


def add(by: User, *facts: Facts) -> Batch:
    """Add terms; the worker has not heard of it yet."""
    return glossary.apply([Change(None, each) for each in facts or (STRIKE,)], by)


def change(row: Term, by: User, after: Facts | None) -> Batch:
    """Change a term, or delete it."""
    return glossary.apply([Change(Facts.of(row), after, row.pk)], by)


def persons(segment: Segment, text: str, by: User) -> Translation:
    """An editor's wording of the sentence."""
    return factories.make_translation(segment, text, origin="editor", state="edited", author=by)


def checks(pks: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """What the checks say of wordings."""
    return {row.pk: row.checks for row in Translation.objects.filter(pk__in=pks)}
