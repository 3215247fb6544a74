"""Articles that persons and machines word anew, for tests of what readers are told of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from archive import editions
from archive.models import Article, AuditEvent, Edition, Segment
from tests.factories import make_article, make_capture, make_segment, make_translation, publish

BRIDGE, QUAY = "Le pont rouvre demain.", "Le quai ferme ce soir."


def shown(**fields: Any) -> Article:
    """An article of a headline and two sentences, which readers see in a machine's English."""
    found = make_article(title="Le pont", body=[[BRIDGE, QUAY]], **fields)
    english = {"Le pont": "The bridge", BRIDGE: "The bridge reopens.", QUAY: "The quay closes."}
    publish(found, english)
    return found


def reword(article: Article, texts: Mapping[int, str], **how: Any) -> None:
    """Give sentences, by uid, another English: an editor's, unless `how` says whose."""
    for uid, text in texts.items():
        how = how or {"origin": "editor", "state": "edited"}
        make_translation(article.segments.get(uid=uid), text, **how)


def correct(article: Article, texts: Mapping[int, str], by: User, note: str = "") -> Edition:
    """An editor's Edition with other English in sentences, given by uid."""
    reword(article, texts)
    return shown_anew(article, by, note)


def shown_anew(article: Article, by: User | None = None, note: str = "") -> Edition:
    """An Edition of what stands."""
    edition = editions.publish(article.pk, by=by, note=note)
    article.refresh_from_db()
    return edition


def rewritten(article: Article, old: str, new: str, **capture: Any) -> None:
    """The source's own later text, in which one sentence stands in another's place."""
    was: Segment = article.segments.alive().get(text=old)
    article.segments.filter(pk=was.pk).update(alive=False)
    place = {name: getattr(was, name) for name in ("kind", "paragraph", "position")}
    fresh = make_segment(article, new, **place)
    make_translation(fresh)
    last = article.capture
    assert last is not None
    held = {"title": last.title, "byline": last.byline, "published_on": last.published_on}
    make_capture(article, raw=f"{new} {capture}", **(held | capture))


def events(article: Article) -> list[dict[str, Any]]:
    """The details of each correction that was noted of the article, the first one first."""
    found = AuditEvent.objects.filter(target=f"article:{article.pk}", act="correct for readers")
    return list(found.order_by("pk").values_list("details", flat=True))
