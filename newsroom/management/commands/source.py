"""`manage.py source`: add, preview, list, import, export, pause, resume and poll sources."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive import bell
from archive.models import Feed, Source
from newsroom.ingest.sources import UnknownSource, source_named
from newsroom.wire import desk, telling
from newsroom.wire.desk import Preview, Refused
from newsroom.wire.opml import LIMIT

STANDARD = "-"
RULES = {"display": Source.Display, "release": Source.Release, "take": Source.Take}
NO_TERMINAL = "There is no terminal to ask on: give --yes to follow it without a question."
NOTHING = "Nothing was added."


class Command(BaseCommand):
    help = "Look after the sources whose feeds the archive follows."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="follow a feed, or the feeds of a site")
        add.add_argument("url", metavar="URL")
        add.add_argument("--name", help="what the source is called; otherwise what it says")
        add.add_argument("--slug", help="its name in addresses; otherwise made of the name")
        add.add_argument("--licence-note", default="", help="what readers are told of rights")
        add.add_argument("--yes", action="store_true", help="do not ask first")
        preview = acts.add_parser("preview", help="show what would be taken in")
        preview.add_argument("url", metavar="URL")
        acts.add_parser("list", help="all sources, and how their feeds stand")
        imports = acts.add_parser("import", help="follow the feeds that an OPML file lists")
        imports.add_argument("file", metavar="FILE", help="or - for standard input")
        imports.add_argument("--dry-run", action="store_true", help="only say what would be done")
        for each in (add, imports):
            _add_rules(each)
        export = acts.add_parser("export", help="list the feeds as OPML")
        export.add_argument("file", nargs="?", default=STANDARD, metavar="FILE")
        for act, what in (("pause", "ask no more"), ("resume", "ask again"), ("poll", "ask now")):
            acts.add_parser(act, help=f"{what} the feeds of a source").add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        acts = {
            "add": self._add,
            "preview": self._preview,
            "list": self._list,
            "import": self._import,
            "export": self._export,
        }
        try:
            acts.get(options["act"], self._turn)(options)
        except (Refused, UnknownSource) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or 'disk'}: {error.strerror or error}.") from error
        finally:
            bell.flush()

    def _preview(self, options: dict[str, Any]) -> Preview:
        seen = desk.preview(options["url"])
        for line in telling.preview_lines(seen):
            self.stdout.write(line)
        return seen

    def _add(self, options: dict[str, Any]) -> None:
        if not options["yes"] and not sys.stdin.isatty():
            raise CommandError(NO_TERMINAL)
        seen = self._preview(options)
        if not seen.fresh:
            raise Refused(f"It is followed already, for {seen.known}. {NOTHING}")
        if not options["yes"] and not _agreed():
            raise CommandError(NOTHING)
        if seen.known and not options["name"] and not options["slug"]:
            source, made = seen.known, ""
            for feed in seen.fresh:
                desk.follow(source, feed.url, title=feed.title)
        else:
            source, made = _made(seen, options), "Added "
        count = _feeds(len(seen.fresh))
        self.stdout.write(f"{made}{source.name} ({source.slug}): {count} followed from now on.")

    def _list(self, options: dict[str, Any]) -> None:
        for line in telling.source_lines(Source.objects.all()):
            self.stdout.write(line)
        sources, feeds = Source.objects.count(), Feed.objects.followed().count()
        self.stdout.write(f"{_sources(sources)}, {_feeds(feeds)} followed.")

    def _import(self, options: dict[str, Any]) -> None:
        raw = _read(options["file"])
        if options["dry_run"]:
            found: desk.Plan | desk.Imported = desk.plan_opml(raw)
        else:
            found = desk.import_opml(raw, **_rules(options))
        for reason in found.refused:
            self.stderr.write(reason)
        made, followed = ("Would make", "follow") if options["dry_run"] else ("Made", "followed")
        self.stdout.write(
            f"{made} {_sources(found.sources)}, {followed} {_feeds(found.feeds)}, "
            f"{found.known} known already, {len(found.refused)} refused."
        )
        if found.refused:
            sys.exit(1)

    def _export(self, options: dict[str, Any]) -> None:
        raw, count = desk.export_opml(), Feed.objects.exclude(state=Feed.State.GONE).count()
        if options["file"] == STANDARD:
            self.stdout.write(raw.decode(), ending="")
            return
        Path(options["file"]).write_bytes(raw)
        self.stdout.write(f"Wrote {_feeds(count)} to {options['file']}.")

    def _turn(self, options: dict[str, Any]) -> None:
        """Pause, resume or poll each feed of one source."""
        source = source_named(options["slug"])
        act, said = {
            "pause": (desk.pause, "paused"),
            "resume": (desk.resume, "followed from now on"),
            "poll": (desk.poll_now, "asked at the next opportunity"),
        }[options["act"]]
        feeds = list(source.feeds.all() if act is desk.resume else source.feeds.followed())
        if not feeds:
            raise Refused(f"{source.name} has no feed that is followed.")
        for feed in feeds:
            act(feed)
        self.stdout.write(f"{source.name}: {_feeds(len(feeds))} {said}.")


def _add_rules(parser: Any) -> None:
    for name, choices in RULES.items():
        default = str(getattr(Source(), name))
        parser.add_argument(
            f"--{name}", choices=choices.values, default=default, help=f"otherwise {default}"
        )


def _rules(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in RULES}


def _made(seen: Preview, options: dict[str, Any]) -> Source:
    return desk.add_source(
        name=options["name"] or seen.name,
        slug=options["slug"] or ("" if options["name"] else seen.slug),
        homepage=seen.homepage,
        feeds=[feed.url for feed in seen.fresh],
        titles={feed.url: feed.title for feed in seen.fresh},
        licence_note=options["licence_note"],
        **_rules(options),
    )


def _agreed() -> bool:
    try:
        return input("Follow it? [y/N] ").strip().lower() in {"y", "yes"}
    except (EOFError, KeyboardInterrupt):
        return False


def _read(name: str) -> bytes:
    if name == STANDARD:
        return sys.stdin.buffer.read(LIMIT + 1)
    with Path(name).open("rb") as file:
        return file.read(LIMIT + 1)


def _feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count} feeds"


def _sources(count: int) -> str:
    return "1 source" if count == 1 else f"{count} sources"
