"""The ledger: the database is the queue of record, so that no work is lost or done twice.

A cause writes its Job row in its own transaction. A worker claims a row with a lease and a token,
works outside any transaction, and finishes in one that names its token: whoever has outlived its
lease changes nothing. The ledger knows no message broker; `archive.bell` passes its hints on.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from archive import bell
from archive.models import Job, Pulse

log = logging.getLogger(__name__)

AT_ONCE = 500  # jobs in one statement
MOST_FAILURES = 5
MOST_LAPSES = 20
LONGEST_WORK = 3600.0  # seconds; work that hangs for longer loses its lease
DONE_KEPT = timedelta(days=7)
BEAT = "sweep"  # the Pulse that says the clockwork runs
WORKER_DIED = "The worker died on it, twenty times over."

Work = Callable[[Sequence["Claim"]], None]
_works: dict[str, Work] = {}
_alone: dict[str, threading.Lock] = {}
_stop = threading.Event()


class Wait(Exception):
    """The work cannot be done yet, through no fault of its own: it counts as no failure."""

    permanent = False

    def __init__(self, reason: str, *, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Stopped(Exception):
    """The process is about to stop: what is claimed goes back untouched."""


class Unfinished(Exception):
    """A kind's function returned without finishing one of its claims."""

    permanent = False


class Lost(Exception):
    """The lease ran out and another has the job: the transaction is rolled back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job held under a lease; the token proves it."""

    job_id: int
    kind: str
    key: str
    token: uuid.UUID

    def row(self) -> QuerySet[Job]:
        """The job's row for as long as this claim holds it; empty once another does."""
        return Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING, token=self.token)


def _lease() -> timedelta:
    return timedelta(seconds=settings.LEASE_SECONDS)


def register(kind: str, work: Work, *, alone: bool = False) -> None:
    """Say which function does this kind of job. It settles each claim with `finish`.

    With `alone` a process does one batch of the kind at a time, so that work which mostly waits
    for others takes no more than one of its threads.
    """
    _works[kind] = work
    _alone.pop(kind, None)
    if alone:
        _alone[kind] = threading.Lock()


def enqueue(kind: str, key: str) -> None:
    """Record that this work is due, in the transaction of its cause.

    A row that waits already is kept locked until the cause commits, so that no worker takes it
    before it can see the cause. One that runs already gets a successor.
    """
    fresh = {"run_after": Now(), "failures": 0, "error": ""}
    waiting = Job.objects.filter(kind=kind, key=key, state=Job.State.QUEUED)
    while not waiting.update(**fresh):
        try:
            with transaction.atomic():
                Job.objects.create(kind=kind, key=key, run_after=Now())
            break
        except IntegrityError:
            continue  # another cause wrote the row in this moment
    transaction.on_commit(lambda: bell.ring(kind))


def enqueue_all(kind: str, keys: Iterable[str]) -> None:
    """Record the same of many keys, in a fixed order, with few statements."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), AT_ONCE):
        _enqueue_some(kind, wanted[start : start + AT_ONCE])


def _enqueue_some(kind: str, keys: Sequence[str]) -> None:
    """Lock what waits and make it fresh, write the rest; one by one where another is faster."""
    queued = Job.objects.filter(kind=kind, key__in=keys, state=Job.State.QUEUED)
    held = dict(queued.order_by("key").select_for_update().values_list("key", "pk"))
    fresh = {"run_after": Now(), "failures": 0, "error": ""}
    Job.objects.filter(pk__in=held.values()).update(**fresh)
    lacking = [key for key in keys if key not in held]
    try:
        with transaction.atomic():
            Job.objects.bulk_create(Job(kind=kind, key=key, run_after=Now()) for key in lacking)
    except IntegrityError:
        for key in lacking:
            enqueue(kind, key)
    transaction.on_commit(lambda: bell.ring(kind))


def run_due(kind: str, *, at_most: int = 32) -> int:
    """Claim up to `at_most` due jobs of the kind and do them; return how many were claimed."""
    if _stop.is_set() or kind not in _works:
        return 0
    lock = _alone.get(kind)
    if lock and not lock.acquire(blocking=False):
        return 0  # whoever holds it rings again when it is done
    try:
        claims = claim(kind, at_most=at_most)
        if claims:
            with _renewed(claims):
                _work(claims)
        return len(claims)
    finally:
        if lock:
            lock.release()


def claim(kind: str, *, at_most: int) -> list[Claim]:
    """Take due jobs, oldest first; those another worker is taking are left to it."""
    with transaction.atomic():
        due = _due().filter(kind=kind).order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        taken = [_take(job) for job in due[:at_most]]
    return [each for each in taken if each]


def _due() -> QuerySet[Job]:
    """Queued jobs whose time has come and none of whose like is running, and lapsed ones."""
    like = Job.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), state="running")
    return Job.objects.filter(
        Q(Q(state=Job.State.QUEUED, run_after__lte=Now()), ~Exists(like))
        | Q(state=Job.State.RUNNING, lease_until__lt=Now())
    )


def _take(job: Job) -> Claim | None:
    lapsed = job.state == Job.State.RUNNING
    if lapsed and job.lapses + 1 >= MOST_LAPSES:
        _bury(job, lapses=job.lapses + 1, error=WORKER_DIED)
        return None
    token = uuid.uuid4()
    expected = Job.objects.filter(
        Q(state="queued", run_after__lte=Now()) | Q(state="running", lease_until__lt=Now()),
        pk=job.pk,
    )
    try:
        with transaction.atomic():
            changed = expected.update(
                state=Job.State.RUNNING,
                token=token,
                lease_until=Now() + _lease(),
                lapses=job.lapses + lapsed,
            )
    except IntegrityError:
        return None  # its like began to run in this moment: go on to the next
    return Claim(job.pk, job.kind, job.key, token) if changed else None


def _bury(job: Job, **facts: object) -> None:
    log.error("job %s %s is dead: %s", job.kind, job.key, facts.get("error"))
    Job.objects.filter(pk=job.pk).update(state=Job.State.DEAD, **_ended(), **facts)
    _forget_dead(job.kind, job.key, but=job.pk)


def _ended() -> dict[str, object]:
    return {"token": None, "lease_until": None, "finished_at": Now()}


def _forget_dead(kind: str, key: str, *, but: int) -> None:
    """Drop what failed for good before: only how it ended last is of use."""
    Job.objects.filter(kind=kind, key=key, state=Job.State.DEAD).exclude(pk=but).delete()


def finish(claim: Claim, effects: Callable[[], object]) -> bool:
    """Write the job's effects and its end in one transaction; false if another has the job."""
    return _end(claim, effects, state=Job.State.DONE, error="")


def give_up(claim: Claim, reason: str, *, effects: Callable[[], object]) -> bool:
    """Write the effects and lay the job down as dead, with the reason; else as `finish`."""
    log.error("job %s %s is given up: %s", claim.kind, claim.key, reason)
    return _end(claim, effects, state=Job.State.DEAD, error=reason, failures=F("failures") + 1)


def postpone(claim: Claim, reason: str, *, seconds: float, effects: Callable[[], object]) -> bool:
    """Write the effects and queue the job again for later, with the reason; else as `finish`.

    It counts as no failure.
    """

    def write() -> None:
        effects()
        _put_back(claim, run_after=Now() + timedelta(seconds=seconds), error=reason)

    return _settle(claim, write, error=reason)


def _end(claim: Claim, effects: Callable[[], object], **facts: object) -> bool:
    def write() -> None:
        effects()
        _forget_dead(claim.kind, claim.key, but=claim.job_id)

    return _settle(claim, write, **_ended(), **facts)


def _settle(claim: Claim, write: Callable[[], object], **facts: object) -> bool:
    """Change the row first, which locks it: a worker that takes over waits and finds it so."""
    try:
        with transaction.atomic():
            if not claim.row().update(**facts):
                raise Lost
            write()
    except Lost:
        log.warning("job %s %s: the lease ran out, nothing was written", claim.kind, claim.key)
        return False
    return True


def _work(claims: Sequence[Claim]) -> None:
    """Do the claims together; after an error each alone, so that one bad job harms no other."""
    try:
        _works[claims[0].kind](claims)
        _fail_all(_open(claims), Unfinished("The work ended without finishing this job."))
    except Stopped:
        log.info("%s: stopping, %d jobs handed back", claims[0].kind, len(claims))
    except Exception as error:  # noqa: BLE001 (the one place: written to the row)
        left = _open(claims)
        if len(left) > 1 and not isinstance(error, Wait):
            log.warning("%s: %s; going on one by one", claims[0].kind, error)
            for one in left:
                _work([one])
        else:
            _fail_all(left, error)
    finally:
        for one in _open(claims):
            _put_back(one, run_after=Now())


def _open(claims: Sequence[Claim]) -> list[Claim]:
    held = Job.objects.filter(token__in=[each.token for each in claims], state="running")
    tokens = set(held.values_list("token", flat=True))
    return [each for each in claims if each.token in tokens]


def _fail_all(claims: Iterable[Claim], error: Exception) -> None:
    for each in claims:
        fail(each, error)


def fail(claim: Claim, error: Exception) -> None:
    """Write the error to the job's row; try again later unless it is permanent or the fifth."""
    known = hasattr(error, "permanent")
    words = str(error) if known else f"{type(error).__name__}: {error}"
    log.warning("job %s %s: %s", claim.kind, claim.key, words, exc_info=None if known else error)
    if isinstance(error, Wait):
        _put_back(claim, run_after=Now() + timedelta(seconds=error.seconds), error=words)
        return
    job = claim.row().first()
    if job is None:
        return
    failures = job.failures + 1
    if getattr(error, "permanent", False) or failures >= MOST_FAILURES:
        _bury(job, failures=failures, error=words)
    else:
        pause = timedelta(seconds=5 * 4**failures)
        _put_back(claim, run_after=Now() + pause, error=words, failures=failures)


def _put_back(claim: Claim, **facts: object) -> None:
    """Queue a claimed job again; where its successor is queued already, that one takes over."""
    try:
        with transaction.atomic():
            claim.row().update(state=Job.State.QUEUED, token=None, lease_until=None, **facts)
    except IntegrityError:
        with transaction.atomic():
            if claim.row().delete()[0]:
                Job.objects.filter(kind=claim.kind, key=claim.key, state="queued").update(**facts)


@contextmanager
def _renewed(claims: Sequence[Claim]) -> Iterator[None]:
    """Renew the leases from a thread of its own for as long as the work takes."""
    ended = threading.Event()
    tokens = [each.token for each in claims]
    thread = threading.Thread(target=_renew, args=(tokens, ended), daemon=True, name="leases")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=10)


def _renew(tokens: list[uuid.UUID], ended: threading.Event) -> None:
    pause = _lease().total_seconds() / 4.5
    until = time.monotonic() + LONGEST_WORK
    try:
        while not ended.wait(pause) and time.monotonic() < until:
            try:
                held = Job.objects.filter(token__in=tokens, state=Job.State.RUNNING)
                held.update(lease_until=Now() + _lease())
            except DatabaseError as error:
                log.warning("leases could not be renewed: %s", error)
                connection.close()
    finally:
        connection.close()


def stop() -> None:
    """Tell this process's work to hand its claims back and take no more."""
    _stop.set()


def check_stop() -> None:
    """Raise Stopped where the process is about to stop; work asks between its steps."""
    if _stop.is_set():
        raise Stopped


def due_kinds() -> list[str]:
    """The kinds that have work due."""
    return list(_due().order_by("kind").values_list("kind", flat=True).distinct())


def sweep() -> list[str]:
    """Find what no hint was heard of: ring for each kind with work due, and return these.

    Marks the clockwork's pulse, and drops jobs done more than a week ago.
    """
    Pulse.objects.update_or_create(name=BEAT, defaults={"at": timezone.now()})
    old = Job.objects.filter(state=Job.State.DONE, finished_at__lt=Now() - DONE_KEPT)
    Job.objects.filter(pk__in=old.values("pk")[:1000]).delete()
    kinds = due_kinds()
    for kind in kinds:
        bell.ring(kind)
    return kinds


def bring_forward(kind: str) -> int:
    """Make the kind's waiting jobs due now, because what they waited for has come."""
    changed = Job.objects.filter(kind=kind, state=Job.State.QUEUED).update(run_after=Now())
    if changed:
        transaction.on_commit(lambda: bell.ring(kind))
    return changed


def retry(dead: QuerySet[Job]) -> int:
    """Queue dead jobs anew with a clean slate; one whose like is queued already gives way."""
    count = 0
    for job in dead.filter(state=Job.State.DEAD):
        with transaction.atomic():
            Job.objects.filter(pk=job.pk, state=Job.State.DEAD).delete()
            enqueue(job.kind, job.key)
        count += 1
    return count


def oldest_due() -> Job | None:
    """The job that has been due for longest, if any is."""
    return _due().annotate(since=F("run_after")).order_by("run_after").first()
