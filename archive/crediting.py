"""Whom to credit with a reader's wording: the name that its suggestion gives, if any.

The name stays with the suggestion alone: erased there, it is credited nowhere. A wording that was
given to the same French elsewhere is credited like the one that was suggested.
"""

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from archive.models import Suggestion, Translation
from archive.models.suggestion import ACCEPTED


def credit() -> Case:
    """The name to credit with a Translation, empty for none; only readers' ones are looked up."""
    accepted = Suggestion.objects.filter(state__in=ACCEPTED)
    its_own = accepted.filter(translation=OuterRef("pk"))
    same_elsewhere = accepted.filter(
        segment__sha256=OuterRef("segment__sha256"), translation__text=OuterRef("text")
    )
    names = (Subquery(each.order_by("pk").values("name")[:1]) for each in (its_own, same_elsewhere))
    return Case(
        When(origin=Translation.Origin.READER, then=Coalesce(*names, Value(""))),
        default=Value(""),
        output_field=CharField(),
    )
