"""Readers of the environment: a wrong value stops the start with a sentence."""

import ipaddress
import os
import secrets
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def as_bool(name: str, value: str) -> bool:
    """Read 1/0, true/false, yes/no or on/off, in any case."""
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"": False, "0": False, "false": False, "no": False, "off": False}
    if value.strip().lower() not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be 1 or 0.")
    return known[value.strip().lower()]


def as_networks(name: str, values: list[str]) -> list[Network]:
    """Read addresses and networks such as 10.0.0.0/8."""
    try:
        return [ipaddress.ip_network(value.strip()) for value in values if value.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    host = host.strip("[]").lower().removesuffix(".")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def foreign(hosts: Iterable[str]) -> list[str]:
    """Those of the hosts that are not this machine itself."""
    return sorted({host for host in hosts if not is_loopback(host)})


def as_places(name: str, values: list[str]) -> list[tuple[Network, int]]:
    """Read networks with a port each, such as 10.0.0.5:8080 or [fd00::]/8:80."""
    return [_place(name, value.strip()) for value in values if value.strip()]


def _place(name: str, value: str) -> tuple[Network, int]:
    network, _, port = value.rpartition(":")
    try:
        if not 0 < int(port) < 65536:
            raise ValueError("the port must be a number from 1 to 65535")
        return ipaddress.ip_network(network.replace("[", "").replace("]", "")), int(port)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: {value!r} is no address with a port, such as 10.0.0.5:8080 ({error})."
        ) from error


def as_sender(name: str, value: str) -> str:
    """Read whom letters come from: an address, with or without a name before it."""
    local, at, host = parseaddr(value)[1].rpartition("@")
    if not (local and at and host and value.isprintable()) or " " in local + host:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: it must be an address such as News <news@example.org>."
        )
    return value


def kept_secret(path: Path) -> str:
    """Return the secret kept in the file, made on first use.

    Two processes may start at once: the file is written whole beside its place and linked into
    it, so that the first wins and both read the same.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{path.name}.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
            _link_if_absent(fresh, path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"SECRET_KEY_FILE {path} cannot be used: {error}.") from error
    if len(secret) < 32:
        raise ImproperlyConfigured(f"SECRET_KEY_FILE {path} holds fewer than 32 characters.")
    return secret


def _link_if_absent(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
