"""The glossary in a browser: no barrier, and a change made, watched and taken back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from newsroom.curate.terms import Facts
from newsroom.models import Term
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, enter
from tests.newsroom.curate.worded import GREVE, OTHER, add, articles, persons, term, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
TERMS = (
    Facts("préfecture de Valmont", "Valmont prefecture", ("Valmont police",), "name"),
    Facts("annuler", "call off", ("cancel", "annul"), "verb", "Not of contracts: those are void."),
    Facts("état d’urgence", "state of emergency", (), "noun"),
)
CSV = "french,english\ngrève,walkout\nport,harbour\nrien,\n"


@pytest.fixture
def held(edith: User) -> None:
    """Terms, and sentences that a machine and a person worded."""
    for facts in TERMS:
        term(edith, facts)
    one, *_ = articles(3, GREVE, OTHER)
    persons(one.segments.get(text=GREVE), "The walkout at Valmont goes on.", edith)


def test_no_page_of_the_glossary_has_a_barrier(
    visit: Open, held: None, edith: User, size: tuple[int, int], scheme: str
) -> None:
    def sound(name: str) -> None:
        assert barriers(page) == [], name
        assert window.errors + page.evaluate("window.violations") == [], name

    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor")
    page = window.go("/desk/glossary/add/?french=grève")
    sound("form")
    page.fill("[name=english]", "strike")
    page.fill("[name=forbidden]", "everg")
    page.click("text=See what it touches")
    sound("impact")
    page.click("text=Change the glossary")
    sound("waiting")
    work()
    page.reload()
    sound("done")
    page.click("main button:has-text('Undo')")
    work()
    page.reload()
    sound("undone")
    window.go("/desk/glossary/")
    sound("list")
    window.go("/desk/glossary/import/")
    page.set_input_files(
        "[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    )
    page.click("text=Preview")
    sound("file")


def test_change_is_made_and_taken_back_without_script(visit: Open, held: None, edith: User) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = window.go("/desk/glossary/")
    page.click("text=Add a term")
    page.fill("[name=french]", "grève")
    page.fill("[name=english]", "strike")
    page.click("text=See what it touches")
    assert "3 sentences of 3 articles" in page.inner_text("main")
    page.click("text=Change the glossary")
    work()
    page.click("text=Look again")
    assert "Done: 3 articles." in page.inner_text("main")
    page.click("main button:has-text('Undo')")
    assert not Term.objects.filter(french="grève").exists()


def test_progress_is_seen_without_a_click(visit: Open, held: None, edith: User) -> None:
    batch = add(edith)
    window = visit()
    enter(window, edith, "editor")
    page = window.go(f"/desk/glossary/changes/{batch.pk}/")
    assert "being looked through" in page.inner_text("[role=status]")
    work()
    page.wait_for_selector("text=Done: 3 articles.", timeout=20_000)
