"""The admin's acts: on one or many, each through its desk, and said what became of them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive import authority
from archive.discuss import moderation
from archive.models import Alias, Article, AuditEvent, Comment, Decision, Job, SearchOutbox, Tag
from archive.names import fold
from newsroom.admin.basis import AT_ONCE
from tests.factories import make_article, make_translation, publish
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db


def do(client: Client, name: str, action: str, *chosen: Any, **more: str) -> str:
    """Choose records in their list and do the action."""
    address = reverse(f"admin:archive_{name}_changelist")
    sent = {"action": action, "_selected_action": [str(each.pk) for each in chosen], **more}
    return client.post(address, sent, follow=True).content.decode()


@pytest.fixture
def editor(edith: User) -> Client:
    return signed_in(edith, "editor")


@pytest.fixture
def moderator(max_: User) -> Client:
    return signed_in(max_, "moderator")


def states(model: Any) -> list[str]:
    return list(model.objects.order_by("pk").values_list("state", flat=True))


def test_many_are_published_and_hidden_at_once(editor: Client) -> None:
    articles = [make_article(state="hidden") for _ in range(3)]
    assert "Published: 3." in do(editor, "article", "publish", *articles)
    assert states(Article) == ["live"] * 3
    assert "Hidden: 2." in do(editor, "article", "hide", *articles[:2])
    assert states(Article) == ["hidden", "hidden", "live"]
    assert AuditEvent.objects.filter(act="go live").count() == 3


def test_refusals_are_said_and_the_rest_is_done(editor: Client) -> None:
    one, two = make_article(state="hidden"), make_article(state="withdrawn", withdrawn_reason="No.")
    page = do(editor, "article", "publish", one, two)
    assert "Published: 1." in page
    assert f"Article {two.pk} is withdrawn" in page


def test_withdrawing_asks_for_the_reason_first(editor: Client, rosa: Client) -> None:
    article = make_article()
    publish(article)
    page = do(editor, "article", "withdraw", article)
    assert "Reason, which readers see" in page
    assert states(Article) == ["live"]
    seen = f'{{"{article.pk}": {article.version}}}'
    answered = {"answered": "yes", "seen": seen}
    assert "This field is required" in do(editor, "article", "withdraw", article, **answered)
    page = do(editor, "article", "withdraw", article, reason="It was wrong.", **answered)
    assert "Withdrawn: 1." in page
    assert rosa.get(f"/articles/{article.pk}/").status_code == 410


@pytest.mark.parametrize("seen", ["{}", "[]", "3", "null", '{"1": "1"}', "x"])
def test_withdrawing_what_was_not_seen_so_is_refused(editor: Client, seen: str) -> None:
    article = make_article()
    answered = {"answered": "yes", "reason": "Wrong.", "seen": seen}
    do(editor, "article", "withdraw", article, **answered)
    assert states(Article) == ["live"]


def test_withdrawing_after_another_change_is_a_conflict(editor: Client) -> None:
    article = make_article()
    seen = f'{{"{article.pk}": {article.version}}}'
    publish(article)
    page = do(editor, "article", "withdraw", article, answered="yes", reason="No.", seen=seen)
    assert "changed by someone else" in page
    assert "Put back: 1." not in do(editor, "article", "put_back", article)


def test_tags_are_put_on_many(editor: Client) -> None:
    Tag.objects.create(kind="place", slug="france", label_en="France")
    articles = [make_article() for _ in range(2)]
    assert "English or French labels" in do(editor, "article", "add_tags", *articles)
    page = do(editor, "article", "add_tags", *articles, answered="yes", names="Oz")
    assert "There is no tag “Oz”." in page
    page = do(editor, "article", "add_tags", *articles, answered="yes", names="France")
    assert "Tagged: 2." in page
    assert [a.taggings.get().origin for a in articles] == ["editor", "editor"]


def test_many_are_translated_again(editor: Client) -> None:
    articles = [make_article() for _ in range(2)]
    assert "Queued for translation: 2." in do(editor, "article", "translate_again", *articles)
    assert Job.objects.filter(kind="translate", state="queued").count() == 2


def test_too_many_at_once_are_refused(editor: Client) -> None:
    make_article()
    many = [
        Article(
            source_id=Article.objects.get().source_id, source_ref=str(n), listed_on="2026-01-01"
        )
        for n in range(AT_ONCE)
    ]
    Article.objects.bulk_create(many)
    page = do(editor, "article", "hide", *Article.objects.all())
    assert f"Choose at most {AT_ONCE} at once." in page
    assert Article.objects.filter(state="live").count() == 1


def comments(count: int = 2, **fields: Any) -> list[Comment]:
    article = make_article()
    return [
        Comment.objects.create(article=article, body=f"Bien {n}.", **fields) for n in range(count)
    ]


def test_comments_are_approved_together(moderator: Client, max_: User) -> None:
    assert "Published: 2." in do(moderator, "comment", "approve", *comments())
    assert states(Comment) == ["published"] * 2
    assert set(Decision.objects.values_list("by__username", flat=True)) == {"max"}


def test_rejecting_asks_for_the_reason_first(moderator: Client) -> None:
    found = comments()
    assert "The writer reads the reason" in do(moderator, "comment", "reject", *found)
    assert states(Comment) == ["pending"] * 2
    answer = {"answered": "yes", "reason": "off-topic", "note": "Have a look at our rules."}
    assert "Rejected: 2." in do(moderator, "comment", "reject", *found, **answer)
    decision = Decision.objects.first()
    assert decision is not None
    assert (decision.reason, decision.note) == ("off-topic", "Have a look at our rules.")


def test_step_that_the_table_lacks_is_said(moderator: Client) -> None:
    (found,) = comments(1)
    answer = {"answered": "yes", "reason": "abuse"}
    page = do(moderator, "comment", "take_back", found, **answer)
    assert "cannot become" in page
    assert states(Comment) == ["pending"]


def test_spam_is_set_aside_and_published_ones_are_taken_back(moderator: Client) -> None:
    one, two, three = comments(3)
    do(moderator, "comment", "spam", one)
    do(moderator, "comment", "approve", two, three)
    do(moderator, "comment", "take_back", two, answered="yes", reason="abuse")
    do(moderator, "comment", "look_again", three)
    assert states(Comment) == ["spam", "withdrawn", "pending"]


def test_comment_shows_why_it_was_held(moderator: Client) -> None:
    (found,) = comments(1, hold_reason="links", evidence="3 links", name="Rosa")
    page = moderator.get(reverse("admin:archive_comment_changelist")).content.decode()
    assert "It holds several links" in page
    assert "3 links" in page
    page = moderator.get(reverse("admin:archive_comment_change", args=[found.pk])).content.decode()
    assert "Bien 0." in page


def test_comment_shows_reports_and_earlier_texts_but_no_address(moderator: Client) -> None:
    (found,) = comments(1, email_sealed="sealed", email_digest="d" * 64, language="fr")
    found.revisions.create(body="Mieux.")
    found.reports.create(writer="r" * 64, reason="private", note="C’est ma rue.")
    page = moderator.get(reverse("admin:archive_comment_change", args=[found.pk])).content.decode()
    for words in ("Mieux.", "C’est ma rue.", "It tells private facts about someone", "French"):
        assert words in page, words
    assert not [secret for secret in ("sealed", "d" * 64, "r" * 64) if secret in page]


def test_list_leads_moderators_alone_to_their_page(moderator: Client, editor: Client) -> None:
    address = reverse("admin:archive_comment_changelist")
    assert "Comments to decide on" in moderator.get(address).content.decode()
    assert "Comments to decide on" not in editor.get(address).content.decode()


def test_acts_of_the_admin_are_a_batch_to_undo(moderator: Client, max_: User) -> None:
    do(moderator, "comment", "approve", *comments())
    (past,) = moderation.past()
    assert moderation.undo(past.batch, max_).count == 2
    assert states(Comment) == ["pending"] * 2


def test_editor_cannot_moderate_nor_moderator_edit(editor: Client, moderator: Client) -> None:
    (found,) = comments(1)
    do(editor, "comment", "approve", found)
    do(moderator, "article", "hide", found.article)
    assert (states(Comment), states(Article)) == (["pending"], ["live"])


def test_dead_jobs_are_tried_again(max_: User) -> None:
    operator = signed_in(max_, "operator")
    dead = Job.objects.create(kind="translate", key="1", state="dead", error="No ink.")
    alive = Job.objects.create(kind="translate", key="2")
    assert "Queued 1 dead job once more." in do(operator, "job", "retry", dead, alive)
    assert states(Job) == ["queued", "queued"]
    assert AuditEvent.objects.get().act == "retry jobs"


def tag_form(*aliases: tuple[str, str], **fields: str) -> dict[str, str]:
    """The form of a record, with names that are new."""
    data = {"label_en": "Egypt", "label_fr": "Égypte", "kind": "place", "status": "auto"}
    data |= {"aliases-TOTAL_FORMS": str(len(aliases)), "aliases-INITIAL_FORMS": "0"}
    for n, (text, language) in enumerate(aliases):
        data |= {f"aliases-{n}-text": text, f"aliases-{n}-language": language}
    return data | fields


def test_name_of_a_tag_is_kept_folded(editor: Client) -> None:
    answer = editor.post("/admin/archive/tag/add/", tag_form(("L’Égypte", "fr"), slug="egypt"))
    assert answer.status_code == 302
    assert Alias.objects.get().folded == fold("L’Égypte")
    assert AuditEvent.objects.get().act == "add tag"


def test_same_name_twice_is_said(editor: Client) -> None:
    sent = tag_form(("Égypte", "fr"), ("EGYPTE", "fr"), slug="egypt")
    page = editor.post("/admin/archive/tag/add/", sent).content.decode()
    assert "differ in capitals and accents only" in page
    assert not Tag.objects.exists()


def test_changed_names_of_a_tag_are_written_down_and_read_anew(editor: Client) -> None:
    article = make_article()
    tag = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt")
    article.taggings.create(tag=tag, origin="machine")
    SearchOutbox.objects.all().delete()
    sent = tag_form(("Misr", "fr"), label_en="Egypt", label_fr="")
    editor.post(f"/admin/archive/tag/{tag.pk}/change/", sent)
    event = AuditEvent.objects.get()
    assert (event.act, event.details) == ("change tag", {"names": ["Misr"]})
    assert SearchOutbox.objects.filter(article_id=article.pk).exists()
    queued = set(Job.objects.values_list("kind", "key"))
    number = str(article.pk)
    assert queued == {("tag", number), ("translate", number), ("seek", "tag:egypt")}


def test_label_that_is_given_as_a_name_too_is_kept_once(editor: Client) -> None:
    tag = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt")
    sent = tag_form(("The Egypt", "en"), label_en="The Egypt")
    assert editor.post(f"/admin/archive/tag/{tag.pk}/change/", sent).status_code == 302
    assert tag.aliases.filter(text="The Egypt").count() == 1


def test_renamed_and_hidden_tags_tell_search(editor: Client) -> None:
    article = make_article()
    tag = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt")
    article.taggings.create(tag=tag, origin="machine")
    editor.post(f"/admin/archive/tag/{tag.pk}/change/", tag_form(label_en="The Egypt", slug="x"))
    tag.refresh_from_db()
    assert (tag.label_en, tag.slug) == ("The Egypt", "egypt")
    assert "Hidden: 1." in do(editor, "tag", "hide", tag)
    assert not Tag.objects.shown().exists()
    assert "is hidden: show it first" in do(editor, "tag", "review", tag)
    assert "Shown again: 1." in do(editor, "tag", "unhide", tag)
    assert Tag.objects.shown().get().status == "reviewed"
    assert SearchOutbox.objects.filter(article_id=article.pk).count() == 3


def test_tags_are_merged_into_one_and_undone_together(editor: Client, edith: User) -> None:
    heir, *tags = (
        Tag.objects.create(kind="place", slug=slug, label_en=slug.capitalize())
        for slug in ("egypt", "misr", "kemet")
    )
    assert "There is no record “Oz”." in do(
        editor, "tag", "merge", heir, *tags, answered="yes", into="Oz"
    )
    page = do(editor, "tag", "merge", heir, *tags, answered="yes", into="Egypt")
    assert "Merged: 2." in page
    assert set(Tag.objects.filter(merged_into=heir)) == set(tags)
    assert authority.undo(authority.past()[0].batch, edith).count == 2
    assert not Tag.objects.filter(merged_into=heir).exists()


def test_what_acts_decide_cannot_be_typed_in(editor: Client) -> None:
    tag = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt", label_fr="Égypte")
    sent = tag_form(status="hidden", wikidata="Q79", merged_into=str(tag.pk))
    editor.post(f"/admin/archive/tag/{tag.pk}/change/", sent)
    tag.refresh_from_db()
    assert (tag.status, tag.merged_into, tag.wikidata) == ("auto", None, "Q79")
    event = AuditEvent.objects.get()
    assert (event.act, event.details) == ("change tag", {"fields": ["wikidata"]})


def test_record_made_by_hand_is_reviewed_and_its_names_have_keys(editor: Client) -> None:
    editor.post("/admin/archive/tag/add/", tag_form(("Netanyahou", "fr"), slug="egypt"))
    assert Tag.objects.get().status == "reviewed"
    assert Alias.objects.get().key == "netaniahu"


def test_merged_records_are_shown(editor: Client) -> None:
    kept = Tag.objects.create(kind="place", slug="egypt", label_en="Egypt")
    Tag.objects.create(kind="place", slug="misr", label_en="Misr", merged_into=kept)
    page = editor.get(f"/admin/archive/tag/{kept.pk}/change/").content.decode()
    assert "misr" in page
    merged = editor.get("/admin/archive/tag/?merged=yes").content.decode()
    assert "Misr" in merged
    assert ">Egypt</a></th>" not in merged


def test_article_record_lists_its_editions(editor: Client) -> None:
    article = make_article()
    publish(article)
    make_translation(article.segments.all()[0], "By hand.", origin="editor", state="edited")
    publish(article)
    page = editor.get(f"/admin/archive/article/{article.pk}/change/").content.decode()
    assert page.count('class="field-digest"') == 2
    assert f'href="/desk/articles/{article.pk}/"' in page
