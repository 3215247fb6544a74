"""Doubts: a reader's one click that a wording reads wrong, for editors to look at it sooner."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from archive.discuss import circumstances
from archive.discuss.pipeline import LATEST, RATE_WINDOW, Refusal, Sent, rules
from archive.models import Doubt, Translation

logger = logging.getLogger(__name__)

PER_WRITER = 30  # in RATE_WINDOW
# Whoever keeps no cookie is somebody new at each click: of one wording so many are enough.
PER_WORDING = 20  # in RATE_WINDOW
OLD = "The page was open for more than a day. Please press the button once more."
MANY = "You pressed the button many times. Wait ten minutes, then go on."


def doubt(wording: Translation, sent: Sent) -> bool:
    """Note that the writer finds the wording wrong; False where that is known already.

    A Refusal says why nothing is noted.
    """
    _ensure_heard(sent)
    since = timezone.now() - RATE_WINDOW
    with transaction.atomic():
        late = Doubt.objects.filter(at__gt=since)
        if late.filter(writer=sent.writer).count() >= PER_WRITER:
            raise Refusal("rate", MANY)
        if late.filter(translation=wording).count() >= PER_WORDING:
            return False
        _, is_new = Doubt.objects.get_or_create(translation=wording, writer=sent.writer)
    if is_new:
        logger.info("wording %s: doubted", wording.pk)
    return is_new


def _ensure_heard(sent: Sent) -> None:
    """Raise a Refusal for whoever may not write here, and for a page that is out of date."""
    verdict = rules.standing(circumstances.of_report(replace(sent, text="")))
    if isinstance(verdict, Refusal):
        raise verdict
    if sent.age > LATEST:
        raise Refusal("old", OLD)
