"""Subjects: by the words of the lexicon, measured on texts annotated before it was used."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.ingest.formats import FORMATS, detect
from newsroom.ingest.story import Story
from newsroom.tag.mentions import Article, Sentence
from newsroom.tag.subjects import lexicon, stems, subjects, topics
from newsroom.translate.sentences import split
from tests.house import ROOT

HERE = Path(__file__).parent
ANNOTATED, EXPECTED = HERE / "subjects_annotated.txt", HERE / "subjects_expected.txt"
SAMPLE = ROOT / "tests" / "samples" / "000_d51d13384d74c1f2.txt"


def article(*texts: str, title: str = "") -> Article:
    headline = [Sentence(0, title, is_headline=True)] if title else []
    spans = (span.text for text in texts for span in split(text))
    return [*headline, *(Sentence(n, text) for n, text in enumerate(spans, 1))]


def slugs(of: Article) -> list[str]:
    return [subject.topic.slug for subject in subjects(of)]


def annotated() -> Iterator[tuple[list[str], list[str]]]:
    """What an editor says and what is found, for each paragraph."""
    blocks = re.findall(r"^\[(.+)\]\n(.+)$", ANNOTATED.read_text(encoding="utf-8"), re.MULTILINE)
    return ((wanted.split(", "), slugs(article(text))) for wanted, text in blocks)


def stories() -> Iterator[Story]:
    for path in sorted((ROOT / "newsroom" / "samples").iterdir()):
        raw = path.read_bytes()
        for story in FORMATS[detect(raw, path.name)](raw, path.name, path.name):
            assert isinstance(story, Story)
            yield story


def expected() -> dict[str, list[str]]:
    lines = re.findall(r"^(\S+) = (.+)$", EXPECTED.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: wanted.split(", ") for name, wanted in lines}


def wanted_for(story: Story) -> list[str]:
    """By file, or by reference or guid where a file holds several."""
    known = expected()
    if story.name in known:
        return known[story.name]
    marks = {name.partition("#")[2]: wanted for name, wanted in known.items() if "#" in name}
    return next(w for mark, w in marks.items() if mark.encode() in story.raw)


def test_nine_first_subjects_in_ten_are_right() -> None:
    pairs = list(annotated())
    right = sum(found[:1] == wanted[:1] for wanted, found in pairs)
    assert len(pairs) == 34
    assert right / len(pairs) >= 0.9


def test_no_paragraph_gets_a_wrong_subject() -> None:
    assert [pair for pair in annotated() if set(pair[1]) - set(pair[0])] == []


def test_samples_get_the_subjects_an_editor_gives_them() -> None:
    pairs = [(wanted_for(s), slugs(article(*_texts(s), title=s.title or ""))) for s in stories()]
    assert len(pairs) == 13
    assert sum(found == wanted for wanted, found in pairs) >= 12
    assert not [pair for pair in pairs if set(pair[1]) - set(pair[0])]


def _texts(story: Story) -> list[str]:
    return [block.text for block in story.blocks]


def test_sample_article_is_about_politics_alone() -> None:
    assert slugs(article(*SAMPLE.read_text(encoding="utf-8").splitlines())) == ["politics"]


def test_all_seventeen_topics_are_there() -> None:
    codes = [topic.code for topic in topics()]
    assert codes == [f"medtop:{n:02}000000" for n in range(1, 18)]
    assert len({topic.slug for topic in topics()}) == 17


def test_every_line_of_the_lexicon_has_stems() -> None:
    assert all(clue.stems for clues in lexicon().values() for clue in clues)


def test_too_little_says_nothing() -> None:
    assert slugs(article("Il a vu un musée sans culture, dit-il.")) == ["culture"]
    assert slugs(article("La culture, dit-il.")) == []
    assert slugs(article("")) == []


def test_a_word_counts_thrice_at_most() -> None:
    (thrice,), (often,) = (
        subjects(article(*["Le musée."] * times, "Le vernissage.")) for times in (3, 30)
    )
    assert thrice.points == often.points


def test_headline_counts_twice() -> None:
    (plain,) = subjects(article("Le musée."))
    (titled,) = subjects(article(title="Le musée"))
    assert titled.points == 2 * plain.points


def test_words_within_a_phrase_count_for_nothing_more() -> None:
    (found,) = subjects(article("La ministre de la Culture, la ministre de la Culture."))
    assert (found.topic.slug, found.points) == ("culture", 4)


def test_second_subject_reaches_half_of_the_first() -> None:
    texts = ["Le musée, le vernissage.", "Le football."]
    found = subjects(article(*texts, "Le théâtre, la sculpture, la comédie, la biennale."))
    assert [each.topic.slug for each in found] == ["culture"]
    assert set(slugs(article(*texts))) == {"culture", "sport"}


@pytest.mark.parametrize(
    "form", ["électorales", "ELECTORALE", "e\u0301lectoraux", "élec\u00adtoral"]
)
def test_forms_of_a_word_share_a_stem(form: str) -> None:
    assert stems(form) == stems("électoral")


def test_confidence_is_a_share() -> None:
    assert [each.confidence for each in subjects(article("Le musée."))] == [1.0]
