"""`manage.py source`, as an operator sees it."""

import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive import ledger
from archive.models import Article, Feed, Job, Source
from newsroom.management.commands import source as command
from newsroom.wire import desk
from tests.factories import make_source
from tests.newsroom.wire.test_opml import opml
from tests.newsroom.wire.valmer import TITLES, print_feed, print_paper
from tests.press import Press
from tests.sites import Site

pytestmark = pytest.mark.django_db
TWO = (
    '<outline text="L’Écho" xmlUrl="https://echo.example/rss"/>'
    '<outline text="Une" xmlUrl="https://valmer.example/rss"/>'
)


class Terminal(io.StringIO):
    """A person at a keyboard, who types this."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("source", *map(str, words), stdout=out, stderr=out)
    return out.getvalue()


def closing(*words: object) -> str:
    """The last line that it said."""
    return run(*words).splitlines()[-1]


def refusal(*words: object) -> str:
    """The one clear line with which it ended."""
    with pytest.raises(CommandError) as error:
        run(*words)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_add_shows_the_preview_and_follows_the_feeds(open_press: Press) -> None:
    lines = run("add", print_paper(open_press), "--yes").splitlines()
    name = "Le Courrier de Valmer (le-courrier-de-valmer)"
    assert lines[0].startswith(name)
    assert lines[-1] == f"Added {name}: 1 feed followed from now on."
    feed = Feed.objects.get()
    assert (feed.url, feed.title) == (f"{open_press.origin()}/rss.xml", "À la une")
    assert Job.objects.filter(kind="poll", key=str(feed.pk)).exists()


def test_added_feed_brings_its_articles(open_press: Press) -> None:
    run("add", print_paper(open_press), "--yes")
    ledger.run_due("poll")
    ledger.run_due("fetch")
    titles = Article.objects.values_list("capture__title", flat=True)
    assert set(titles) == set(TITLES)


def test_add_takes_name_slug_and_rules(open_press: Press) -> None:
    rules = ("--display", "excerpt", "--release", "review", "--take", "feed")
    named = ("--name", "Valmer", "--slug", "v", "--licence-note", "Avec accord.")
    run("add", print_feed(open_press), *named, *rules, "--yes")
    source = Source.objects.get(slug="v")
    assert (source.name, source.licence_note) == ("Valmer", "Avec accord.")
    assert (source.display, source.release, source.take) == ("excerpt", "review", "feed")


def test_add_makes_the_slug_of_the_name_given(open_press: Press) -> None:
    run("add", print_feed(open_press), "--name", "Valmer", "--yes")
    assert Source.objects.get().slug == "valmer"


def test_without_a_terminal_add_wants_yes_and_asks_nobody(open_press: Press) -> None:
    assert refusal("add", print_feed(open_press)) == command.NO_TERMINAL
    assert (Source.objects.count(), open_press.asked) == (0, [])


@pytest.mark.parametrize(("typed", "sources"), [("y\n", 1), ("YES\n", 1)])
def test_yes_at_the_terminal_follows(
    open_press: Press, monkeypatch: pytest.MonkeyPatch, typed: str, sources: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    run("add", print_feed(open_press))
    assert Source.objects.count() == sources


@pytest.mark.parametrize("typed", ["\n", "n\n", "yellow\n", ""])
def test_anything_else_at_the_terminal_adds_nothing(
    open_press: Press, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert refusal("add", print_feed(open_press)) == "Nothing was added."
    assert not Source.objects.exists()


def test_same_feed_twice_is_refused_by_name(open_press: Press) -> None:
    url = print_feed(open_press)
    run("add", url, "--yes")
    assert refusal("add", url, "--yes") == (
        "It is followed already, for Le Courrier de Valmer. Nothing was added."
    )
    assert Feed.objects.count() == 1


def test_further_feed_of_a_known_host_goes_to_its_source(open_press: Press) -> None:
    run("add", print_feed(open_press), "--yes")
    said = closing("add", print_feed(open_press, "/sport.xml"), "--yes")
    assert said == ("Le Courrier de Valmer (le-courrier-de-valmer): 1 feed followed from now on.")
    assert Source.objects.get().feeds.count() == 2


def test_a_name_makes_a_source_of_its_own_at_a_known_host(open_press: Press) -> None:
    run("add", print_feed(open_press), "--yes")
    run("add", print_feed(open_press, "/sport.xml"), "--name", "Valmer Sport", "--yes")
    assert Source.objects.count() == 2


def test_address_without_a_feed_is_one_clear_line(open_press: Press) -> None:
    open_press.put("/", "<html><body>Bonjour</body></html>")
    assert "No feed was found at" in refusal("add", f"{open_press.origin()}/", "--yes")


def test_private_address_is_one_clear_line() -> None:
    assert "public internet" in refusal("preview", "http://192.168.1.1/rss")


def test_preview_keeps_nothing(open_press: Press) -> None:
    assert "One article as it would be stored" in run("preview", print_paper(open_press))
    assert not Source.objects.exists()


def test_list_ends_with_what_there_is() -> None:
    desk.follow(make_source("valmer", name="Valmer"), "https://valmer.example/rss")
    lines = run("list").splitlines()
    assert lines[0].startswith("Valmer (valmer): 1 feed, 1 followed; last success never; next ")
    assert lines[-1] == "1 source, 1 feed followed."


def test_list_of_nothing_says_so() -> None:
    assert run("list") == "0 sources, 0 feeds followed.\n"


def test_import_sums_up_and_twice_is_once(tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(opml(TWO))
    words = ("import", file, "--release", "review")
    assert run(*words) == "Made 2 sources, followed 2 feeds, 0 known already, 0 refused.\n"
    assert run(*words) == "Made 0 sources, followed 0 feeds, 2 known already, 0 refused.\n"
    assert set(Source.objects.values_list("release", flat=True)) == {"review"}


def test_dry_run_only_says_what_would_be_done(tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(opml(TWO))
    assert run("import", file, "--dry-run") == (
        "Would make 2 sources, follow 2 feeds, 0 known already, 0 refused.\n"
    )
    assert not Source.objects.exists()


def test_refused_addresses_are_listed_and_the_others_are_followed(tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(opml(f'{TWO}<outline xmlUrl="http://10.0.0.1/rss"/>'))
    with pytest.raises(SystemExit, match="1"):
        run("import", file)
    assert Feed.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "words"), [("missing.opml", "No such file"), ("feeds.txt", "It is no OPML")]
)
def test_file_that_is_no_list_is_one_clear_line(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "feeds.txt").write_text("Bonjour")
    assert words in refusal("import", tmp_path / name)


def test_export_is_what_import_reads(tmp_path: Path) -> None:
    desk.follow(make_source("valmer", name="Valmer"), "https://valmer.example/rss")
    file = tmp_path / "feeds.opml"
    assert run("export", file) == f"Wrote 1 feed to {file}.\n"
    assert run("export").encode() == file.read_bytes()
    assert closing("import", file).startswith("Made 0 sources, followed 0 feeds, 1 known")


def test_export_of_nothing_is_a_list_all_the_same(tmp_path: Path) -> None:
    assert run("export", tmp_path / "none.opml").startswith("Wrote 0 feeds to ")


def test_export_to_no_place_is_one_clear_line(tmp_path: Path) -> None:
    assert "No such file" in refusal("export", tmp_path / "missing" / "feeds.opml")


def test_pause_resume_and_poll_turn_all_feeds_of_a_source() -> None:
    source = make_source("valmer", name="Valmer")
    for n in range(2):
        desk.follow(source, f"https://valmer.example/{n}")
    assert run("pause", "valmer") == "Valmer: 2 feeds paused.\n"
    assert refusal("poll", "valmer") == "Valmer has no feed that is followed."
    assert run("resume", "valmer") == "Valmer: 2 feeds followed from now on.\n"
    assert run("poll", "valmer") == "Valmer: 2 feeds asked at the next opportunity.\n"


def test_unknown_slug_is_told_with_the_known_ones() -> None:
    make_source("valmer")
    assert refusal("pause", "echo") == ("There is no source “echo”. Known sources: files, valmer.")


@pytest.mark.embedded
def test_operator_brings_a_list_through_a_pipe(embedded_site: Site) -> None:
    done = embedded_site.manage("source", "import", "-", stdin=opml(TWO))
    assert (done.returncode, done.stderr) == (0, "")
    listed = embedded_site.manage("source", "list")
    assert listed.stdout.endswith("2 sources, 2 feeds followed.\n")
    added = embedded_site.manage("source", "add", "https://valmer.example/rss")
    assert (added.returncode, added.stderr) == (1, f"CommandError: {command.NO_TERMINAL}\n")
