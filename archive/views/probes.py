"""Addresses for machines: is the process alive, can it serve."""

from datetime import timedelta

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive import ledger
from archive.models import Pulse

BEAT_LATE = timedelta(seconds=60)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where pages can be served and the clockwork runs, else 503 with the reasons.

    - `ready`: boolean. `problems`: sentences. `database`: boolean.
    - `oldest_due_job_seconds`: how long the oldest due job has waited, null where none is due.
    - `beat_seconds`: how long ago the clockwork was last seen, null where it never was.
    """
    try:
        due, beat = _waiting(), _since_beat()
    except DatabaseError:
        return _state(None, None, ["The database does not answer."], database=False)
    problems = []
    if beat is None:
        problems.append("The clockwork (beat) was never seen.")
    elif beat > BEAT_LATE:
        problems.append(f"The clockwork (beat) was last seen {beat.total_seconds():.0f} s ago.")
    return _state(due, beat, problems, database=True)


def _waiting() -> timedelta | None:
    job = ledger.oldest_due()
    return timezone.now() - job.run_after if job else None


def _since_beat() -> timedelta | None:
    at = Pulse.objects.filter(name=ledger.BEAT).values_list("at", flat=True).first()
    return timezone.now() - at if at else None


def _state(
    due: timedelta | None, beat: timedelta | None, problems: list[str], *, database: bool
) -> JsonResponse:
    answer = {
        "ready": not problems,
        "problems": problems,
        "database": database,
        "oldest_due_job_seconds": round(due.total_seconds()) if due else None,
        "beat_seconds": round(beat.total_seconds()) if beat else None,
    }
    return JsonResponse(answer, status=503 if problems else 200)
