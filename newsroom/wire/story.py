"""The story that a page or a feed's entry tells, and what its newspaper says of keeping it."""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsroom.ingest.addresses import canonical
from newsroom.ingest.encodings import decode
from newsroom.ingest.language import TOO_SHORT
from newsroom.ingest.markup import parse
from newsroom.ingest.reading import read
from newsroom.ingest.story import Refusal, Story
from newsroom.ingest.structured import articles
from newsroom.wire.asking import ask
from newsroom.wire.fetching import ROBOTS_NAME, Answer

WEB_PAGES = {"text/html", "application/xhtml+xml", ""}
NOARCHIVE = "Its newspaper asks that no copy be kept of it (noarchive)."
ODD = "Its address is too long, or has what no address may have."
HOME = "Its address leads to the home page."
# The same newspaper under another name: its phone pages, its quick pages.
VARIANT = re.compile(r"(?:www|m|mobile|amp)\.(?=[^.]+\.)")
NOT_FREE = re.compile(r"(?:https?://schema\.org/)?false", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A page's story. `is_free` is false where the page says that its whole text is for payers."""

    story: Story
    is_free: bool = True


def story_at(url: str, *, patience: float = 20.0) -> tuple[Story, Answer]:
    """Fetch and read one page; nothing is stored.

    `patience` is for how many seconds the page's server is waited for. Raises Unreachable, Busy,
    Disallowed or Refusal, each with one sentence.
    """
    answer = page_at(url, patience=patience)
    return story_of_page(answer).story, answer


def page_at(url: str, *, patience: float) -> Answer:
    """Fetch one page. Raises as `story_at` does; Refusal for what is no page or another."""
    answer = ask(url, patience=patience)
    if answer.status != HTTPStatus.OK:
        raise Refusal(answered(answer))
    if leads_home(address_of(answer), url):
        raise Refusal(HOME)
    return answer


def story_of_page(answer: Answer, *, homepage: str = "") -> Told:
    """What a page that answered 200 tells. Raises Refusal where it may not or cannot be kept.

    Its reference is the canonical address that it gives, where that is one of the same site or
    of the `homepage`'s, else the address that answered.
    """
    if answer.media_type not in WEB_PAGES:
        raise Refusal(f"It is {answer.media_type}, not a web page.")
    url = address_of(answer)
    story = _only_story(answer.body, ref=url, name=url, kind="html", charset=answer.charset)
    tree = parse(decode(answer.body, answer.charset).text)
    if not _may_be_kept(answer.robots_tag, tree):
        raise Refusal(NOARCHIVE)
    if not _is_trusted(story.canonical_url, url, homepage):
        story = replace(story, ref=url, canonical_url=url)
    return Told(story, _is_free(tree))


def story_of_entry(document: bytes, *, url: str, ref: str, name: str) -> Story:
    """What a feed's entry tells by itself. Raises Refusal where that is no article.

    `url` is the address of its page and `ref` the feed's name for it, each "" where it has none.
    """
    story = _only_story(document, ref=url or ref, name=name, kind="feed", charset="")
    return replace(story, ref=url or ref or story.ref, canonical_url=url, where="")


def _only_story(raw: bytes, *, ref: str, name: str, kind: str, charset: str) -> Story:
    found = next(read(raw, ref=ref, name=name, kind=kind, charset=charset))
    if isinstance(found, Refusal):
        raise Refusal(found.reason)
    if TOO_SHORT in found.warnings:
        raise Refusal(TOO_SHORT)
    return found


def completed(story: Story, entry: Story | None) -> Story:
    """The page's story with what it does not say itself of title, byline and date."""
    if entry is None:
        return story
    return replace(
        story,
        title=story.title or entry.title,
        byline=story.byline or entry.byline,
        published=story.published or entry.published,
    )


def address_of(answer: Answer) -> str:
    """The address that answered, as it is kept. Raises Refusal where it is too odd for that."""
    address = canonical(answer.url)
    if not address:
        raise Refusal(ODD)
    return address


def host_of(url: str) -> str:
    """Host and port of the address, without the www. or m. before it."""
    return VARIANT.sub("", urlsplit(url).netloc.lower(), count=1)


def leads_home(url: str, asked: str, homepage: str = "") -> bool:
    """Whether what was asked led to the home page instead, as the addresses of lost pages do."""
    return _is_home(url, homepage) and not _is_home(asked, homepage)


def answered(answer: Answer) -> str:
    """The status in a sentence: “paper.example answered 404 (not found).”"""
    try:
        words = f" ({HTTPStatus(answer.status).phrase.lower()})"
    except ValueError:
        words = ""
    return f"{urlsplit(answer.url).hostname} answered {answer.status}{words}."


def _is_home(url: str, homepage: str) -> bool:
    parts = urlsplit(url)
    place, home = (parts.netloc, parts.path.rstrip("/")), urlsplit(homepage)
    is_top = not parts.path.strip("/")
    return not parts.query and (is_top or place == (home.netloc, home.path.rstrip("/")))


def _is_trusted(given: str, url: str, homepage: str) -> bool:
    """Whether a page at `url` may call `given` its own address.

    A home page named by each of a site's pages would make one article of them all.
    """
    if not given or leads_home(given, url, homepage):
        return False
    return host_of(given) in {host_of(url), host_of(homepage)}


def _may_be_kept(robots_tag: str, tree: HtmlElement | None) -> bool:
    """Whether neither the X-Robots-Tag nor a meta tag for us or for all robots says noarchive."""
    name = ROBOTS_NAME.lower()
    said = [re.sub(r"\s", "", part) for part in robots_tag.lower().split(",")]
    tags = [] if tree is None else tree.iter("meta")
    for tag in tags:
        if tag.get("name", "").strip().lower() in {"robots", name}:
            said += re.split(r"[\s,;]+", tag.get("content", "").lower())
    return not {"noarchive", f"{name}:noarchive"} & set(said)


def _is_free(tree: HtmlElement | None) -> bool:
    """Whether the page does not say that it is for payers (schema.org isAccessibleForFree)."""
    node = {} if tree is None else next(articles(tree), {})
    return not NOT_FREE.fullmatch(str(node.get("isAccessibleForFree", "")).strip())
