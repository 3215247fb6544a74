"""Language packages made for tests: small ones that Argos can open, and spoiled ones."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

SHIPPED = settings.WEIGHTS_DIR / "fr_en.argosmodel"
TOP = "translate-fr_en-0_1"


def metadata(**said: str) -> bytes:
    """A metadata.json that says French to English 2.0 but for what is named here."""
    usual = {
        "package_version": "2.0",
        "argos_version": "1.9.0",
        "from_code": "fr",
        "from_name": "French",
        "to_code": "en",
        "to_name": "English",
        "type": "translate",
    }
    return json.dumps(usual | said).encode()


def files(**said: str) -> dict[str, bytes]:
    """The members of a package that Argos opens; its model is no model."""
    return {
        "made/metadata.json": metadata(**said),
        "made/sentencepiece.model": b"pieces",
        "made/model/model.bin": b"weights" * 100,
    }


def package(path: Path, members: Mapping[str, bytes] | None = None, **said: str) -> Path:
    """Write an .argosmodel file and return its path; the same members make the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, contents in (files(**said) if members is None else members).items():
            archive.writestr(zipfile.ZipInfo(name), contents)
    return path


def shipped_with(path: Path, *, without: str = "", **extra: bytes | str) -> Path:
    """The shipped package with members added; strings change its metadata instead."""
    said = {key: value for key, value in extra.items() if isinstance(value, str)}
    with zipfile.ZipFile(SHIPPED) as shipped:
        members = {name: shipped.read(name) for name in shipped.namelist()}
    members[f"{TOP}/metadata.json"] = metadata(**said)
    members |= {f"{TOP}/{k}": v for k, v in extra.items() if isinstance(v, bytes)}
    members.pop(f"{TOP}/{without}", None)
    return package(path, members)
