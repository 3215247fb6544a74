"""Publishing, hiding and tagging many articles, and taking it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import tagging
from archive.models import Article, AuditEvent, Batch, Segment, Source, Tag, Tagging
from newsroom.curate import batches, bulk_acts, desk
from tests.factories import make_article, make_source, make_translation, publish
from tests.newsroom.curate.batching import run, said, states, undone

pytestmark = pytest.mark.django_db
Kind = Batch.Kind


def done(kind: str, by: User, *articles: Article, **asked: object) -> Batch:
    return run(batches.begin(kind, [each.pk for each in articles], dict(asked), by))


def hidden(**fields: object) -> Article:
    article = make_article(state="hidden", **fields)  # type: ignore[arg-type]
    for segment in article.segments.all():
        make_translation(segment)
    return article


def told(article: Article) -> tuple[str, int | None]:
    article.refresh_from_db()
    return article.state, article.edition_id


def add_tag(slug: str = "kazan") -> Tag:
    return Tag.objects.create(kind="place", slug=slug, label_en=slug.title())


def test_hidden_article_is_published_and_hidden_again(edith: User) -> None:
    article = hidden()
    batch = done(Kind.PUBLISH, edith, article)
    state, edition = told(article)
    assert (state, edition is not None) == ("live", True)
    undone(batch)
    assert told(article) == ("hidden", edition)
    assert states(batch) == {article.pk: "undone"}


def test_published_article_shows_its_former_edition_when_undone(edith: User) -> None:
    article = make_article(source=make_source(release=Source.Release.REVIEW))
    before = publish(article)
    segment = article.segments.alive().first()
    assert segment
    make_translation(segment, "A person’s words.", origin="editor", state="edited")
    batch = done(Kind.PUBLISH, edith, article)
    assert told(article) != ("live", before.pk)
    undone(batch)
    assert told(article) == ("live", before.pk)
    assert article.editions.count() == 2


def test_hidden_article_with_an_earlier_edition_gets_both_back(edith: User) -> None:
    article = make_article()
    before = publish(article)
    Article.objects.update(state="hidden")
    segment = article.segments.alive().first()
    assert segment
    make_translation(segment, "A person’s words.", origin="editor", state="edited")
    undone(done(Kind.PUBLISH, edith, article))
    assert told(article) == ("hidden", before.pk)


def test_scheduled_article_is_planned_again(edith: User) -> None:
    at = timezone.now() + timedelta(days=2)
    article = hidden()
    desk.schedule(article.pk, at=at, by=edith, expected=1)
    batch = done(Kind.PUBLISH, edith, article)
    assert told(article)[0] == "live"
    undone(batch)
    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("scheduled", at)


def test_scheduled_article_whose_time_has_passed_stays_hidden(edith: User) -> None:
    article = hidden(publish_at=datetime(2026, 1, 1, tzinfo=UTC))
    Article.objects.update(state="scheduled")
    undone(done(Kind.PUBLISH, edith, article))
    assert told(article)[0] == "hidden"


def test_published_article_that_was_hidden_since_is_kept(edith: User) -> None:
    article = hidden()
    batch = done(Kind.PUBLISH, edith, article)
    article.refresh_from_db()
    desk.withdraw(article.pk, reason="An error.", by=edith, expected=article.version)
    undone(batch)
    assert told(article)[0] == "withdrawn"
    assert states(batch) == {article.pk: "kept"}
    assert said(batch) == [bulk_acts.CHANGED]


def test_article_that_readers_see_already_is_left(edith: User) -> None:
    article = make_article()
    publish(article)
    batch = done(Kind.PUBLISH, edith, article)
    assert states(batch) == {article.pk: "skipped"}
    assert said(batch) == [f"Readers see article {article.pk} already, as it stands."]


def test_article_live_without_english_is_kept_when_undone(edith: User) -> None:
    article = make_article()
    for segment in Segment.objects.all():
        make_translation(segment)
    batch = undone(done(Kind.PUBLISH, edith, article))
    assert states(batch) == {article.pk: "kept"}
    assert told(article)[0] == "live"


def test_live_article_is_hidden_and_shown_again_just_so(edith: User) -> None:
    article = make_article()
    before = publish(article)
    batch = done(Kind.HIDE, edith, article)
    assert told(article) == ("hidden", before.pk)
    undone(batch)
    assert told(article) == ("live", before.pk)
    assert article.editions.count() == 1
    assert AuditEvent.objects.filter(act="go live", details__batch=batch.pk).exists()


def test_hidden_scheduled_article_is_planned_again(edith: User) -> None:
    at = timezone.now() + timedelta(days=2)
    article = hidden()
    desk.schedule(article.pk, at=at, by=edith, expected=1)
    undone(done(Kind.HIDE, edith, article))
    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("scheduled", at)


def test_article_planned_for_a_time_that_has_passed_stays_hidden(edith: User) -> None:
    article = hidden(publish_at=timezone.now() - timedelta(days=2))
    Article.objects.update(state="scheduled")
    batch = undone(done(Kind.HIDE, edith, article))
    assert states(batch) == {article.pk: "kept"}
    assert told(article)[0] == "hidden"


def test_article_hidden_already_is_left(edith: User) -> None:
    article = hidden()
    assert states(done(Kind.HIDE, edith, article)) == {article.pk: "skipped"}


def test_article_published_since_it_was_hidden_is_kept(edith: User) -> None:
    article = make_article()
    publish(article)
    batch = done(Kind.HIDE, edith, article)
    article.refresh_from_db()
    desk.publish(article.pk, by=edith, expected=article.version)
    undone(batch)
    assert states(batch) == {article.pk: "kept"}
    assert told(article)[0] == "live"


def test_tag_is_added_and_gone_when_undone(edith: User) -> None:
    article, tag = make_article(), add_tag()
    batch = done(Kind.TAG, edith, article, add=[tag.slug])
    row = Tagging.objects.get()
    assert (row.tag, row.origin, row.author) == (tag, "editor", edith)
    undone(batch)
    assert not Tagging.objects.exists()
    assert AuditEvent.objects.filter(act="undo tag", details__tag="kazan").exists()


def test_machines_tag_is_taken_off_and_stands_again_as_it_did(edith: User) -> None:
    article, tag = make_article(), add_tag()
    facts = {"confidence": 0.5, "salience": 2.0, "offsets": [[1, 0, 5]]}
    Tagging.objects.create(article=article, tag=tag, origin="machine", **facts)
    before = Tagging.objects.values().get()
    batch = done(Kind.TAG, edith, article, off=[tag.slug])
    assert Tagging.objects.get().refused
    undone(batch)
    assert Tagging.objects.values().get() == before


def test_tag_that_is_not_there_is_not_taken_off(edith: User) -> None:
    article, tag = make_article(), add_tag()
    batch = done(Kind.TAG, edith, article, off=[tag.slug])
    assert states(batch) == {article.pk: "skipped"}
    assert not Tagging.objects.exists()


def test_tags_that_are_so_already_are_left(edith: User) -> None:
    article, tag = make_article(), add_tag()
    tagging.add(article, tag, edith)
    batch = done(Kind.TAG, edith, article, add=[tag.slug])
    assert said(batch) == ["Its tags are so already."]


def test_tag_that_an_editor_took_off_since_is_kept_off(edith: User) -> None:
    article, tag = make_article(), add_tag()
    batch = done(Kind.TAG, edith, article, add=[tag.slug])
    tagging.refuse(article, tag, edith)
    undone(batch)
    assert states(batch) == {article.pk: "kept"}
    assert Tagging.objects.get().refused


def test_only_tags_that_changed_since_are_kept(edith: User) -> None:
    article, tag, other = make_article(), add_tag(), add_tag("moscow")
    batch = done(Kind.TAG, edith, article, add=[tag.slug, other.slug])
    tagging.refuse(article, tag, edith)
    undone(batch)
    assert states(batch) == {article.pk: "undone"}
    assert said(batch) == ["1 of its tags changed since, and stay."]
    assert Tagging.objects.get().tag == tag


def test_tag_merged_meanwhile_goes_to_its_heir(edith: User) -> None:
    article, tag, heir = make_article(), add_tag(), add_tag("tatarstan")
    Tag.objects.filter(pk=tag.pk).update(merged_into=heir)
    batch = done(Kind.TAG, edith, article, add=[tag.slug])
    assert Tagging.objects.get().tag == heir
    undone(batch)
    assert not Tagging.objects.exists()
