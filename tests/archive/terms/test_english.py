"""The usual inflections of English wordings."""

import pytest

from archive.terms.english import TABLE, inflected


@pytest.mark.parametrize(
    ("wording", "plural"),
    [
        ("strike", "strikes"),
        ("policy", "policies"),
        ("holiday", "holidays"),
        ("bus", "buses"),
        ("general strike", "general strikes"),
        ("state of emergency", "states of emergency"),
        ("member of parliament", "members of parliament"),
        ("policeman", "policemen"),
        ("human", "humans"),
        ("child", "children"),
        ("Person", "People"),
        ("crisis", "crises"),
        ("news", "news"),
    ],
)
def test_noun_has_its_plural(wording: str, plural: str) -> None:
    assert inflected(wording, "noun") == ((wording,), (plural,))


@pytest.mark.parametrize(
    ("wording", "forms"),
    [
        ("close", ["close", "closes", "closed", "closed", "closing"]),
        ("agree", ["agree", "agrees", "agreed", "agreed", "agreeing"]),
        ("deny", ["deny", "denies", "denied", "denied", "denying"]),
        ("play", ["play", "plays", "played", "played", "playing"]),
        ("plan", ["plan", "plans", "planned", "planned", "planning"]),
        ("open", ["open", "opens", "opened", "opened", "opening"]),
        ("pass", ["pass", "passes", "passed", "passed", "passing"]),
        ("to strike", ["strike", "strikes", "struck", "struck", "striking"]),
        ("tie", ["tie", "ties", "tied", "tied", "tying"]),
        ("call off", ["call off", "calls off", "called off", "called off", "calling off"]),
        ("veto", ["veto", "vetoes", "vetoed", "vetoed", "vetoing"]),
    ],
)
def test_verb_has_its_five_forms(wording: str, forms: list[str]) -> None:
    assert [slot[0] for slot in inflected(wording, "verb")] == forms


def test_consonant_may_be_doubled_or_not() -> None:
    assert set(inflected("travel", "verb")[2]) == {"traveled", "travelled"}


@pytest.mark.parametrize("part", ["name", "adjective", "adverb"])
def test_other_words_stay_as_they_are(part: str) -> None:
    assert inflected("Valmont", part) == (("Valmont",),)


def test_phrase_may_begin_with_a_verb_or_end_with_a_noun() -> None:
    forms = {form for slot in inflected("cut the rate", "phrase") for form in slot}
    assert {"cutting the rate", "cut the rates"} <= forms


def test_nothing_has_no_form() -> None:
    assert inflected(" ", "noun") == ()


def test_table_has_each_word_once() -> None:
    rows = [row.split() for row in TABLE.read_text().splitlines() if row and row[0] not in "#["]
    nouns = [row[0] for row in rows if len(row) == 2]
    verbs = [row[0] for row in rows if len(row) != 2]
    assert len(nouns) == len(set(nouns))
    assert len(verbs) == len(set(verbs))
    assert {len(row) for row in rows} <= {2, 4, 5}
