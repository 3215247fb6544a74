"""The staff's pages in a browser: no breach of the policy, no barrier, and all without script."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from archive.models import Alias, Article, Comment, Job, Tag, Tagging
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter
from tests.factories import make_article, make_translation, publish
from tests.newsroom.staff import armed, figures, in_groups

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]


@pytest.fixture
def article() -> Article:
    """An article with everything that staff pages show."""
    checks = [{"code": "number", "words": "The number 14 is missing from the English."}]
    found = make_article()
    publish(found, {"Les riverains l’attendaient depuis 14 mois.": {"checks": checks}})
    make_translation(found.segments.all()[1], "It reopened.", origin="editor", state="edited")
    publish(found)
    tag = Tag.objects.create(kind="place", slug="france", label_en="France", label_fr="France")
    Alias.objects.create(tag=tag, text="l’Hexagone", folded="l'hexagone")
    Tagging.objects.create(article=found, tag=tag, origin="machine")
    Comment.objects.create(article=found, body="Well put.", name="Rosa", hold_reason="first")
    Job.objects.create(kind="translate", key="1", state="dead", error="No ink.")
    return found


def faults(window: Visit) -> list[str]:
    """What went wrong, the session's cookie left out, which staff pages need."""
    window.page.context.clear_cookies(name="csrftoken")
    return [fault for fault in window.faults() if settings.SESSION_COOKIE_NAME not in fault]


def admin_pages(article: Article) -> list[str]:
    names = ("article", "segment", "comment", "source", "tag", "job", "auditevent")
    lists = [f"/admin/archive/{name}/" for name in names]
    tag, source = Tag.objects.get().pk, article.source_id
    records = [f"article/{article.pk}", f"tag/{tag}", f"source/{source}"]
    records += [f"comment/{Comment.objects.get().pk}", f"job/{Job.objects.get().pk}"]
    forms = [f"/admin/archive/{record}/change/" for record in records]
    staff = ["/admin/auth/user/", f"/admin/auth/user/{User.objects.get().pk}/change/"]
    return ["/admin/", *lists, *forms, *staff, "/admin/auth/group/add/", "/admin/password_change/"]


def test_admin_breaks_no_policy(visit: Open, article: Article, edith: User) -> None:
    User.objects.update(is_superuser=True)
    window = visit()
    enter(window, edith)
    for address in admin_pages(article):
        window.go(address)
        assert faults(window) == [], address
    for action in ("withdraw", "add_tags"):
        window.go("/admin/archive/article/")
        window.page.check("input[name=_selected_action]")
        window.page.select_option("select[name=action]", action)
        window.page.click("button[name=index]")
        assert window.page.locator("input[name=answered]").count() == 1
        assert faults(window) == [], action


def desk_pages(article: Article) -> list[str]:
    names = ("/desk/names/?status=any", "/desk/names/france/", "/desk/stop-names/")
    own = [f"/desk/articles/{article.pk}/{rest}" for rest in ("", "editions/?n=1")]
    return [*own, "/desk/articles/add/", *names]


@pytest.mark.drill
def test_no_staff_page_has_a_barrier(
    visit: Open, article: Article, edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    assert barriers(window.go("/sign-in/")) == []
    enter(window, edith)
    assert barriers(window.go("/desk/articles/add/")) == []  # refused: no group
    in_groups(edith, "editor")
    for address in desk_pages(article):
        page = window.go(address)
        assert barriers(page) == [], address
        assert faults(window) == [], address


def test_edith_signs_in_and_corrects_without_script(
    visit: Open, article: Article, edith: User
) -> None:
    edith.set_password("le-vieux-pont-rouvre")
    edith.save()
    armed(in_groups(edith, "editor"))
    window = visit(java_script_enabled=False)
    page = window.go(f"/desk/articles/{article.pk}/")
    page.fill("input[name=username]", "edith")
    page.fill("input[name=password]", "le-vieux-pont-rouvre")
    page.click("main button")
    page.fill("input[name=figures]", figures())
    page.click("text=Go on")
    page.get_by_label("Edit sentence 2").click()
    page.fill("textarea[name=s2]", "The bridge reopened on Tuesday.")
    page.click("button.main")
    answered(page, "Saved 1 sentence.")
    page.click("text=The page that readers see")
    answered(page, "The bridge reopened on Tuesday.")


def test_edith_adds_an_article_without_script(visit: Open, article: Article, edith: User) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = window.go("/desk/articles/add/")
    said = "Le musée a rouvert mardi après deux ans de travaux. " * 3
    page.fill("textarea[name=text]", f"Le musée rouvre\n\n{said}")
    page.click("text=Preview")
    answered(page, "A new article")
    page.click("main button:text-is('Store')")
    answered(page, "Stored 1 article")
