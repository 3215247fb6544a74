import pytest
from archive import audit
from archive.models import Article
from newsroom.curate import desk
from tests.archive.correcting import *
from tests.browser.conftest import LOOKS
from tests.browser.test_access import barriers
from tests.browser.test_desk import enter, faults
from tests.newsroom.staff import in_groups
from tests.factories import make_article, make_source
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

def build(edith):
    a = shown(source=make_source("agence-flash"))
    correct(a, {2: "The bridge will open again tomorrow."}, edith, note="The bridge opens tomorrow, not on Monday.")
    Article.objects.filter(pk=a.pk).update(given_title_fr="Le pont rouvre", given_byline="Une Autre")
    correct(a, {1: "The bridge reopens", 3: "The quay closes to traffic this evening."}, edith)
    rewritten(a, BRIDGE, "Le pont rouvre demain matin.")
    reword(a, {3: "The quay shuts."}, origin="editor", state="edited")
    shown_anew(a, edith)
    b = shown(source=make_source("courrier", display="metadata"))
    correct(b, {1: "A bridge", 2: "The bridge opens."}, edith)
    c = shown()
    desk.withdraw(c.pk, reason="The agency retracted this report, which named the wrong bridge.", by=edith, expected=c.version)
    d = shown()
    correct(d, {2: "Wrong words."}, edith)
    d.refresh_from_db()
    desk.point_to(d.pk, 1, by=edith, expected=d.version)
    e = make_article(state="hidden", source=make_source("agence-flash"))
    desk.schedule(e.pk, at=__import__("datetime").datetime(2031,7,1,6,30,tzinfo=__import__("datetime").UTC), by=edith, expected=1)
    return a, b, c, d, e

def test_shots(visit, edith):
    a, b, c, d, e = build(in_groups(edith, "editor"))
    places = {"log": "/corrections/", "own": f"/articles/{a.pk}/corrections/", "cut": f"/articles/{b.pk}/corrections/",
      "article": a.get_absolute_url(), "gone": f"/articles/{c.pk}/", "back": d.get_absolute_url(), "taken": f"/articles/{d.pk}/v2/"}
    staff = {"desk": f"/desk/articles/{d.pk}/", "editions": f"/desk/articles/{a.pk}/editions/?n=1", "next": f"/desk/articles/{d.pk}/editions/?n=0", "scheduled": f"/desk/articles/{e.pk}/"}
    bad = {}
    for look, (size, scheme) in LOOKS.items():
        w = visit(size, scheme, reduced_motion="reduce")
        for name, at in places.items():
            w.go(at)
            f = barriers(w.page)
            if f: bad[look, name] = f
            over = w.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0: bad[look, name, "over"] = over
            w.page.screenshot(path=f"/tmp/s8/shots/{name}-{look}.png", full_page=True)
        enter(w, edith, "editor")
        for name, at in staff.items():
            w.go(at)
            f = barriers(w.page)
            if f: bad[look, name] = f
            over = w.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0: bad[look, name, "over"] = over
            w.page.screenshot(path=f"/tmp/s8/shots/{name}-{look}.png", full_page=True)
    print(bad)
    assert not bad
