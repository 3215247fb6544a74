"""Every address of the site, taken from the resolver, with an example of each of its arguments."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Group, User
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from archive import audit, previewing
from archive.models import Batch, Dismissal, Job, Standing, Tag
from newsroom.curate.site import CurationSite
from newsroom.models import Host, SavedFilter, Term
from tests.archive.discuss.mending import suggested
from tests.archive.discuss.writing import say
from tests.factories import make_article, publish, sha256
from tests.newsroom.curate.followed import make_feed, make_page

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
WRITER = "f" * 64
# What needs no row. A key may name the address too: `curate:queue name`.
PLAIN = {
    "year": "2024",
    "month": "10",
    "day": "23",
    "plural": "places",
    "n": "1",
    "uid": "1",
    "span": "1",
    "form": "txt",
    "writer": WRITER,
    "app_label": "archive",
    "url": "nothing/",
    "archive:article slug": "le-pont",
    "archive:source slug": "files",
    "archive:source_feed slug": "files",
    "archive:tag slug": "iran",
    "archive:tag_index slug": "iran",
    "archive:tag_feed slug": "iran",
    "archive:by_mail_link token": "1-x",
    "archive:quiet token": "x",
    "curate:queue name": "unreviewed",
    "curate:save_filter name": "unreviewed",
    "curate:act name": "hide",
    "curate:sentence_decide name": "approve",
    "curate:name slug": "iran",
    "curate:name_change slug": "iran",
    "curate:name_change name": "review",
    "curate:suggestion_decide name": "reject",
    "curate:comments_on name": "close",
    "curate:writer_treat name": "lift",
    "curate:source slug": "files",
    "curate:source_act slug": "files",
    "curate:source_act name": "pause",
}


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of the resolver: `route` as it writes it, `name` with its name space."""

    route: str
    name: str
    view: Any

    def path(self, examples: Mapping[str, str]) -> str:
        """An address that it matches. Raises KeyError for an argument without an example."""

        def example(found: re.Match[str]) -> str:
            argument = found[1] or found[2]
            wanted = f"{self.name} {argument}"
            model = self.model_admin
            if model is not None and argument in {"object_id", "id"}:
                wanted = model.opts.label_lower
            return examples[wanted if wanted in examples else argument]

        plain = ARGUMENT.sub(example, self.route)
        return "/" + plain.replace("^", "").replace("$", "").replace("\\", "")

    @property
    def permissions(self) -> frozenset[str]:
        """Those the view names, of which one is enough."""
        named: str = getattr(self.view, "staff_permission", "")
        return frozenset(named.split(" or ")) if named else frozenset()

    @property
    def model_admin(self) -> "ModelAdmin[Any] | None":
        """The admin's class whose page it is."""
        own = getattr(self.view, "model_admin", None)
        found = own or getattr(getattr(self.view, "__wrapped__", None), "__self__", None)
        return found if isinstance(found, ModelAdmin) else None

    @property
    def is_admins(self) -> bool:
        """Whether the admin's site stands before it."""
        site = getattr(self.view, "admin_site", None) or getattr(self.view, "__self__", None)
        return self.model_admin is not None or isinstance(site, CurationSite)

    @property
    def methods(self) -> frozenset[str]:
        """Those that a decorator lets through; none if no decorator says."""
        view = self.view
        while view is not None:
            named = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
            if "request_method_list" in named:
                return frozenset(named["request_method_list"])
            view = getattr(view, "__wrapped__", None)
        return frozenset()


def addresses(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Every pattern of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, entry.namespace or space)
        elif isinstance(entry, URLPattern):
            name = entry.name or ""
            yield Address(route, f"{space}:{name}" if space else name, entry.callback)


def leads_back(address: Address, path: str) -> bool:
    """Whether the resolver takes the path for this address."""
    return resolve(path).route.replace("^", "") == address.route.replace("^", "")


def make_rows(by: User) -> dict[str, str]:
    """One row of everything that an address can name, and the examples of all arguments."""
    article = make_article()
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    tag = Tag.objects.create(kind="place", slug="iran", label_en="Iran")
    comment = say(article, writer=WRITER)
    suggestion = suggested(article.segments.get(kind="title"))
    batch = Batch.objects.create(kind=Batch.Kind.HIDE, by=by)
    changes = Batch.objects.create(kind=Batch.Kind.GLOSSARY, by=by)
    kept = SavedFilter.objects.create(owner=by, name="Mine")
    term = Term.objects.create(french="pont", folded="pont", english="bridge", by=by)
    rows = {
        "auth.group": Group.objects.get(name="editor"),
        "archive.segment": article.segments.alive()[0],
        "archive.source": article.source,
        "archive.feed": make_feed(article.source),
        "archive.page": make_page(article.source, article=article),
        "archive.job": Job.objects.create(kind="translate", key="1", state="dead"),
        "archive.auditevent": audit.record("hide", f"article:{article.pk}", actor=by),
        "archive.standing": Standing.objects.create(
            writer="0" * 64, kind="held", reason="Pont.", by=by
        ),
        "archive.dismissal": Dismissal.objects.create(french_sha256=sha256("a"), by=by),
        "newsroom.host": Host.objects.create(origin="https://valmer.example"),
        "auth.user": by,
        "archive.article": article,
        "archive.tag": tag,
        "archive.comment": comment,
        "archive.batch": batch,
        "newsroom.term": term,
        "article_id": article,
        "comment_id": comment,
        "suggestion_id": suggestion,
        "filter_id": kept,
        "term_id": term,
        "batch_id": batch,
        **{f"curate:glossary_{name} batch_id": changes for name in ("change", "undo")},
    }
    preview = previewing.address(article.pk).split("/")[-2]
    numbers = {name: str(row.pk) for name, row in rows.items()}
    return {**PLAIN, **numbers, "archive:preview token": preview}


def absent(examples: Mapping[str, str], number: str) -> dict[str, str]:
    """The examples, with rows that are not there."""
    gone = {name: number if name.endswith(("id", "uid")) else "zq" for name in examples}
    return {**examples, **{name: gone[name] for name in examples if "." in name or "id" in name}}
