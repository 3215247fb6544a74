"""Connections: to the address that was checked, by the name that was asked for."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsroom.wire import connecting
from newsroom.wire.fetching import Unreachable, fetch
from newsroom.wire.guard import Network
from tests.blockade import Blockade
from tests.newsroom.wire.certificates import Authority
from tests.newsroom.wire.servers import allowing, head, names, raw, saying, serving


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """Trusted in this test, as an operator's own is: by SSL_CERT_FILE."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.path))
    connecting.trust.cache_clear()
    yield made
    connecting.trust.cache_clear()


def refusal(tls: ssl.SSLContext, url: str = "https://paper.example:{}/") -> str:
    with serving(saying(b"secret"), tls=tls) as server, pytest.raises(Unreachable) as caught:
        fetch(url.format(server.port), network=allowing(server))
    assert not server.requests
    return caught.value.reason


def test_name_is_kept_though_the_connection_goes_to_an_address(authority: Authority) -> None:
    told: list[str | None] = []
    tls = authority.vouch("paper.example")
    tls.sni_callback = lambda line, name, context: told.append(name)
    with serving(saying(b"bonjour"), tls=tls) as server:
        answer = fetch(f"https://paper.example:{server.port}/", network=allowing(server))
    assert answer.body == b"bonjour"
    assert told == ["paper.example"]
    assert server.header("Host") == f"paper.example:{server.port}"


def test_certificate_of_an_address_is_good_for_the_address(authority: Authority) -> None:
    with serving(saying(b"bonjour"), tls=authority.vouch("127.0.0.1")) as server:
        assert fetch(f"https://127.0.0.1:{server.port}/", network=allowing(server)).status == 200


def test_certificate_of_another_name_is_refused(authority: Authority) -> None:
    reason = "paper.example has a certificate that cannot be trusted."
    assert refusal(authority.vouch("other.example")) == reason


def test_expired_certificate_is_refused(authority: Authority) -> None:
    reason = "paper.example has a certificate that cannot be trusted."
    assert refusal(authority.vouch("paper.example", expired=True)) == reason


def test_self_signed_certificate_is_refused(authority: Authority) -> None:
    reason = "paper.example has a certificate that cannot be trusted."
    assert refusal(authority.self_signed("paper.example")) == reason


def test_certificate_of_an_authority_nobody_knows_is_refused(tmp_path: Path) -> None:
    reason = "paper.example has a certificate that cannot be trusted."
    assert refusal(Authority(tmp_path).vouch("paper.example")) == reason


def test_old_versions_of_tls_are_refused(authority: Authority) -> None:
    tls = authority.vouch("paper.example")
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        tls.maximum_version = ssl.TLSVersion.TLSv1_1
    assert refusal(tls) == "No encrypted connection to paper.example could be made."


def test_server_without_tls_is_said_so() -> None:
    plain = raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    with serving(plain, reads=False) as server, pytest.raises(Unreachable) as caught:
        fetch(f"https://paper.example:{server.port}/", network=allowing(server))
    assert caught.value.reason == "No encrypted connection to paper.example could be made."


def test_authorities_of_the_system_and_of_certifi_are_known() -> None:
    connecting.trust.cache_clear()
    trusted = connecting.trust()
    assert trusted.verify_mode == ssl.CERT_REQUIRED
    assert trusted.check_hostname
    assert trusted.cert_store_stats()["x509_ca"] > 50
    assert connecting.trust() is trusted


def test_next_address_is_tried_where_one_refuses() -> None:
    network_of = names(paper_example=["127.0.0.9", "127.0.0.1"])
    with serving(saying(b"bonjour")) as server:
        port = server.port
        network = allowing(server, resolve=network_of)
    # Its port is free again: now only one of the two addresses listens there.
    with _only_on("127.0.0.1", port):
        assert fetch(f"http://paper.example:{port}/", network=network).status == 204


def test_address_that_never_answers_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "AN_ATTEMPT", 0.3)
    with socket.create_server(("127.0.0.9", 0), backlog=0) as full:
        port = int(full.getsockname()[1])
        for line in (waiting := [socket.socket() for _ in range(4)]):
            line.settimeout(0)
            line.connect_ex(("127.0.0.9", port))
        network = Network(
            exceptions=((ipaddress.ip_network("127.0.0.0/8"), port),),
            resolve=names(paper_example=["127.0.0.9", "127.0.0.1"]),
        )
        with _only_on("127.0.0.1", port):
            assert fetch(f"http://paper.example:{port}/", network=network).status == 204
        for line in waiting:
            line.close()


def test_all_addresses_refusing_is_a_refusal() -> None:
    with serving(saying(b"")) as server:
        network = allowing(server, resolve=names(paper_example=["127.0.0.9", "127.0.0.1"]))
    with pytest.raises(Unreachable, match=r"^paper\.example refused the connection\.$"):
        fetch(f"http://paper.example:{server.port}/", network=network)


def test_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch, no_network: Blockade) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")
    with serving(saying(b"bonjour")) as server:
        assert fetch(f"http://paper.example:{server.port}/", network=allowing(server)).body
    assert not no_network.attempts


def test_early_hints_are_no_answer() -> None:
    hints = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    with serving(raw(hints + head("Content-Length: 2") + b"ok")) as server:
        assert fetch(f"http://paper.example:{server.port}/", network=allowing(server)).body == b"ok"


@contextmanager
def _only_on(host: str, port: int) -> Iterator[None]:
    """A server on one address of this machine, which says that it has nothing to say."""
    with socket.create_server((host, port)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(65536)
                line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join()
