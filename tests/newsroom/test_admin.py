"""The admin: who sees what, and lists that cost the same however long they are."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import audit
from archive.models import (
    Alias,
    Article,
    AuditEvent,
    Batch,
    BatchItem,
    Comment,
    Dismissal,
    Feed,
    Job,
    Segment,
    Source,
    Standing,
    Tag,
    Tagging,
)
from newsroom.admin.basis import Record
from newsroom.models import Host, Term
from tests.factories import make_article, make_source, make_translation, publish, sha256
from tests.newsroom.curate.followed import SLOW, failing, make_feed, make_page, valmer
from tests.newsroom.staff import entered, member

pytestmark = pytest.mark.django_db
MODELS = {
    "editor": {
        *("article", "segment", "tag", "comment", "auditevent", "source", "feed", "page"),
        *("batch", "term", "dismissal"),
    },
    "moderator": {"comment", "standing"},
    "operator": {
        *("source", "feed", "page", "host", "job", "auditevent", "user", "group"),
        *("batch", "term"),
    },
}
NAMES = sorted(set().union(*MODELS.values()))


APPS = {"user": "auth", "group": "auth", "host": "newsroom", "term": "newsroom"}


def history(record: Model) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
    return reverse(name, args=[record.pk])


def changelist(name: str) -> str:
    return reverse(f"admin:{APPS.get(name, 'archive')}_{name}_changelist")


@pytest.mark.parametrize("group", MODELS)
def test_each_group_sees_its_own(group: str) -> None:
    client = member("somebody", group)
    page = client.get("/admin/").content.decode()
    assert set(re.findall(r'<tr class="model-(\w+)', page)) == MODELS[group]
    for name in NAMES:
        expected = 200 if name in MODELS[group] else 403
        assert client.get(changelist(name)).status_code == expected, name


def test_every_model_of_the_admin_is_in_the_matrix() -> None:
    assert sorted(str(model._meta.model_name) for model in admin.site._registry) == NAMES


def test_every_list_is_well_set_up() -> None:
    for model, each in admin.site._registry.items():
        assert each.search_fields, model
        assert each.list_display != ("__str__",), model
        own = vars(type(each))
        assert {"list_display", "list_select_related"} <= own.keys(), model


def test_nothing_is_deleted_in_the_admin() -> None:
    client = entered(User.objects.create_superuser("root"))
    article = make_article()
    for model, each in admin.site._registry.items():
        request = client.get("/admin/").wsgi_request
        assert not each.has_delete_permission(request), model
        assert "delete_selected" not in each.get_actions(request), model
    assert client.post(f"/admin/archive/article/{article.pk}/delete/").status_code == 403


def article(n: int) -> None:
    source = make_source(f"source-{n}")
    found = make_article(source=source, body=[[f"Phrase {n}.", "Deux."]])
    publish(found)
    make_translation(found.segments.all()[0], "By hand.", origin="editor", state="edited")
    tag = Tag.objects.create(kind="place", slug=f"tag-{n}", label_en=f"Tag {n}")
    merged = Tag.objects.create(kind="place", slug=f"old-{n}", label_en="Old", merged_into=tag)
    Alias.objects.create(tag=merged, text="Autre", folded="autre")
    Tagging.objects.create(article=found, tag=tag, origin="machine")
    first = Comment.objects.create(article=found, body="Bien.", name="Rosa")
    Comment.objects.create(
        article=found, body="Oui.", parent=first, segment=found.segments.all()[0]
    )
    Job.objects.create(kind="translate", key=f"job-{n}", state="dead", error="No ink.")
    somebody = User.objects.create_user(f"user-{n}", is_staff=True)
    audit.record("hide", f"article:{found.pk}", actor=somebody)
    Standing.objects.create(writer=f"writer-{n}", kind="held", reason="Pont.", by=somebody)
    feed = make_feed(source, f"https://pont{n}.example/rss", failures=n)
    make_page(source, f"{n}", article=found, feed=feed)
    Host.objects.create(origin=f"https://pont{n}.example", problem="It asked us to wait.")
    batch = Batch.objects.create(kind="hide", by=somebody)
    BatchItem.objects.create(batch=batch, article=found)
    Term.objects.create(french=f"pont {n}", folded=f"pont {n}", english="bridge", by=somebody)
    Dismissal.objects.create(
        french_sha256=sha256(f"Phrase {n}."), code="length", words="It is short.", by=somebody
    )


@pytest.mark.embedded
def test_lists_take_the_same_queries_however_long() -> None:
    client = entered(User.objects.create_superuser("root"))

    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(changelist(name)).status_code == 200, name
        return len(queries)

    for n in range(3):
        article(n)
    few = {name: asked(name) for name in NAMES}
    for n in range(3, 23):
        article(n)
    assert {name: asked(name) for name in NAMES} == few
    assert max(few.values()) <= 14, few


@pytest.mark.parametrize("name", NAMES)
def test_search_and_hostile_addresses_answer(name: str) -> None:
    client = entered(User.objects.create_superuser("root"))
    article(1)
    for query in ("?q=pont", "?q=12", "?q=%00", "?p=99", "?o=1.2.3", "?state__exact=no", "?q='%22"):
        assert client.get(changelist(name) + query).status_code in {200, 302}, query


def test_article_list_says_how_much_a_person_checked() -> None:
    make_article(title="En attente")
    half = make_article()
    make_translation(half.segments.all()[0], "By hand.", origin="editor", state="edited")
    publish(half)
    page = member("edith2", "editor").get(changelist("article")).content.decode()
    assert re.findall(r'field-level">([^<]+)<', page) == ["partly reviewed", "translation pending"]


def test_filters_of_articles_and_sentences() -> None:
    client = member("edith2", "editor")
    publish(make_article(title="Traduit"))
    make_article(title="En attente")

    def found(address: str) -> str:
        return client.get(address).content.decode()

    assert "En attente" not in found(changelist("article") + "?translated=yes")
    assert "En attente" in found(changelist("article") + "?translated=no")
    assert "En attente" in found(changelist("segment") + "?wording=none")
    assert "Traduit" not in found(changelist("segment") + "?wording=none")
    assert "Traduit" not in found(changelist("segment") + "?wording=person")


def test_sentences_worth_checking_are_found() -> None:
    checks = [{"code": "number", "words": "The number is missing."}]
    doubtful = make_article(title=None, body=[["Douteux.", "Certain.", "Relu."]])
    publish(doubtful, {"Douteux.": {"checks": checks}, "Relu.": {"checks": checks}})
    relu = doubtful.segments.get(text="Relu.")
    make_translation(relu, "By hand.", origin="editor", state="edited", checks=checks)
    page = member("e", "editor").get(changelist("segment") + "?wording=doubt").content.decode()
    assert [word for word in ("Douteux.", "Certain.", "Relu.") if f"{word}<" in page] == [
        "Douteux."
    ]


def test_sentence_leads_to_its_place_on_its_articles_page() -> None:
    found = make_article(title=None, body=[[f"Phrase {n}." for n in range(450)]])
    last = found.segments.get(uid=450)
    answer = member("e", "editor").get(f"/admin/archive/segment/{last.pk}/change/")
    assert answer.headers["Location"] == f"/desk/articles/{found.pk}/?page=2#s450"
    assert member("f", "editor").get("/admin/archive/segment/x/change/").status_code == 404


@pytest.mark.parametrize(
    "name", ["article", "comment", "job", "auditevent", "feed", "page", "host"]
)
def test_what_a_desk_writes_is_only_shown(name: str) -> None:
    client = entered(User.objects.create_superuser("root"))
    article(1)
    model = next(m for m in admin.site._registry if m._meta.model_name == name)
    pk = model._default_manager.first().pk  # type: ignore[union-attr]
    address = f"{changelist(name)}{pk}/change/"
    page = client.get(address).content.decode()
    assert 'name="_save"' not in page
    assert client.post(address, {"state": "done"}).status_code == 403


def test_adding_an_article_leads_to_its_own_page() -> None:
    client = member("e", "editor")
    assert "/admin/archive/article/add/" in client.get(changelist("article")).content.decode()
    assert client.get("/admin/archive/article/add/").headers["Location"] == "/desk/articles/add/"


def test_every_list_of_ours_shows_fifty() -> None:
    ours = [a for a in admin.site._registry.values() if isinstance(a, Record)]
    assert len(ours) == 14
    assert {a.list_per_page for a in ours} == {50}


def test_operator_cannot_rise() -> None:
    client = member("opal", "operator")
    root = User.objects.create_superuser("root")
    me = User.objects.get(username="opal")
    other = User.objects.create_user("nina", is_staff=True)
    assert client.post(f"/admin/auth/user/{root.pk}/change/", {"username": "x"}).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/password/", {}).status_code == 403
    page = client.get(f"/admin/auth/user/{me.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    assert 'name="groups"' not in page
    assert 'name="groups"' in client.get(f"/admin/auth/user/{other.pk}/change/").content.decode()
    group = me.groups.get()
    sent = {
        "username": "opal",
        "groups": group.pk,
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
    }
    dated = {"date_joined_0": "2026-01-01", "date_joined_1": "09:00:00"}
    client.post(f"/admin/auth/user/{me.pk}/change/", sent | dated)
    me.refresh_from_db()
    assert not me.is_superuser
    assert client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "x"}).status_code == 403


def test_source_keeps_its_slug_and_tells_search() -> None:
    client = member("opal", "operator")
    source = make_source("agence", name="Agence")
    make_article(source=source)
    make_feed(source)
    address = f"/admin/archive/source/{source.pk}/change/"
    hidden = re.findall(r'name="(feeds-[\w-]+)" value="(\w*)"', client.get(address).text)
    make_feed(source, "https://agence.example/meanwhile")
    sent = {
        **dict(hidden),
        "name": "L’Agence",
        "slug": "other",
        "language": "fr",
        "display": "excerpt",
        "release": "auto",
        "take": "feed",
    }
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert Feed.objects.filter(source=source).count() == 2
    source = Source.objects.get()
    assert (source.name, source.slug, source.display) == ("L’Agence", "agence", "excerpt")
    assert source.take == "feed"
    assert AuditEvent.objects.get().act == "change source"
    assert Article.objects.count() == 1


def test_source_list_says_how_each_fares() -> None:
    failing(valmer())
    make_source("files")
    client = member("opal", "operator")
    page = client.get(changelist("source")).content.decode()
    assert f"1: {SLOW}" in page
    assert "4 hours ago" in page
    assert 'href="/desk/sources/valmer/"' in page
    shown = client.get(f"{changelist('source')}{valmer().pk}/change/").content.decode()
    assert SLOW in shown
    assert 'name="feeds-0-url"' not in shown


def test_history_is_what_the_audit_tells() -> None:
    root = User.objects.create_superuser("root")
    article(1)
    held, segment = Standing.objects.get(), Segment.objects.alive()[0]
    of_article = Article.objects.get()
    for record, target in (
        (of_article, f"article:{of_article.pk}"),
        (of_article.source, f"source:{of_article.source.slug}"),
        (tag := Tag.objects.filter(merged_into=None)[0], f"tag:{tag.slug}"),
        (held, f"writer:{held.writer}"),
        (segment, f"article:{of_article.pk}"),
        (AuditEvent.objects.get(), f"article:{of_article.pk}"),
        (root, f"user:{root.pk}"),
    ):
        address = history(record)
        answer = entered(root).get(address)
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert (answer.headers["Location"][:13], asked) == ("/desk/audit/?", {"target": [target]})
        assert entered(root).get(answer.headers["Location"]).status_code == 200


def test_history_is_kept_from_who_may_not_see_it() -> None:
    article(1)
    comment, job = Comment.objects.all()[0], Job.objects.get()
    moderator = member("somebody", "moderator")
    assert moderator.get(history(comment)).status_code == 200  # without the audit
    assert moderator.get(history(job)).status_code == 403
