"""What somebody of the staff might try beyond their part, by hand, and does not get."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from archive.models import Article, AuditEvent, Comment, Edition, Job
from newsroom.models import Authenticator, SavedFilter
from tests.archive.discuss.writing import say
from tests.factories import make_article, publish
from tests.newsroom.staff import entered, in_groups, member, signed_in

pytestmark = pytest.mark.django_db
USERS = "/admin/auth/user/"
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example")
PASSWORD = "seven-bridges-over-the-river"


def form(user: User, **changed: object) -> dict[str, object]:
    """The account's form as a browser sends it, but for the changes."""
    plain: dict[str, object] = {"username": user.username, "email": user.email, "is_active": "on"}
    plain |= {"is_staff": "on"} if user.is_staff else {}
    plain |= {"groups": [group.pk for group in user.groups.all()]}
    plain |= {
        f"date_joined_{n}": str(part)
        for n, part in enumerate(user.date_joined.isoformat()[:19].split("T"))
    }
    return {k: v for k, v in (plain | changed).items() if v is not None}


def send(client: Client, user: User, **changed: object) -> int:
    return client.post(f"{USERS}{user.pk}/change/", form(user, **changed)).status_code


def groups(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def pk(group: str) -> int:
    return Group.objects.get(name=group).pk


def test_operator_puts_a_colleague_into_a_group_and_it_is_noted(edith: User, max_: User) -> None:
    client = signed_in(max_, "operator")
    in_groups(edith)
    assert send(client, edith, groups=[pk("editor")]) == 302
    assert groups(edith) == {"editor"}
    event = AuditEvent.objects.get(act="change account")
    assert (event.actor, event.target) == (max_, f"user:{edith.pk}")
    assert "Groups" in event.details.pop("fields")
    assert event.details == {"groups": ["editor"], "open": True, "staff": True}


def test_operator_gives_oneself_no_group(max_: User) -> None:
    client = signed_in(max_, "operator")
    assert send(client, max_, groups=[pk("operator"), pk("editor")], first_name="Max") == 302
    assert (groups(max_), User.objects.get(pk=max_.pk).first_name) == ({"operator"}, "Max")
    assert client.get("/desk/articles/add/").status_code == 403


@pytest.mark.parametrize("whose", ["own", "colleague"])
def test_operator_gives_nobody_everything(edith: User, max_: User, whose: str) -> None:
    client = signed_in(max_, "operator")
    user = in_groups(edith, "editor") if whose == "colleague" else max_
    secret = Permission.objects.get(codename="change_group").pk
    send(client, user, is_superuser="on", user_permissions=[secret])
    user = User.objects.get(pk=user.pk)
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


def test_operator_makes_an_account_that_may_nothing_yet(max_: User) -> None:
    client = signed_in(max_, "operator")
    given = {"username": "nina", "usable_password": "true", "is_superuser": "on"}
    client.post(f"{USERS}add/", given | dict.fromkeys(("password1", "password2"), PASSWORD))
    nina = User.objects.get(username="nina")
    assert (nina.is_staff, nina.is_superuser, groups(nina)) == (False, False, set())
    assert AuditEvent.objects.get(act="make account").target == f"user:{nina.pk}"


def test_operator_changes_no_group_and_no_one_above(max_: User) -> None:
    client, root = signed_in(max_, "operator"), User.objects.create_superuser("root")
    editors = pk("editor")
    assert client.post(f"/admin/auth/group/{editors}/change/", {"name": "x"}).status_code == 403
    assert send(client, root, is_active=None) == 403
    for method in (client.get, client.post):
        assert method(f"{USERS}{root.pk}/password/").status_code == 403


def test_password_given_by_an_operator_ends_sessions_and_is_noted(edith: User, max_: User) -> None:
    theirs, client = signed_in(edith, "editor"), signed_in(max_, "operator")
    given = dict.fromkeys(("password1", "password2"), PASSWORD)
    answer = client.post(f"{USERS}{edith.pk}/password/", given | {"usable_password": "true"})
    assert answer.status_code == 302
    assert theirs.get("/desk/").headers["Location"].startswith("/sign-in/?next=")
    assert AuditEvent.objects.get(act="change account").details["fields"] == ["password"]


def test_own_password_needs_the_old_one(max_: User) -> None:
    client = signed_in(max_, "operator")
    given = {**dict.fromkeys(("password1", "password2"), PASSWORD), "usable_password": "true"}
    answer = client.post(f"{USERS}{max_.pk}/password/", given)
    assert answer.headers["Location"] == "/account/"
    assert not User.objects.get(pk=max_.pk).check_password(PASSWORD)


def test_closed_account_is_out_at_once_and_stays_out_when_it_is_opened_again(
    edith: User, max_: User
) -> None:
    theirs, client = signed_in(edith, "editor"), signed_in(max_, "operator")
    assert send(client, edith, is_active=None) == 302
    assert theirs.get("/desk/").headers["Location"].startswith("/sign-in/?next=")
    assert send(client, edith) == 302
    assert theirs.get("/desk/").headers["Location"].startswith("/sign-in/?next=")


def test_editor_who_is_one_no_more_does_nothing_more(edith: User) -> None:
    client, article = signed_in(edith, "editor"), make_article()
    desk = f"/desk/articles/{article.pk}/"
    assert client.get(desk).status_code == 200
    in_groups(edith, "moderator")
    for answer in (client.get(desk), client.post(f"{desk}hide/"), client.options(desk)):
        assert answer.status_code == 403
    User.objects.filter(pk=edith.pk).update(is_staff=False)
    assert client.get("/desk/").status_code == 403


@pytest.mark.parametrize("group", ["moderator", "operator"])
def test_no_act_of_the_admin_is_done_for_another_group(group: str) -> None:
    client, article = member("other", group), make_article()
    publish(article)
    for action in ("hide", "publish", "withdraw", "add_tags", "translate_again"):
        sent = {"action": action, "_selected_action": [article.pk]}
        assert client.post("/admin/archive/article/", sent).status_code == 403
    assert Article.objects.get().state == "live"
    assert not AuditEvent.objects.exists()


def test_editor_decides_on_no_comment_and_no_job() -> None:
    client = member("nina", "editor")
    comment, job = (
        say(make_article(), state="pending"),
        Job.objects.create(kind="tag", key="1", state="dead"),
    )
    publish(comment.article)
    sent = {"action": "approve", "_selected_action": [comment.pk]}
    client.post("/admin/archive/comment/", sent)
    assert client.post("/admin/archive/job/", {**sent, "action": "retry"}).status_code == 403
    assert (Comment.objects.get().state, Job.objects.get(pk=job.pk).state) == ("pending", "dead")


def test_admin_offers_an_action_to_no_one_who_may_only_look() -> None:
    nina = in_groups(User.objects.create_user("nina", is_staff=True), "editor")
    request = entered(nina).get("/admin/").wsgi_request
    for model, each in admin.site._registry.items():
        if not each.has_change_permission(request):
            assert not each.get_actions(request), model


@pytest.mark.parametrize("lookup", ["by__password__startswith", "by__email__startswith"])
def test_lists_do_not_answer_questions_about_accounts(lookup: str) -> None:
    answer = member("nina", "editor").get(f"/admin/newsroom/term/?{lookup}=a")
    assert answer.status_code == 400


def test_admin_tells_no_one_the_address_of_a_hidden_article() -> None:
    article = make_article(title="Secret du pont", state="hidden")
    kinds = Permission.objects.filter(codename="view_article").values_list(
        "content_type", flat=True
    )
    answer = member("max", "moderator").get(f"/admin/r/{kinds[0]}/{article.pk}/")
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_admin_tells_no_moderator_where_a_sentence_stands() -> None:
    segment = make_article(state="hidden").segments.all()[0]
    answer = member("max", "moderator").get(f"/admin/archive/segment/{segment.pk}/change/")
    assert answer.status_code == 403


def test_filter_of_another_is_neither_seen_nor_taken_off(edith: User) -> None:
    kept = SavedFilter.objects.create(owner=edith, name="Bridges only", query="queue=unreviewed")
    client = member("nina", "editor")
    said = client.post(f"/desk/filters/{kept.pk}/forget/", follow=True).content.decode()
    assert "Bridges only" not in said
    assert SavedFilter.objects.exists()


def test_sentence_is_reached_through_its_own_article_alone() -> None:
    client, article = member("nina", "editor"), make_article()
    other = make_article(title=None, body=[["Oui."]])
    beyond = article.segments.count()
    assert client.get(f"/desk/articles/{other.pk}/s/{beyond}/").status_code == 404
    client.post(f"/desk/articles/{other.pk}/s/{beyond}/approve/")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_no_form_leads_off_the_site(elsewhere: str) -> None:
    client = entered(User.objects.create_superuser("root"))
    for act in ("names-undo", "comments/undo", "filters/1/forget"):
        answer = client.post(f"/desk/{act}/", {"back": elsewhere, "next": elsewhere})
        assert answer.headers["Location"].startswith("/desk/"), act
    stranger = Client().post("/desk/", headers={"Referer": elsewhere})
    assert stranger.headers["Location"] == "/sign-in/?next=/desk/"


def test_nobody_has_the_secret_of_another_in_the_admin(edith: User) -> None:
    signed_in(edith, "editor")
    device = Authenticator.objects.get()
    client = entered(User.objects.create_superuser("root"))
    assert client.get(f"/admin/newsroom/authenticator/{device.pk}/change/").status_code == 404
    assert device.sealed_key not in client.get(f"{USERS}{edith.pk}/change/").content.decode()


def test_draft_is_read_by_a_link_that_only_an_editor_can_make() -> None:
    article = make_article(state="hidden")
    assert Edition.objects.count() == 0
    preview = f"/desk/articles/{article.pk}/preview/"
    for group in ("moderator", "operator"):
        assert member(f"one of {group}s".replace(" ", "-"), group).get(preview).status_code == 403
    link = member("nina", "editor").get(preview).headers["Location"]
    forged = link.replace(f"/{article.pk}:", f"/{article.pk + 1}:")
    assert forged != link
    assert Client().get(forged).status_code == 404
