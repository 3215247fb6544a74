"""The desk: each act whole, audited, and only on what the editor saw."""

import pytest
from django.contrib.auth.models import User

from archive.models import Article, AuditEvent, Edition, Job, SearchOutbox, Tag, Translation
from newsroom.curate import desk
from tests.factories import make_article, make_source, make_translation, publish
from tests.newsroom.staff import in_groups
from tests.newsroom.translate import rows

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."


@pytest.fixture
def by(edith: User) -> User:
    return in_groups(edith, "editor")


def acts(article: Article) -> list[str]:
    found = AuditEvent.objects.filter(target=f"article:{article.pk}").order_by("pk")
    return list(found.values_list("act", flat=True))


def seen(article: Article) -> int:
    article.refresh_from_db()
    return article.version


def worded(**fields: object) -> Article:
    """An article whose sentences all have English, without an Edition yet."""
    article = make_article(**fields)  # type: ignore[arg-type]
    for segment in article.segments.all():
        make_translation(segment)
    return article


def test_publish_shows_a_hidden_article(by: User) -> None:
    article = worded(state="hidden", source=make_source("agence", release="review"))
    desk.publish(article.pk, by=by, expected=seen(article))
    assert Article.objects.translated().get() == article
    assert acts(article) == ["publish", "go live"]
    assert Edition.objects.get().by == by
    assert SearchOutbox.objects.filter(article_id=article.pk).exists()


def test_publish_again_says_that_nothing_is_new(by: User) -> None:
    article = worded()
    desk.publish(article.pk, by=by, expected=seen(article))
    before = (seen(article), acts(article))
    with pytest.raises(desk.Refused, match="already, as it stands"):
        desk.publish(article.pk, by=by, expected=article.version)
    assert (seen(article), acts(article)) == before


def test_untranslated_article_waits_where_its_source_is_reviewed(by: User) -> None:
    article = make_article(state="hidden", source=make_source("agence", release="review"))
    with pytest.raises(desk.Refused, match="not wholly translated yet"):
        desk.publish(article.pk, by=by, expected=seen(article))
    article.refresh_from_db()
    assert article.state == "hidden"
    assert acts(article) == []


def test_untranslated_article_goes_live_where_its_source_is_not(by: User) -> None:
    article = make_article(state="hidden")
    desk.publish(article.pk, by=by, expected=seen(article))
    assert Article.objects.published().get().edition is None
    assert acts(article) == ["go live"]


def test_hide_takes_it_off_the_site(by: User) -> None:
    article = worded()
    desk.hide(article.pk, by=by, expected=seen(article))
    assert not Article.objects.published().exists()
    assert acts(article) == ["hide"]


def test_withdraw_gives_a_reason_and_put_back_takes_it_off(by: User) -> None:
    article = make_article()
    publish(article)
    desk.withdraw(article.pk, reason=" It was wrong. ", by=by, expected=seen(article))
    assert Article.objects.withdrawn().get().withdrawn_reason == "It was wrong."
    desk.put_back(article.pk, by=by, expected=seen(article))
    assert Article.objects.translated().get().withdrawn_reason == ""
    assert acts(article) == ["withdraw", "put back"]
    assert AuditEvent.objects.get(act="withdraw").details == {"reason": "It was wrong."}


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_withdraw_wants_a_reason(by: User, reason: str) -> None:
    article = make_article()
    with pytest.raises(desk.Refused, match="with a reason"):
        desk.withdraw(article.pk, reason=reason, by=by, expected=seen(article))


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("hidden", "hide"),
        ("withdrawn", "hide"),
        ("withdrawn", "publish"),
        ("live", "put_back"),
        ("hidden", "put_back"),
    ],
)
def test_act_that_makes_no_sense_is_refused(by: User, state: str, act: str) -> None:
    article = make_article(state=state, withdrawn_reason="No." if state == "withdrawn" else "")
    with pytest.raises(desk.Refused, match=rf"^Article {article.pk} is {state}: "):
        getattr(desk, act)(article.pk, by=by, expected=seen(article))


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_only_what_readers_saw_is_withdrawn(by: User, state: str) -> None:
    article = make_article(state=state, withdrawn_reason="No." if state == "withdrawn" else "")
    with pytest.raises(desk.Refused):
        desk.withdraw(article.pk, reason="Wrong.", by=by, expected=seen(article))


@pytest.mark.parametrize("act", ["publish", "hide", "withdraw", "put_back"])
def test_act_on_what_has_changed_is_a_conflict(by: User, act: str) -> None:
    state = "withdrawn" if act == "put_back" else "live"
    article = worded(state=state, withdrawn_reason="No.")
    more = {"reason": "Wrong."} if act == "withdraw" else {}
    with pytest.raises(desk.Conflict, match="changed by someone else"):
        getattr(desk, act)(article.pk, by=by, expected=article.version - 1, **more)
    before = (article.state, article.version)
    article.refresh_from_db()
    assert (article.state, article.version) == before
    assert acts(article) == []


def test_correction_is_a_wording_and_an_edition_with_its_author(by: User) -> None:
    article = make_article()
    first = publish(article)
    segment = article.segments.get(text=FRENCH)
    base = segment.translations.get().pk
    made = desk.correct_sentence(segment, " The bridge\n reopened. ", by=by, base=base)
    assert made is not None
    assert (made.text, made.origin, made.state) == ("The bridge reopened.", "editor", "edited")
    assert (made.n, made.author) == (2, by)
    edition = Edition.objects.get(n=2)
    assert (edition.by, edition.note) == (by, f"Sentence {segment.uid} corrected.")
    assert edition.previous_digest == first.digest
    assert made.pk in [row[3] for row in edition.manifest]
    assert acts(article) == ["correct sentence", "publish", "correct for readers"]


def test_correction_keeps_its_checks(by: User) -> None:
    article = make_article()
    publish(article)
    segment = article.segments.get(text__contains="14 mois")
    base = segment.translations.get().pk
    made = desk.correct_sentence(segment, "They had waited for months.", by=by, base=base)
    assert made is not None
    assert [check["code"] for check in made.checks] == ["number"]


def test_correction_is_held_to_the_english_of_names(by: User) -> None:
    (segment,) = rows.article("Le porte-parole Dimitri Peskov a parlé.")
    made = desk.correct_sentence(segment, "Dmitry Peskov, spokesman, spoke.", by=by, base=None)
    assert made is not None
    assert made.checks == []


def test_audit_holds_no_text(by: User) -> None:
    article = make_article()
    publish(article)
    segment = article.segments.get(text=FRENCH)
    base = segment.translations.get().pk
    desk.correct_sentence(segment, "A secret wording.", by=by, base=base)
    event = AuditEvent.objects.get(act="correct sentence")
    assert event.details["length"] == len("A secret wording.")
    assert "secret" not in str(event.details)


def test_same_text_is_no_correction(by: User) -> None:
    article = make_article()
    publish(article)
    segment = article.segments.get(text=FRENCH)
    standing = segment.translations.get()
    assert desk.correct_sentence(segment, standing.text, by=by, base=standing.pk) is None
    assert (Edition.objects.count(), acts(article)) == (1, [])


def test_sentences_are_corrected_together_in_one_edition(by: User) -> None:
    article = make_article()
    publish(article)
    corrections = [
        desk.Correction(s.pk, f"Reworded {s.uid}.", s.translations.get().pk)
        for s in article.segments.all()
    ]
    desk.correct(article.pk, corrections, by=by, note="A thorough revision.")
    assert list(Edition.objects.values_list("n", "note")) == [(1, ""), (2, "A thorough revision.")]


def test_sentence_reworded_meanwhile_is_a_conflict_and_nothing_is_written(by: User) -> None:
    article = make_article()
    publish(article)
    one, two = article.segments.all()[:2]
    stale = two.translations.get().pk
    desk.correct_sentence(two, "Max was faster.", by=by, base=stale)
    kept = Translation.objects.count()
    changes = [
        desk.Correction(one.pk, "Edith’s first.", one.translations.get().pk),
        desk.Correction(two.pk, "Edith’s second.", stale),
    ]
    with pytest.raises(desk.Conflict, match=f"Sentence {two.uid} was reworded"):
        desk.correct(article.pk, changes, by=by)
    assert Translation.objects.count() == kept


def test_sentence_that_is_gone_is_a_conflict(by: User) -> None:
    article = make_article()
    publish(article)
    segment = article.segments.get(text=FRENCH)
    segment.alive = False
    segment.save()
    base = segment.translations.get().pk
    with pytest.raises(desk.Conflict, match="no longer holds this sentence"):
        desk.correct_sentence(segment, "The bridge.", by=by, base=base)


@pytest.mark.parametrize(("text", "words"), [(" ", "needs"), ("a" * 10_001, "is longer")])
def test_unfit_wording_is_refused(by: User, text: str, words: str) -> None:
    article = make_article()
    publish(article)
    segment = article.segments.get(text=FRENCH)
    with pytest.raises(desk.Refused, match=words):
        desk.correct_sentence(segment, text, by=by, base=segment.translations.get().pk)


def test_first_wording_may_be_a_persons(by: User) -> None:
    article = make_article()
    for segment in article.segments.all():
        assert desk.correct_sentence(segment, f"Said {segment.uid}.", by=by, base=None)
    assert Edition.objects.get().by == by


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_correction_of_what_readers_do_not_see_makes_no_edition(by: User, state: str) -> None:
    article = worded(state=state, withdrawn_reason="No." if state == "withdrawn" else "")
    version = seen(article)
    segment = article.segments.get(text=FRENCH)
    desk.correct_sentence(segment, "Reopened.", by=by, base=segment.translations.get().pk)
    assert not Edition.objects.exists()
    assert seen(article) == version + 1


def test_tags_go_on_and_off_by_hand(by: User) -> None:
    article = make_article()
    tag = Tag.objects.create(kind="place", slug="france", label_en="France")
    desk.add_tags(article.pk, [tag], by=by)
    desk.remove_tag(article.pk, tag, by=by)
    assert article.taggings.get().refused
    assert acts(article) == ["tag", "untag"]


def test_translate_again_queues_once(by: User) -> None:
    article = make_article()
    desk.retranslate(article.pk, by=by)
    desk.retranslate(article.pk, by=by)
    assert Job.objects.get(kind="translate").key == str(article.pk)
    assert acts(article) == ["translate again", "translate again"]
