"""A comment as a moderator sees it."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.discuss import standings
from archive.discuss.desk import decide, erase, submit
from archive.discuss.text import LINK
from archive.models import Article, Comment, WatchWord
from newsroom.curate.comment_rows import HELD, Piece, Row, pieces, row, rows, short, whole, writers
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def shown(comment: Comment) -> Row:
    found = row(comment.pk)
    assert found is not None
    return found


def of(article: Article, **fields: Any) -> Row:
    return shown(say(article, **{"state": "pending", **fields}))


def marked(found: list[Piece]) -> list[str]:
    return [piece.text for piece in found if piece.marked]


class TestEvidence:
    def test_watched_word_is_marked_wherever_it_stands(self, article: Article) -> None:
        WatchWord.objects.create(text="escroc", folded="escroc")
        made = shown(submit(article, sent("Escroc ! Oui, Escroc.")))
        assert made.held == HELD["words"]
        assert marked(made.text) == ["Escroc", "Escroc"]
        assert "".join(piece.text for piece in made.text) == "Escroc ! Oui, Escroc."
        assert marked(made.name) == []

    def test_watched_word_in_the_name_is_marked_there(self, article: Article) -> None:
        WatchWord.objects.create(text="escroc", folded="escroc")
        made = shown(submit(article, sent("Escroquerie.", name="L’Escroc")))
        assert (marked(made.name), marked(made.text)) == (["Escroc"], [])

    def test_evidence_of_other_rules_marks_nothing(self, article: Article) -> None:
        made = of(article, body="a in the text", hold_reason="repeated", evidence="“a” in the text")
        assert marked(made.text) == []

    def test_every_link_is_shown_whole(self, article: Article) -> None:
        text = " ".join(f"https://example.org/{n}" for n in range(3))
        made = shown(submit(article, sent(text)))
        assert made.held == HELD["links"]
        assert made.links == LINK.findall(text)

    def test_repeated_words_lead_to_the_earlier_comment(self, article: Article) -> None:
        first = submit(article, sent("The same words, once more."))
        again = submit(translated(), sent("The same words, once more."))
        assert shown(again).same_as == first.pk
        assert shown(first).same_as is None

    def test_every_reason_of_a_rule_has_words_for_the_staff(self) -> None:
        from archive.discuss import notices

        assert HELD.keys() == notices.HELD.keys()


@pytest.mark.parametrize(
    ("text", "match", "expected"),
    [
        ("a.b a+b", "a.b", ["a.b"]),
        ("(((", "(", ["(", "(", "("]),
        ("<b>x</b>", "<b>", ["<b>"]),
        ("nothing", "zebra", []),
    ],
)
def test_pieces_mark_the_match_and_nothing_like_it(
    text: str, match: str, expected: list[str]
) -> None:
    found = pieces(text, match)
    assert marked(found) == expected
    assert "".join(piece.text for piece in found) == text


class TestWriters:
    def test_are_told_in_short(self, article: Article, max_: User) -> None:
        made = {s: say(article, state=s, writer="w") for s in ("published", "pending", "spam")}
        refused = [say(article, state="pending", writer="w") for _ in range(2)]
        for comment in refused:
            decide(comment, "rejected", by=max_, reason="abuse")
        erase(refused[0])
        found = writers(["w", "", "nobody"])["w"]
        assert (found.published, found.waiting, found.refused) == (1, 1, 2)
        decide(made["spam"], "rejected", by=max_, reason="advert")
        assert writers(["w"])["w"].refused == 3

    def test_come_with_how_they_are_treated(self, article: Article, max_: User) -> None:
        made = of(article, writer="w")
        standings.hold("w", by=max_, reason="Attacks.")
        again = shown(made.comment)
        assert made.writer is not None
        assert again.writer is not None
        assert made.writer.standing is None
        assert again.writer.standing is not None
        assert again.writer.standing.kind == "held"

    def test_nobody_is_known_by_no_digest(self, article: Article) -> None:
        assert of(article).writer is None


def test_ways_are_those_of_the_table(article: Article) -> None:
    assert of(article).ways == {"published", "rejected", "spam"}
    assert of(article, state="published").ways == {"pending", "withdrawn", "spam"}
    assert of(article, state="erased").ways == set()


def test_of_an_address_only_that_there_is_one(article: Article) -> None:
    assert of(article, email="rosa@example.org").left_an_address
    assert not of(article).left_an_address
    assert "email_sealed" in row_fields_left_out()


def row_fields_left_out() -> set[str]:
    return whole(Comment.objects.all())[0].get_deferred_fields()


def test_rows_cost_as_much_for_many_as_for_one(
    article: Article, max_: User, django_assert_num_queries: Any
) -> None:
    for n in range(12):
        above = say(article, writer=f"v{n}")
        made = say(article, state="pending", writer=f"w{n}", parent=above)
        made.revisions.create(body="Before.")
        made.reports.create(writer="a", reason="abuse")
        decide(made, "published", by=max_)
    with django_assert_num_queries(6):
        for each in rows(whole(Comment.objects.all())):
            assert each.writer is not None
            assert each.open_reports == 0
            assert [d.by and d.by.username for d in each.comment.decisions.all()] in ([], ["max"])


def test_short_is_one_line(article: Article) -> None:
    assert short(say(article, "One\n\ntwo <b>")) == "Rosa: One two <b>"
    assert short(say(article, state="erased")) == "nobody: (erased)"
    assert len(short(say(article, "word " * 900))) < 140


def test_no_row_for_no_comment() -> None:
    assert row(7) is None
