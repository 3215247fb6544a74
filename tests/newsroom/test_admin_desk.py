"""The admin shows what desks write and changes none of it; secrets are not even shown."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory

from archive.models import Batch, BatchItem, Dismissal
from newsroom.admin.basis import Record, Shown
from newsroom.models import Term
from tests.factories import make_article, sha256
from tests.newsroom.staff import entered, member

pytestmark = pytest.mark.django_db
# What operators and editors write in the admin itself, and why no desk does it.
WRITTEN = {
    "archive.source": "its rules are the operator’s; its feeds are only shown",
    "archive.tag": "labels and names go through the acts of `archive.authority`",
    "auth.user": "accounts are made and closed here",
    "auth.group": "what groups may do is for who may do everything",
}
# Models without a page in the admin, and why.
NOT_THERE = {
    "archive.alias": "shown with its record",
    "archive.batchitem": "shown on the page of its batch",
    "archive.capture": "shown with its article",
    "archive.commentrevision": "shown with its comment",
    "archive.dayviews": "a count, told by the dashboard",
    "archive.decision": "shown with its comment",
    "archive.doubt": "a count, told by the page of suggestions",
    "archive.edition": "shown with its article",
    "archive.maillink": "opens what a reader wrote",
    "archive.merge": "told and undone on the page of names",
    "archive.mergesuggestion": "decided on the page of names",
    "archive.networkkey": "holds a secret",
    "archive.pulse": "told by /readyz",
    "archive.report": "shown with its comment",
    "archive.searchoutbox": "emptied within seconds",
    "archive.stopname": "kept on the page of stopped names",
    "archive.suggestion": "decided on the page of suggestions",
    "archive.tagging": "told and changed on the article’s page of the desk",
    "archive.translation": "told and changed on the sentence’s page of the desk",
    "archive.watchword": "kept on the page of words to watch for",
    "newsroom.authenticator": "holds a secret",
    "newsroom.presence": "counts for a minute",
    "newsroom.recoverycode": "holds a secret",
    "newsroom.recoverysheet": "holds secrets",
    "newsroom.savedfilter": "its owner’s",
    "newsroom.termchange": "shown on the page of its batch",
}
PAGES = ("/admin/archive/batch/", "/admin/newsroom/term/", "/admin/archive/dismissal/")


def label(model: Any) -> str:
    return str(model._meta.label_lower)


@pytest.fixture
def rows(edith: User) -> dict[str, int]:
    """A batch of one article, a term and a dismissal, by the list they stand in."""
    batch = Batch.objects.create(kind="hide", by=edith, asked={"filter": {"source": "files"}})
    BatchItem.objects.create(batch=batch, article=make_article(), state="skipped")
    term = Term.objects.create(
        french="pont", folded="pont", english="bridge", forbidden=["deck", "span"], by=edith
    )
    facts = {"code": "length", "words": "It is short.", "reason": "So is the French."}
    said = Dismissal.objects.create(french_sha256=sha256("Oui."), by=edith, **facts)
    return dict(zip(PAGES, (batch.pk, term.pk, said.pk), strict=True))


def test_what_the_admin_writes_is_named_with_its_reason() -> None:
    written = {label(m) for m, each in admin.site._registry.items() if not isinstance(each, Shown)}
    assert written == WRITTEN.keys()


def test_models_are_in_the_admin_or_are_kept_out_of_it_for_a_reason() -> None:
    ours = {
        label(m) for app in ("archive", "newsroom") for m in apps.get_app_config(app).get_models()
    }
    there = {label(model) for model in admin.site._registry}
    assert ours - there == NOT_THERE.keys()


def test_what_is_only_shown_has_no_field_to_fill_in() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_superuser("root")
    for model, each in admin.site._registry.items():
        if not isinstance(each, Shown) or label(model) == "archive.segment":
            continue
        assert each.get_form(request).base_fields == {}, model
        assert not each.has_add_permission(request) or label(model) == "archive.article", model
        assert each.list_editable == (), model
        for inline in each.get_inline_instances(request):
            assert not inline.has_change_permission(request), model
            assert not inline.has_add_permission(request, None), model


def test_own_classes_say_what_a_list_shows_and_takes_along() -> None:
    for model, each in admin.site._registry.items():
        own = vars(type(each))
        assert {"list_display", "list_select_related"} <= own.keys(), model
        assert isinstance(each, Record) or model._meta.app_label == "auth", model


def test_batch_is_told_with_its_counts_and_the_way_to_its_page(rows: dict[str, int]) -> None:
    page = member("olga", "operator").get(PAGES[0]).content.decode()
    assert f'href="/desk/batches/{rows[PAGES[0]]}/"' in page
    assert 'field-articles">1<' in page
    assert 'field-left">1<' in page


@pytest.mark.parametrize(("chosen", "count"), [("yes", 0), ("no", 1), ("maybe", 1)])
def test_batches_by_whether_they_stand(rows: dict[str, int], chosen: str, count: int) -> None:
    page = member("olga", "operator").get(f"{PAGES[0]}?undone={chosen}").content.decode()
    assert page.count("/desk/batches/") == count


def test_records_tell_what_was_asked_forbidden_and_said(rows: dict[str, int]) -> None:
    client = member("nina", "editor")
    said = [client.get(f"{at}{pk}/change/").content.decode() for at, pk in rows.items()]
    for page, words in zip(
        said, ("&quot;source&quot;", "deck; span", "So is the French."), strict=True
    ):
        assert words in page


@pytest.mark.parametrize("page", PAGES)
def test_nobody_writes_them_in_the_admin(rows: dict[str, int], page: str) -> None:
    client = entered(User.objects.create_superuser("root"))
    for end in ("add/", f"{rows[page]}/change/", f"{rows[page]}/delete/"):
        assert client.post(f"{page}{end}", {"english": "span"}).status_code == 403, end
    assert 'name="_save"' not in client.get(f"{page}{rows[page]}/change/").content.decode()
