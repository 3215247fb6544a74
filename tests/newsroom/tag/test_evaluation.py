"""Measuring how well names are found."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from archive.models import Tag
from newsroom.tag.evaluation import Malformed, Score, evaluate, parse
from newsroom.tag.mentions import Article, Mention


def test_names_are_marked_in_the_sentence_as_read() -> None:
    ((marked,),) = parse(["# a comment", "À [Dax|place], [Roy|person]."])
    assert marked.sentence.text == "À Dax, Roy."
    assert marked.spans == ((2, 2, 5, "place"), (2, 7, 10, "person"))


def test_blank_lines_part_articles() -> None:
    articles = parse(["", "Un.", "# still the same", "Deux.", "", "", "Trois.", ""])
    assert [[m.sentence.text for m in each] for each in articles] == [["Un.", "Deux."], ["Trois."]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Un [Dax|town].", "line 2: 'town' is no kind of name."),
        ("Un [Dax].", "line 2: there is a '[' that is part of no [name|kind]."),
        ("Un Dax|place].", "line 2: there is a '|' that is part of no [name|kind]."),
        ("Un ].", "line 2: there is a ']' that is part of no [name|kind]."),
        ("[|place]", "line 2: there is a '[' that is part of no [name|kind]."),
    ],
)
def test_bad_line_is_named(line: str, reason: str) -> None:
    with pytest.raises(Malformed) as raised:
        parse(["Bien.", line])
    assert str(raised.value) == reason


def test_only_the_same_span_of_the_same_kind_is_right() -> None:
    def find(article: Article) -> list[Mention]:
        (sentence,) = article
        place, person = Tag.Kind.PLACE, Tag.Kind.PERSON
        spans = (0, 3, place), (4, 7, place), (8, 14, person), (15, 18, person)
        return [Mention(sentence.uid, a, b, sentence.text[a:b], k) for a, b, k in spans]

    scores = evaluate(parse(["[Dax|place] [Roy|person] [Sage|person] Bof"]), find)
    assert scores["place"] == Score(right=1, found=2, marked=1)
    assert scores["person"] == Score(right=0, found=2, marked=2)
    assert scores["all"] == Score(right=1, found=4, marked=3)


def test_score_is_precision_recall_and_their_harmonic_mean() -> None:
    score = Score(right=1, found=2, marked=4)
    assert (score.precision, score.recall) == (0.5, 0.25)
    assert score.f == pytest.approx(1 / 3)
    assert Score(0, 0, 0).f == 0.0


def evaluated(path: Path) -> str:
    out = StringIO()
    call_command("evaluate_tags", str(path), "--gazetteer", stdout=out)
    return out.getvalue()


def test_command_prints_a_row_for_each_kind_and_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "marked.txt"
    path.write_text("La [Russie|place] et [Bidul|person].", encoding="utf-8")
    rows = [line.split() for line in evaluated(path).splitlines()]
    assert rows[0] == ["precision", "recall", "F", "found", "marked"]
    assert rows[2] == ["place", "1.000", "1.000", "1.000", "1", "1"]
    assert rows[4] == ["all", "1.000", "0.500", "0.667", "1", "2"]
    assert " ".join(rows[5]) == "Read 1 sentences; F over all is 0.667."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Un ].", "line 1: there is a ']' that is part of no [name|kind]."),
        (b"\xff", "it is not UTF-8."),
        (b"# nothing", "it holds no sentence."),
    ],
)
def test_command_refuses_a_bad_file_with_one_sentence(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "marked.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError) as raised:
        evaluated(path)
    assert str(raised.value) == f"{path}: {reason}"


def test_command_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        evaluated(tmp_path / "none.txt")


def test_command_uses_the_pipeline_of_the_site(tmp_path: Path, settings: Settings) -> None:
    path, out = tmp_path / "marked.txt", StringIO()
    path.write_text("[Octave Berthier|person] vit à [Grenoble|place].", encoding="utf-8")
    call_command("evaluate_tags", str(path), stdout=out)
    assert "F over all is 1.000." in out.getvalue()
