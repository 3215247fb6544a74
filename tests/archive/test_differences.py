"""What one text of an article says otherwise than another."""

from collections.abc import Sequence
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.differences import COMPARED, Difference, Fate, differences
from archive.models import Translation
from archive.reading import Sentence

BRIDGE = "Le pont a rouvert mardi matin après deux ans de travaux."
EVENING = "Le pont a rouvert mardi soir après deux ans de travaux."
RIVER = "La Garonne reste haute."
FERRY = "Un bac relie les deux rives."


def text(*rows: tuple[int, str] | tuple[int, str, str], kind: str = "paragraph") -> list[Sentence]:
    """Sentences by their uid and French; the English is drawn from the French unless given."""
    return [
        Sentence(uid, n, kind, n, french, Translation(text=english[0] if english else f"E {uid}"))
        for n, (uid, french, *english) in enumerate(rows, 1)
    ]


def fates(difference: Difference) -> list[tuple[str, int | None, int | None]]:
    return [
        (s.fate.value, s.before.uid if s.before else None, s.after.uid if s.after else None)
        for s in difference.steps
    ]


def test_same_text_is_kept() -> None:
    found = differences(text((1, BRIDGE), (2, RIVER)), text((1, BRIDGE), (2, RIVER)))
    assert fates(found) == [("kept", 1, 1), ("kept", 2, 2)]


def test_sentence_put_in_another_place_of_the_old_one_and_like_it_is_the_same_one_changed() -> None:
    found = differences(text((1, BRIDGE), (2, RIVER)), text((3, EVENING), (2, RIVER)))
    assert fates(found) == [("changed", 1, 3), ("kept", 2, 2)]


def test_sentence_with_little_in_common_is_another_one() -> None:
    found = differences(text((1, BRIDGE), (2, RIVER)), text((1, BRIDGE), (3, FERRY)))
    assert fates(found) == [("kept", 1, 1), ("added", None, 3), ("removed", 2, None)]


def test_like_sentence_elsewhere_in_the_text_is_another_one() -> None:
    found = differences(text((1, BRIDGE), (2, RIVER)), text((2, RIVER), (3, EVENING)))
    assert fates(found) == [("removed", 1, None), ("kept", 2, 2), ("added", None, 3)]


def test_the_likest_pair_is_joined() -> None:
    nearly = "Le pont a rouvert mardi."
    found = differences(text((1, BRIDGE)), text((2, nearly), (3, EVENING)))
    assert fates(found) == [("added", None, 2), ("changed", 1, 3)]


def test_pairs_do_not_cross() -> None:
    other = "La mairie promet une passerelle pour les vélos."
    old = text((1, BRIDGE), (2, other))
    found = differences(old, text((3, f"{other[:-1]} en 2027."), (4, EVENING)))
    assert fates(found) == [("added", None, 3), ("changed", 1, 4), ("removed", 2, None)]


def test_moved_sentence_is_no_change() -> None:
    old = text((1, BRIDGE), (2, RIVER), (3, FERRY))
    found = differences(old, text((3, FERRY), (1, BRIDGE), (2, RIVER)))
    assert fates(found) == [("moved", 3, 3), ("kept", 1, 1), ("kept", 2, 2)]
    assert not any(step.is_french for step in found.steps)


def test_english_alone_reworded_is_told_apart_from_what_the_source_changed() -> None:
    found = differences(text((1, BRIDGE, "The bridge.")), text((1, BRIDGE, "This bridge.")))
    (step,) = found.steps
    assert (step.fate, step.is_french) == (Fate.REWORDED, False)


def test_headline_is_joined_with_the_headline_however_unlike() -> None:
    old = [*text((1, "Le pont rouvre"), kind="title"), *text((2, RIVER))]
    new = [*text((3, "Fête sur les quais"), kind="title"), *text((2, RIVER))]
    found = differences(old, new)
    assert fates(found) == [("changed", 1, 3), ("kept", 2, 2)]
    assert found.headline_differs
    assert found.count(Fate.CHANGED) == 0


def test_headline_is_not_joined_with_a_sentence_of_the_text() -> None:
    old, new = text((1, BRIDGE), kind="title"), text((2, EVENING))
    assert fates(differences(old, new)) == [("added", None, 2), ("removed", 1, None)]


def test_sentences_are_counted_by_what_became_of_them() -> None:
    old = text((1, BRIDGE), (2, RIVER), (3, "Un."))
    found = differences(old, text((4, EVENING), (2, RIVER), (5, "Deux."), (6, "Trois.")))
    counts = {fate.value: found.count(fate) for fate in (Fate.CHANGED, Fate.ADDED, Fate.REMOVED)}
    assert counts == {"changed": 1, "added": 2, "removed": 1}
    assert not found.headline_differs


@pytest.mark.parametrize(("old", "new"), [((), ((1, BRIDGE),)), (((1, BRIDGE),), ()), ((), ())])
def test_a_text_may_be_empty(
    old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]
) -> None:
    found = differences(text(*old), text(*new))
    assert len(found.steps) == len(old) + len(new)


SENTENCES = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(["un deux trois", "un deux quatre", "cinq", "six sept", "un"]),
        st.sampled_from(["One.", "Two."]),
    ),
    unique_by=lambda row: row[0],
    max_size=14,
)


@given(SENTENCES, SENTENCES)
def test_difference_leads_from_the_old_text_to_the_new(
    old: list[tuple[int, str, str]], new: list[tuple[int, str, str]]
) -> None:
    before, after = text(*old), text(*new)
    found = differences(before, after)
    assert applied(before, found) == after
    assert [s.after for s in found.steps if s.after] == after
    places = {sentence.uid: place for place, sentence in enumerate(before)}
    stayed = [s.before for s in found.steps if s.fate not in {Fate.MOVED, Fate.REWORDED}]
    in_order = [places[each.uid] for each in stayed if each]
    assert in_order == sorted(in_order)


def applied(before: list[Sentence], difference: Difference) -> list[Sentence]:
    """The old text after an editor with scissors went through the steps."""
    left = {sentence.uid: sentence for sentence in before}
    made = []
    for step in difference.steps:
        if step.before:
            assert left.pop(step.before.uid) is step.before, "each old sentence is met once"
        if step.after:
            made.append(step.after)
    assert left == {}, "each old sentence is met"
    return made


@given(SENTENCES, SENTENCES)
def test_what_is_told_of_a_sentence_is_so(
    old: list[tuple[int, str, str]], new: list[tuple[int, str, str]]
) -> None:
    before, after = text(*old), text(*new)
    held, now = {s.uid for s in before}, {s.uid for s in after}
    for step in differences(before, after).steps:
        if step.before and step.after:
            assert (step.before.uid == step.after.uid) is not step.is_french
        elif step.before:
            assert (step.fate, step.before.uid in now) == (Fate.REMOVED, False)
        elif step.after:
            assert (step.fate, step.after.uid in held) == (Fate.ADDED, False)


@given(st.permutations(range(8)))
def test_fewest_sentences_are_called_moved(order: list[int]) -> None:
    rows = [(uid, "Un.") for uid in range(8)]
    found = differences(text(*rows), text(*(rows[uid] for uid in order)))
    longest = [1] * 8
    for i in range(8):
        longest[i] += max((longest[j] for j in range(i) if order[j] < order[i]), default=0)
    assert sum(step.fate is Fate.KEPT for step in found.steps) == max(longest)


def test_text_written_anew_is_compared_in_a_moment() -> None:
    def long(start: int, word: str) -> list[Sentence]:
        return text(*((start + n, f"{word} phrase {n} " + "a b c d e f " * 9) for n in range(2000)))

    before, after = long(0, "Une"), long(5000, "Autre")
    begun = perf_counter()
    found = differences(before, after)
    assert perf_counter() - begun < 10  # seconds: a hundredth of what all pairs would take
    assert found.count(Fate.CHANGED) == 2000
    assert COMPARED < 2000 * 2000
