"""The editors' page of suggestions as plain forms."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.discuss import suggestions
from archive.models import Article, DayViews, Doubt, Segment, Suggestion
from tests.archive.discuss.mending import (
    BETTER,
    FRENCH,
    MACHINE,
    sentence,
    shown,
    standing,
    suggested,
    worded,
)
from tests.factories import make_translation
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def made() -> Suggestion:
    return suggested(sentence(worded()), note="It limps.")


def decide(client: Client, made: Suggestion, name: str, status: int = 200, **data: object) -> str:
    data.setdefault("standing", standing(made.segment).pk)
    answer = client.post(f"/desk/suggestions/{made.pk}/{name}/", data, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestQueue:
    def test_each_shows_all_that_a_decision_needs(self, client: Client, made: Suggestion) -> None:
        text = page(client, "/desk/suggestions/")
        assert FRENCH in text
        assert "<del>The riparians waited</del> for it <del>since</del> 14 months." in text
        assert "<ins>Local residents had been waiting</ins> for it <ins>for</ins> 14" in text
        for told in ("It limps.", "Rosa", "Nothing to question."):
            assert told in text

    def test_held_one_says_why(self, client: Client, made: Suggestion) -> None:
        Suggestion.objects.update(hold_reason="links", evidence="a.example b.example")
        text = page(client, "/desk/suggestions/")
        assert "it holds several links" in text
        assert "a.example b.example" in text

    def test_empty_one_leads_on(self, client: Client) -> None:
        assert "None waits." in page(client, "/desk/suggestions/")
        assert "None was decided" in page(client, "/desk/suggestions/?show=decided&page=x")

    def test_queries_do_not_grow(self, client: Client, made: Suggestion) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                page(client, "/desk/suggestions/")
            return len(asked)

        queries()
        few = queries()
        for n in range(8):
            suggested(sentence(worded()), f"Better {n}.")
        assert queries() == few <= 12

    @pytest.mark.parametrize("accepted", ["", "x", "999999", "1" * 30])
    def test_offer_of_none_is_no_error(self, client: Client, accepted: str) -> None:
        page(client, f"/desk/suggestions/?accepted={accepted}")


class TestDeciding:
    def test_accepting_shows_readers_the_wording(self, client: Client, made: Suggestion) -> None:
        assert "Accepted: readers see it now." in decide(client, made, "accept", credited="yes")
        assert shown(made.segment.article) == BETTER
        assert Suggestion.objects.get().name == "Rosa"

    def test_editing_shows_readers_the_editors_text(self, client: Client, made: Suggestion) -> None:
        decide(client, made, "accept", text="Residents waited 14 months.", credited="yes")
        assert shown(made.segment.article) == "Residents waited 14 months."
        assert "Accepted with changes by edith" in page(client, "/desk/suggestions/?show=decided")

    def test_name_left_unticked_is_not_credited(self, client: Client, made: Suggestion) -> None:
        decide(client, made, "accept", text=BETTER)
        assert Suggestion.objects.get().name == ""

    def test_moved_wording_is_a_conflict_that_keeps_what_was_typed(
        self, client: Client, made: Suggestion
    ) -> None:
        seen = standing(made.segment).pk
        make_translation(made.segment, "Residents waited.", state="edited", origin="editor")
        text = decide(client, made, "accept", 409, standing=seen, text="Mine.", credited="yes")
        assert "reworded by someone else in the meantime" in text
        assert ">Mine.</textarea>" in text
        assert "Reworded since the reader saw" in text
        assert Suggestion.objects.get().state == "new"

    def test_ready_reason_or_ones_own_goes_to_the_reader(
        self, client: Client, made: Suggestion
    ) -> None:
        decide(client, made, "reject", reason="It reads less well in English.")
        other = suggested(made.segment, "Other.")
        decide(client, other, "reject", own="It drops the number.")
        reasons = Suggestion.objects.order_by("pk").values_list("reason", flat=True)
        assert list(reasons) == ["It reads less well in English.", "It drops the number."]

    def test_no_reason_is_refused(self, client: Client, made: Suggestion) -> None:
        assert "Say why" in decide(client, made, "reject", 409)
        assert "Say why" in decide(client, made, "reject", 409, own="\x00 ")
        assert Suggestion.objects.get().state == "new"

    def test_rejected_one_is_looked_at_again(self, client: Client, made: Suggestion) -> None:
        decide(client, made, "reject", reason="No.")
        assert "It waits again." in decide(client, made, "reopen")

    def test_second_editor_is_told(self, client: Client, made: Suggestion, max_: User) -> None:
        suggestions.reject(made, by=max_, reason="No.")
        assert "cannot become" in decide(client, made, "accept", 409)
        assert shown(made.segment.article) == MACHINE

    def test_unknown_act_and_suggestion_are_not_found(
        self, client: Client, made: Suggestion
    ) -> None:
        for address in (f"{made.pk}/erase/", "999/accept/"):
            assert client.post(f"/desk/suggestions/{address}").status_code == 404
        assert client.get(f"/desk/suggestions/{made.pk}/accept/").status_code == 405


class TestGiving:
    @pytest.fixture
    def others(self, client: Client, made: Suggestion) -> list[Article]:
        """Two more articles with the sentence, after the suggestion was accepted."""
        found = [worded(), worded()]
        text = decide(client, made, "accept", credited="yes")
        assert "Give it to all that are ticked" in text
        return found

    def chosen(self, *articles: Article) -> list[str]:
        segments = [sentence(article) for article in articles]
        return [f"{segment.pk}-{standing(segment).pk}" for segment in segments]

    def test_all_are_given_by_one_button(
        self, client: Client, made: Suggestion, others: list[Article]
    ) -> None:
        text = decide(client, made, "give", chosen=self.chosen(*others))
        assert "Given to 2 more sentences: readers see it now." in text
        assert [shown(article) for article in others] == [BETTER, BETTER]
        assert "The same French" not in text

    def test_some_are_given_and_the_rest_is_offered_again(
        self, client: Client, made: Suggestion, others: list[Article]
    ) -> None:
        text = decide(client, made, "give", chosen=self.chosen(others[0]))
        assert [shown(article) for article in others] == [BETTER, MACHINE]
        assert "The same French" in text

    def test_nothing_chosen_gives_nothing(
        self, client: Client, made: Suggestion, others: list[Article]
    ) -> None:
        assert "Nothing was chosen." in decide(client, made, "give", 409)
        assert shown(others[0]) == MACHINE

    def test_made_up_choices_do_no_harm(
        self, client: Client, made: Suggestion, others: list[Article]
    ) -> None:
        made_up = ["", "-", "x-y", "1", "999999-1", f"{'9' * 30}-1"]
        assert "Given to 0 more sentences" in decide(client, made, "give", chosen=made_up)


class TestPermissions:
    @pytest.mark.parametrize("group", ["moderator"])
    def test_who_may_not_decide_sees_none(self, made: Suggestion, group: str) -> None:
        other = member("tom", group)
        for address in ("suggestions/", f"suggestions/{made.pk}/", "review/"):
            assert other.get(f"/desk/{address}").status_code == 403
        assert other.post(f"/desk/suggestions/{made.pk}/accept/").status_code == 403
        assert Suggestion.objects.get().state == "new"


class TestReview:
    def test_sentences_lead_to_where_they_are_worded(self, client: Client) -> None:
        segment = sentence(worded())
        Doubt.objects.create(translation=standing(segment), writer="rosa")
        DayViews.objects.create(article=segment.article, day=timezone.localdate(), count=4)
        text = page(client, "/desk/review/")
        assert "1 doubt, 4 openings, 0 failed checks." in text
        assert f'href="/desk/articles/{segment.article_id}/#s{segment.uid}"' in text

    def test_empty_archive_has_nothing_to_review(self, client: Client) -> None:
        assert "No sentence of a live article waits" in page(client, "/desk/review/?page=x")

    def test_queries_do_not_grow(self, client: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                page(client, "/desk/review/")
            return len(asked)

        def grow(count: int) -> None:
            for _ in range(count):
                segment = sentence(worded())
                Doubt.objects.create(translation=standing(segment), writer="rosa")
                DayViews.objects.create(article=segment.article, day=timezone.localdate(), count=4)
                by_person = Segment.objects.filter(article=segment.article).first()
                assert by_person
                doubted = make_translation(by_person, "Mine.", state="edited", origin="editor")
                Doubt.objects.create(translation=doubted, writer="rosa")

        grow(1)
        queries()
        few = queries()
        grow(9)
        assert queries() == few <= 20
