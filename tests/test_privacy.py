"""A day of writing on a whole site: what it leaves of those who wrote, and what is left at its end.

Everything that a site keeps is read byte for byte: a dump of the database, its files, logs,
caches, the search index, the broker.
"""

import base64
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import pytest
import redis

from tests import servers
from tests.newsroom.staff import figures
from tests.post_office import PostOffice
from tests.readers import Reader, talk_nonsense
from tests.servers import Postgres, free_port, wait_for
from tests.sites import Site

ROSAS, SAMS, ODD = "198.51.100.77", "2001:db8:7:77::abcd", "127.0.9.77"
ADDRESSES = (
    *(ROSAS, "198.51.100.", "c633644d", "3325256781"),
    *(SAMS, "2001:0db8:0007:0077", "2001:db8:7:77", "20010db800070077", ODD),
)
ROSA, SAM, NOBODY = "rosa.q@mail.example", "sam.q@mail.example", "nobody.q@mail.example"
CANARY = "zqxcanary"
Places = Mapping[str, bytes]
SETUP = "from tests.archive.discuss.writing import translated; print(translated().pk)"
UNSEAL = """
from archive.discuss.sealing import unseal
from archive.models import Comment
print(sorted({unseal(c.email_sealed) for c in Comment.objects.exclude(email_sealed="")}))
"""
LEFT = """
from archive.models import Job
print(Job.objects.exclude(state="done").count())
"""


@dataclass
class Day:
    """A running site, its article, and what it keeps."""

    site: Site
    port: int
    article: int
    office: PostOffice
    dump: Callable[[], bytes]
    elsewhere: Callable[[], Places] = dict

    def python(self, code: str) -> str:
        """Run code in the site and return what it prints."""
        done = self.site.python(code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def reader(self, address: str) -> Reader:
        """A browser that has never been here."""
        return Reader(self.port, address)

    def kept(self) -> Places:
        """All that the site keeps, by its place."""
        files = (path for path in self.site.var_dir.rglob("*") if path.is_file())
        found = {str(path.relative_to(self.site.var_dir)): path.read_bytes() for path in files}
        return {**found, "a dump of the database": self.dump(), **self.elsewhere()}


def traces(places: Places, *words: str) -> set[tuple[str, str]]:
    """Which of the words stand where, plainly or in base64, whatever their capitals."""
    read = {place: unpacked(data).lower() for place, data in places.items()}
    return {
        (word, at) for at, data in read.items() for word in words if word.lower().encode() in data
    }


def unpacked(data: bytes) -> bytes:
    """The bytes, with whatever they hold in base64 written out behind them."""
    runs = re.findall(rb"[A-Za-z0-9+/_-]{16,}", data)
    return b"\n".join([data, *(_plain(run) for run in runs)])


def _plain(run: bytes) -> bytes:
    whole = run[: len(run) // 4 * 4].translate(bytes.maketrans(b"-_", b"+/"))
    return base64.b64decode(whole)


def opened(site: Site, office: PostOffice, dump: Callable[[], bytes]) -> Day:
    """The site with all its processes, and an article in English."""
    port = free_port()
    site.env |= {"TRUSTED_PROXIES": "127.0.0.1", "EMAIL_URL": office.url}
    site.env["SITE_URL"] = f"http://127.0.0.1:{port}"
    made = site.python(SETUP)
    assert made.returncode == 0, made.stderr
    site.start_web(port)
    for start in (site.start_worker, site.start_beat, site.start_index):
        start()
    return Day(site, port, int(made.stdout), office, dump)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.close()


ARM = """
from django.contrib.auth.models import User
from tests.newsroom.staff import armed
armed(User.objects.get(username="edith"))
"""


def moderator(day: Day) -> Reader:
    """Edith, signed in after one wrong password."""
    groups = ("--group", "editor", "--group", "moderator", "--generate")
    password = day.site.manage("create_editor", "edith", *groups).stdout.split()[-1]
    edith = day.reader(SAMS)
    for guess in ("wrong", password):
        edith.fill_in(edith.get("/sign-in/"), "/sign-in/", username="edith", password=guess)
    assert day.site.python(ARM).returncode == 0
    page = edith.get("/sign-in/code/")
    edith.fill_in(page, "/sign-in/code/", figures=figures())
    assert "Readers’ comments" in edith.get("/desk/comments/").text
    return edith


def publish(edith: Reader, comment: int) -> None:
    page = edith.get("/desk/comments/")
    done = edith.fill_in(page, "/desk/comments/act/", do=f"publish {comment}")
    assert "Published: 1 comment." in done.text


def after_reading() -> None:
    """A person needs three seconds for a form."""
    time.sleep(3.1)


def write(day: Day, rosa: Reader, sam: Reader, edith: Reader) -> None:
    """Comment, edit, reply, report, suggest, moderate; letters come of it."""
    article = rosa.get(f"/articles/{day.article}/")
    comments, first = f"/articles/{day.article}/comments/", "/articles/{}/s/{}/"
    sentences = [first.format(day.article, uid) for uid in (1, 2)]
    pages = [rosa.get(sentence) for sentence in sentences]
    after_reading()
    said = {"name": f"Rosa {CANARY}", "email": ROSA.upper(), "notify": "on"}
    rosa.fill_in(article, comments, text=f"First {CANARY}", **said)
    publish(edith, 1)
    wording = {"text": f"A {CANARY} wording.", "note": f"A {CANARY} note.", "name": CANARY}
    assert rosa.fill_in(pages[0], f"{sentences[0]}suggest/", email=ROSA, **wording).status == 200
    sams = {"text": "The bridge is open.", "name": "Sam", "email": SAM}
    assert sam.fill_in(pages[1], f"{sentences[1]}suggest/", **sams).status == 200
    edit = rosa.get("/comments/1/edit/")
    reply = sam.get(f"/articles/{day.article}/?reply=1")
    after_reading()
    assert "waits for a moderator" in rosa.fill_in(edit, "/comments/1/edit/", text=CANARY * 2).text
    publish(edith, 1)
    assert "waits" in sam.fill_in(reply, comments, text="So did I.", name="Sam", email=SAM).text
    publish(edith, 2)
    day.office.await_letter(ROSA.upper(), "There is a reply")
    report = rosa.get("/comments/2/report/")
    after_reading()
    rosa.fill_in(report, "/comments/2/report/", reason="other", note=f"A {CANARY} report.")
    queue, reject = edith.get("/desk/suggestions/"), "/desk/suggestions/2/reject/"
    edith.fill_in(queue, reject, own="It is not what the French says.")
    day.office.await_letter(SAM, "It is not what the French says.")


def go_astray(day: Day) -> None:
    """What browsers and others do wrong, each of which may be worth a line in a log."""
    stray = day.reader(ROSAS)
    assert stray.get("/nowhere/").status == 404
    assert stray.get("/comments/by-mail/1-nothing/").status == 404
    assert stray.post("/sign-in/", username=ROSA, password="x").status == 403
    assert stray.post(f"/articles/{day.article}/comments/", email=ROSA, text="x").status == 403
    form = stray.get("/comments/by-mail/")
    assert "a letter" in stray.fill_in(form, "/comments/by-mail/", email=NOBODY).text
    for nonsense in (
        f"GET / HTTP/9.9\r\nX: {ROSAS}",
        f"{ROSA} é",
        f"GET / HTTP/1.1\r\n{ROSA}: x y",
    ):
        talk_nonsense(day.port, ODD, saying=nonsense)
    assert "Invalid request" in day.site.log("web")


def by_mail(day: Day) -> Reader:
    """Rosa at another machine: by a letter to all that she wrote, then it is erased."""
    rosa = day.reader(SAMS)
    rosa.fill_in(rosa.get("/comments/by-mail/"), "/comments/by-mail/", email=ROSA)
    text = day.office.await_letter(ROSA.upper(), "/comments/by-mail/")
    link = re.findall(r"http\S+/by-mail/\S+", text)[0]
    path = link.removeprefix(f"http://127.0.0.1:{day.port}")
    shown = rosa.fill_in(rosa.get(link), path)
    assert "1 comment and 1 suggestion" in shown.text
    assert CANARY in rosa.fill_in(shown, "/comments/by-mail/export/").text
    erased = rosa.fill_in(shown, "/comments/by-mail/erase/", sure="1")
    assert "All is erased" in erased.text
    return rosa


def check(day: Day) -> None:
    rosa, sam, edith = day.reader(ROSAS), day.reader(SAMS), moderator(day)
    write(day, rosa, sam, edith)
    go_astray(day)
    kept = day.kept()
    assert traces(kept, *ADDRESSES, ROSA, SAM, NOBODY) == set()
    # What is looked for was there to be found, and the places are those where it would be.
    assert day.python(UNSEAL) == f"['{ROSA.upper()}', '{SAM}']"
    assert {place for _, place in traces(kept, CANARY)} >= {"a dump of the database"}
    assert {"web.log", "worker.log", "beat.log", "index.log", "secret_key"} <= kept.keys()
    by_mail(day)
    mine = rosa.get("/comments/")
    assert "rased" in rosa.fill_in(mine, "/comments/erase/", sure="1").text
    wait_for(lambda: day.python(LEFT) == "0", "all that is due is done")
    kept = day.kept()
    assert traces(kept, CANARY, *ADDRESSES, ROSA, NOBODY) == set()
    assert "so did i." in str(kept["a dump of the database"]).lower()
    for path in ("", "comments.atom", ".json"):
        at = f"/articles/{day.article}/{path}".replace("/.", ".")
        assert CANARY not in rosa.get(at).text.lower()
    for path in (
        "/",
        "/comments/feed.atom",
        "/comments/1/feed.atom",
        "/comments/",
        "/suggestions/",
    ):
        assert CANARY not in rosa.get(path).text.lower()


@pytest.mark.embedded
def test_day_of_writing_leaves_no_address_and_erasing_no_trace(
    embedded_site: Site, office: PostOffice
) -> None:
    def dump() -> bytes:
        with closing(sqlite3.connect(embedded_site.var_dir / "passerelle.sqlite3")) as database:
            return "\n".join(database.iterdump()).encode()

    check(opened(embedded_site, office, dump))


@pytest.mark.postgres
@pytest.mark.redis
def test_day_of_writing_leaves_no_address_and_erasing_no_trace_on_postgres(
    served_site: Site, office: PostOffice, postgres_server: Postgres
) -> None:
    url, program = served_site.env["DATABASE_URL"], str(servers.postgres_program("pg_dump"))

    def dump() -> bytes:
        return subprocess.run([program, "--dbname", url], capture_output=True, check=True).stdout

    def elsewhere() -> Places:
        log = (postgres_server.folder / "log").read_bytes()
        with closing(redis.Redis.from_url(served_site.env["REDIS_URL"])) as broker:
            held = {f"Redis: {key!r}": value_of(broker, key) for key in broker.scan_iter()}
        return {"PostgreSQL's log": log, **held}

    day = opened(served_site, office, dump)
    day.elsewhere = elsewhere
    check(day)


def value_of(broker: "redis.Redis", key: bytes) -> bytes:
    """What stands under a key of Redis, as text."""
    readers: dict[bytes, Callable[[], object]] = {
        b"string": lambda: broker.get(key),
        b"list": lambda: broker.lrange(key, 0, -1),
        b"set": lambda: broker.smembers(key),
        b"hash": lambda: broker.hgetall(key),
        b"zset": lambda: broker.zrange(key, 0, -1, withscores=True),
    }
    kind = broker.type(key)
    return repr(readers[kind]() if kind in readers else None).encode() + key
