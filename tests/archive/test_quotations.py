"""Which words of a sentence are a translated quotation."""

import pytest

from archive.quotations import Quotations, Span, find, in_paragraph


def quoted(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans if span.quoted]


def english(french: str, english: str) -> list[str] | None:
    """The quotations of the English; None where no place is certain."""
    found = find(french, english)
    assert found is not None
    return quoted(found.english) if found.certain else None


def held(pairs: list[tuple[str, str]]) -> list[list[str] | None]:
    """The same for each sentence of a paragraph; nothing where it holds none."""
    found = in_paragraph(pairs)
    return [(quoted(q.english) if q.certain else None) if q else [] for q in found]


@pytest.mark.parametrize(
    ("french", "told", "expected"),
    [
        ("« Enfin », dit-elle.", "“At last,” she said.", ["“At last,”"]),
        ("« Enfin », dit-elle.", '"At last," she said.', ['"At last,"']),
        ("Il dit : «\u202fEnfin.\u202f»", "He said: “At last.”", ["“At last.”"]),
        ("Un « a » et un « b ».", "An “a” and a “b”.", ["“a”", "“b”"]),
        ("Un « a » et un « b ».", 'An "a" and a "b".', ['"a"', '"b"']),
        ("« Il a dit “non” hier »", "“He said ‘no’ yesterday”", ["“He said ‘no’ yesterday”"]),
        ("« Il a dit « non » hier »", "“He said “no” yesterday”", ["“He said “no” yesterday”"]),
        ("« Enfin », dit-elle.", "«At last», she said.", ["«At last»"]),
    ],
)
def test_english_quotation_answers_the_french(french: str, told: str, expected: list[str]) -> None:
    assert english(french, told) == expected


@pytest.mark.parametrize(
    ("french", "told"),
    [
        ("« Enfin », dit-elle.", "At last, she said."),
        ("« Enfin », dit-elle.", "“At last, she said."),
        ("« Enfin », dit-elle.", "At last,” she said."),
        ("« Enfin », dit-elle.", "‘At last,’ she said."),
        ("Un « a » et un « b ».", "An “a” and a b."),
        ("Un « a ».", "An “a” and a “b”."),
        ("« Enfin », dit-elle.", ""),
    ],
)
def test_where_marks_differ_no_place_is_guessed(french: str, told: str) -> None:
    assert english(french, told) is None


@pytest.mark.parametrize(
    "french", ["Rien.", 'L’écran de 27" est à l’étage.', "", "Rien ».", "5 > 3"]
)
def test_sentence_without_quotation_has_none(french: str) -> None:
    assert find(french, "He said “nothing”.") is None


def test_french_quotation_is_found_with_its_marks() -> None:
    found = find("Il a dit : « Oui. »", "He said: yes.")
    assert found == Quotations(
        french=(Span("Il a dit : ", quoted=False), Span("« Oui. »", quoted=True)),
        english=(Span("He said: yes.", quoted=False),),
        certain=False,
        runs_on=False,
    )


@pytest.mark.parametrize(
    "told",
    [
        ["“One.", "Two.", "Three,” he said.", "Four."],
        ["“One.”", "“Two.”", "“Three,” he said.", "Four."],
        ['"One.', "Two.", 'Three," he said.', "Four."],
    ],
)
def test_quotation_runs_over_sentences_and_ends(told: list[str]) -> None:
    french = ["« Un.", "Deux.", "Trois », a-t-il dit.", "Quatre."]
    third = told[2].removesuffix(" he said.")
    found = held(list(zip(french, told, strict=True)))
    assert found == [[told[0]], [told[1]], [third], []]


def test_marks_within_a_running_quotation_do_not_end_it() -> None:
    pairs = [("« Un.", "“One."), ("“Deux” est là.", "“Two” is there."), ("Trois. »", "Three.”")]
    assert held(pairs) == [["“One."], ["“Two” is there."], ["Three.”"]]


def test_end_that_the_english_lost_is_not_guessed() -> None:
    assert held([("« Un.", "“One."), ("Deux », dit-il.", "Two, he said.")]) == [["“One."], None]


def test_quotation_ends_with_its_paragraph() -> None:
    assert held([("Il dit : « Un.", "He says: “One.")]) == [["“One."]]
    assert held([("Deux.", "Two.")]) == [[]]


def test_paragraph_may_go_on_with_the_quotation_before() -> None:
    pairs = [("Deux.", "Two."), ("Trois », dit-il.", "Three,” he said.")]
    assert held(pairs) == [["Two."], ["Three,”"]]


@pytest.mark.parametrize("french", ["« Un », dit-il, « deux ».", "Un « a", '» « » " “', '"a" b "'])
@pytest.mark.parametrize("told", ["“One,” he said, “two.”", '" “ ”', "", "«»«»"])
@pytest.mark.parametrize("running", [False, True])
def test_spans_join_to_the_sentence(french: str, told: str, *, running: bool) -> None:
    found = find(french, told, running=running)
    if found is not None:
        assert "".join(span.text for span in found.french) == french
        assert "".join(span.text for span in found.english) == told
