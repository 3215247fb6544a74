"""Serving: the four processes start together, answer, and stop together."""

import json
import logging
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.serving import Unservable, as_port, commands, ensure_free
from tests import servers
from tests.house import ROOT
from tests.servers import end, free_port, wait_for
from tests.sites import Site


@pytest.mark.parametrize(("value", "port"), [("", 8000), ("9000", 9000), (" 65535 ", 65535)])
def test_port_is_a_number(value: str, port: int) -> None:
    assert as_port(value) == port


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1", "80.5", "²"])
def test_what_is_no_port_is_refused_with_a_sentence(value: str) -> None:
    with pytest.raises(Unservable, match=r"it must be a number from 1 to 65535\.$"):
        as_port(value)


def test_port_in_use_is_refused_with_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Unservable, match=rf"make run PORT={port + 1}\.$"):
            ensure_free(port)
    ensure_free(port)


def test_procfile_names_web_worker_beat_and_index() -> None:
    assert list(commands()) == ["web", "worker", "beat", "index"]
    assert list(commands(["beat"])) == ["beat"]
    with pytest.raises(Unservable, match=r"^'bear' is none of web, worker, beat, index\.$"):
        commands(["bear"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """`manage.py serve` in an empty environment and an empty folder."""
    port, log = free_port(), tmp_path / "log"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "VAR_DIR": str(tmp_path / "var"),
        "PORT": str(port),
    }
    process = servers.start([sys.executable, "manage.py", "serve"], log=log, env=env)
    yield process, port, log
    end(process)


def test_serve_goes_from_nothing_to_english_and_stops_when_asked(
    served: tuple[subprocess.Popen[bytes], int, Path],
) -> None:
    process, port, log = served
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: f"answers at {address}" in log.read_text(), "the address is said", 60)

    def sample() -> dict[str, object]:
        with urllib.request.urlopen(f"{address}/articles/1.json", timeout=10) as answer:
            found: dict[str, object] = json.load(answer)
            return found

    wait_for(lambda: sample()["title"], "the sample stands in English", 60)
    assert sample()["published_on"] == "2024-10-23"
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=20) == 0, log.read_text()
    assert not servers.answers(port)
    assert "Traceback" not in log.read_text()


def test_serve_says_in_one_line_that_the_port_is_taken(embedded_site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        embedded_site.env["PORT"] = str(other.getsockname()[1])
        refused = embedded_site.manage("serve")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert refused.stderr.startswith("CommandError: Port ")


def test_web_serves_pages_and_fingerprinted_styles(embedded_site: Site) -> None:
    port = free_port()
    embedded_site.start_web(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
        page = answer.read().decode()
    style = re.findall(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{style[0]}", timeout=10) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_gunicorn_leaves_forwarding_headers_to_the_named_proxies() -> None:
    config = runpy.run_module("newsroom.gunicorn")
    assert config["forwarded_allow_ips"] == ""
    assert config["control_socket_disable"] is True


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Invalid request from ip=203.0.113.7: Invalid HTTP Header: 'a@b.example'", "HTTP Header"),
        ("Invalid request from ip=2001:db8::7: Invalid HTTP request line: 'x'", "request line"),
        ("Worker (pid:%s) was sent %s!", "Worker (pid:203) was sent 2001!"),
    ],
)
def test_gunicorn_names_no_machine_that_sends_nonsense(
    message: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    log, discreet = logging.getLogger("discreet"), runpy.run_module("newsroom.gunicorn")["Discreet"]
    log.addFilter(discreet())
    log.warning(message, *(203, 2001)[: message.count("%s")])
    assert said in caplog.text
    assert not re.search(r"203\.0|db8|example", caplog.text)


def test_make_alone_lists_what_can_be_done() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "lint", "bench", "worker", "browser-test", "drill"):
        assert f"make {target} " in listed
