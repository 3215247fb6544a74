import pytest
from playwright.sync_api import expect
from tests.browser.test_reviewing import *
from tests.browser.test_reviewing import article, window
from archive.models import Tag, Tagging, Dismissal
@pytest.mark.parametrize("name,large,tone", [("desk-light",(1280,900),"light"),("desk-dark",(1280,900),"dark"),("phone-light",(390,844),"light"),("phone-dark",(390,844),"dark")])
def test_shots(visit, article, edith, max_, name, large, tone):
    Dismissal.objects.create(french_sha256=article.segments.get(uid=1).sha256, code="echo", words="The English repeats the French.", reason="It is a title.", by=edith)
    make_translation(article.segments.get(uid=1), "The bridge reopens", checks=[{"code":"echo","words":"The English repeats the French."}], state="approved")
    fields = {"french_sha256": "0" * 64, "code": "x", "words": "y"}
    Dismissal.objects.create(**fields, reason="It is spelt out.", by=edith)
    w = visit(large, tone); enter(w, edith, "editor")
    page = go(w, article)
    page.screenshot(path=f"/tmp/R/{name}-1.png", full_page=True)
    page.focus("#s3"); press(page, "d")
    page.screenshot(path=f"/tmp/R/{name}-2.png", full_page=True)
    press(page, "Escape", "e")
    page.locator("#s3 textarea").fill("They waited.")
    expect(page.locator("#s3 .editor-found .reason").first).to_be_visible()
    page.focus("#s2"); press(page, "h")
    expect(page.locator("#s2 .row-wordings")).to_be_visible()
    page.evaluate(UNFOLD)
    page.screenshot(path=f"/tmp/R/{name}-3.png", full_page=True)
    page = w.go(f"/desk/articles/{article.pk}/s/3/")
    page.screenshot(path=f"/tmp/R/{name}-4.png", full_page=True)
    page = w.go(f"/desk/articles/{article.pk}/preview/")
    page.screenshot(path=f"/tmp/R/{name}-5.png")
    make_translation(article.segments.get(uid=2), "Max was faster.", origin="editor", state="edited", author=max_)
    page = go(w, article)
    page.evaluate("""() => { const f=document.getElementById('acts-form'); f.action=location.pathname; for (const [n,v] of [['s2','My own words for it.'],['b2','1'],['s3','And another.'],['b3','3']]) { const i=document.createElement('input'); i.name=n; i.value=v; i.type='hidden'; f.append(i);} f.submit(); }""")
    page.wait_for_selector("text=Not saved yet")
    page.screenshot(path=f"/tmp/R/{name}-6.png", full_page=True)
