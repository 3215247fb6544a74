"""The translation desk: what articles lack, what memory and engine make of it, and keeping it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from archive.checks import Finding
from archive.models import Article, Segment, Translation
from archive.terms import Known as KnownOne
from newsroom.translate import names, typography
from newsroom.translate.engines import Engine
from newsroom.translate.ladder import Attempt, Sentence, climb
from newsroom.translate.memory import ACCEPTED, remembered
from newsroom.translate.prepare import prepare

OnBatch = Callable[[int, int], None]
Known = tuple[KnownOne, ...]  # the names and terms of a sentence whose English is decided
Made = tuple[int, str]  # a wording's number, and the digest of what it was made of


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in English: log-probability per token, findings, and what made it of what."""

    text: str
    score: float
    checks: tuple[Finding, ...]
    engine: str
    input_sha256: str


def word(
    engine: Engine,
    segments: Sequence[Segment],
    known: Mapping[int, Known] | None = None,
    *,
    on_batch: OnBatch | None = None,
) -> list[tuple[Segment, Wording | Translation]]:
    """Each segment with its English: what memory answers, and the engine's work for the rest.

    `known` are the names and terms of each sentence, by the segment's primary key.
    """
    known = known or {}
    old = remembered(segments, known)
    rest = [segment for segment in segments if segment.pk not in old]
    named = [known.get(segment.pk, ()) for segment in rest]
    wordings = translate(engine, [each.text for each in rest], named, on_batch=on_batch)
    made = {segment.pk: wording for segment, wording in zip(rest, wordings, strict=True)}
    return [(segment, old.get(segment.pk) or made[segment.pk]) for segment in segments]


def translate(
    engine: Engine,
    sentences: Sequence[str],
    known: Sequence[Known] | None = None,
    *,
    on_batch: OnBatch | None = None,
) -> list[Wording]:
    """English for French sentences, in their order; equal ones are translated once.

    `known` are the names and terms of each. `on_batch(done, of)` is called after every batch and
    may raise: nothing is written yet.
    """
    named = list(zip(sentences, known or [()] * len(sentences), strict=True))
    unique = [Sentence.of(*each) for each in dict.fromkeys(named)]
    spoken = [each for each in unique if not each.prepared.passthrough]
    attempts = climb(engine, spoken, _Progress(len(spoken), on_batch))
    made = {_key(each): _wordless(each) for each in unique if each.prepared.passthrough}
    made |= {_key(each): attempt for each, attempt in zip(spoken, attempts, strict=True)}
    return [_wording(made[each], engine.name, fed_digest(*each)) for each in named]


def _key(sentence: Sentence) -> tuple[str, Known]:
    return sentence.french, sentence.known


class _Progress:
    """Counts sentences translated and tells `on_batch`."""

    def __init__(self, of: int, on_batch: OnBatch | None) -> None:
        self.done, self.of, self.on_batch = 0, of, on_batch

    def __call__(self, more: int) -> None:
        self.done += more
        if self.on_batch:
            self.on_batch(self.done, self.of)


def _wordless(sentence: Sentence) -> Attempt:
    """A sentence without a letter is its own English."""
    text = sentence.prepared.restore(sentence.prepared.text)
    return Attempt(typography.english(text, sentence.french), 0.0, ())


def _wording(attempt: Attempt, engine: str, digest: str) -> Wording:
    return Wording(attempt.text, attempt.score, attempt.findings, engine, digest)


def fed_digest(french: str, known: Known = ()) -> str:
    """SHA-256 (hexadecimal) of what an engine is fed for the sentence, and what that is held to."""
    return _sha256(prepare(french).text + names.fed_with(known))


def _again(digest: str, n: int) -> str:
    """The digest of wording `n` where another, older one was made of the same input.

    A name that was changed and changed back leaves the wording of the name between standing.
    """
    return _sha256(f"{digest} {n}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lacking(
    article_ids: Sequence[int], engine_name: str, known: Mapping[int, Known] | None = None
) -> list[Segment]:
    """Living sentences without an English wording that still holds, in order.

    A person's wording holds, and so does one from memory unless it breaks what the sentence is held
    to; a machine's holds if it is this engine's last and was made of what that would be fed today,
    the English of its names and terms counted. One that this engine made and a person rejected
    counts as made: the same again would help nobody.
    """
    known = known or {}
    segments = list(Segment.objects.alive().filter(article__in=article_ids))
    rows = Translation.objects.filter(segment__article__in=article_ids, segment__alive=True)
    kept = rows.exclude(state=Translation.State.REJECTED)
    held = set(kept.filter(state__in=ACCEPTED).values_list("segment", flat=True))
    held |= _remembered_well(kept, known)
    made = _last_and_last_kept(rows.filter(engine=engine_name))
    return [
        segment
        for segment in segments
        if segment.pk not in held
        and not _is_made(segment, fed_digest(segment.text, known.get(segment.pk, ())), made)
    ]


def _is_made(segment: Segment, digest: str, made: Iterable[Mapping[int, Made]]) -> bool:
    return any(_is_made_of(last.get(segment.pk), digest) for last in made)


def _remembered_well(kept: QuerySet[Translation], known: Mapping[int, Known]) -> set[int]:
    """The segments with a wording from memory that has their names and terms as they are now."""
    rows = kept.filter(origin=Translation.Origin.MEMORY).order_by("n")
    last = dict(rows.values_list("segment", "text"))
    return {
        pk
        for pk, text in last.items()
        if not any(each.is_outdated_in(text) for each in known.get(pk, ()))
    }


def _last_and_last_kept(rows: QuerySet[Translation]) -> tuple[dict[int, Made], dict[int, Made]]:
    """Of each segment the engine's last wording, and the last one that nobody rejected."""
    last: dict[int, Made] = {}
    kept: dict[int, Made] = {}
    found = rows.order_by("n").values_list("segment", "n", "input_sha256", "state")
    for segment, n, digest, state in found:
        last[segment] = n, digest
        if state != Translation.State.REJECTED:
            kept[segment] = n, digest
    return last, kept


def is_made_of(wording: Translation, digest: str) -> bool:
    """Whether an engine made the wording of an input with this `fed_digest`."""
    return _is_made_of((wording.n, wording.input_sha256), digest)


def _last_made(rows: QuerySet[Translation]) -> dict[tuple[int, str], Made]:
    """Each engine's last wording of each segment: its number and the digest of its input."""
    found = rows.order_by("n").values_list("segment", "engine", "n", "input_sha256")
    return {(segment, engine): (n, digest) for segment, engine, n, digest in found}


def _is_made_of(made: Made | None, digest: str) -> bool:
    return made is not None and made[1] in {digest, _again(digest, made[0])}


def store(worded: Iterable[tuple[Segment, Wording | Translation]]) -> int:
    """Write the wordings of segments and return how many were new; twice is once.

    Call it inside a transaction. A remembered Translation becomes the segment's own row of origin
    memory, under its author's name; no person checked it in this place, so its state is machine.
    """
    pairs = list(worded)
    _lock({segment.article_id for segment, _ in pairs})
    ids = {segment.pk for segment, _ in pairs}
    rows = Translation.objects.filter(segment__in=ids)
    numbers = dict(rows.values_list("segment").annotate(last=Max("n")))
    seen = set(rows.values_list("segment", "engine", "input_sha256"))
    made = _last_made(rows)
    fresh = []
    for row in (_row(segment, wording) for segment, wording in pairs):
        key, digest = (row.segment_id, row.engine), row.input_sha256
        if _is_made_of(made.get(key), digest):
            continue
        row.n = numbers[row.segment_id] = numbers.get(row.segment_id, 0) + 1
        if (*key, digest) in seen:
            row.input_sha256 = _again(digest, row.n)
        made[key] = (row.n, row.input_sha256)
        fresh.append(row)
    return len(Translation.objects.bulk_create(fresh))


def _lock(article_ids: set[int]) -> None:
    """Whoever else numbers wordings of these articles waits until this transaction ends."""
    locked = Article.objects.select_for_update().filter(pk__in=article_ids).order_by("pk")
    list(locked.values_list("pk", flat=True))


def _row(segment: Segment, wording: Wording | Translation) -> Translation:
    if isinstance(wording, Translation):
        return Translation(
            segment=segment,
            text=wording.text,
            origin=Translation.Origin.MEMORY,
            engine=f"memory {wording.pk}",
            input_sha256=fed_digest(segment.text),
            checks=wording.checks,
            author_id=wording.author_id,
        )
    return Translation(
        segment=segment,
        text=wording.text,
        origin=Translation.Origin.MACHINE,
        engine=wording.engine,
        input_sha256=wording.input_sha256,
        score=wording.score,
        checks=[finding.as_json() for finding in wording.checks],
    )
