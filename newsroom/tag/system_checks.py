"""The system check of tagging: whether names are found as the operator asked."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from newsroom.tag.finding import pipeline


@register(Tags.files)
def pipeline_is_there(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whether names are found with the pipeline that is asked for."""
    flaw = pipeline.flaw(settings.NER_PIPELINE)
    if not flaw:
        return []
    return [
        checks.Warning(
            f"Names in articles are found by the gazetteer alone: {flaw}.",
            hint="Unset NER_PIPELINE, or set it to a French spaCy pipeline or to `none`.",
            id="newsroom.W003",
        )
    ]
