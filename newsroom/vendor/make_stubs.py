"""Make the two stand-in wheels beside this file, byte for byte the same every time.

Argos Translate imports `stanza` and `minisbd` when it is imported, for sentence splitting that
Passerelle does itself. The real ones bring PyTorch and download models at run time. These
stand-ins satisfy the import and the version pins and refuse any use with one clear sentence.
Their local versions (`+stub`) can never be on a package index.

Usage: python newsroom/vendor/make_stubs.py
"""

import base64
import hashlib
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
LONG_AGO = (1980, 1, 1, 0, 0, 0)

STANZA = '''"""A stand-in for stanza: Passerelle splits sentences itself."""
from enum import Enum

__version__ = "1.10.1+stub"
REFUSAL = "This is a stand-in for stanza: Passerelle splits sentences itself. Install the real stanza to use it."


class DownloadMethod(Enum):
    NONE = 1
    REUSE_RESOURCES = 2
    DOWNLOAD_RESOURCES = 3


class Pipeline:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError(REFUSAL)


def __getattr__(name):
    raise AttributeError(f"{REFUSAL} ({name} was asked for)")
'''

MINISBD = '''"""A stand-in for minisbd: Passerelle splits sentences itself."""
from . import models

__version__ = "0.9.5+stub"
REFUSAL = "This is a stand-in for minisbd: Passerelle splits sentences itself. Install the real minisbd to use it."


class SBDetect:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError(REFUSAL)


def __getattr__(name):
    raise AttributeError(f"{REFUSAL} ({name} was asked for)")
'''

MINISBD_MODELS = '''"""What Argos Translate asks when it opens a package."""
cache_dir = ""


def list_models():
    return ["en", "fr"]
'''

WHEELS = {
    ("stanza", "1.10.1+stub"): {"stanza/__init__.py": STANZA},
    ("minisbd", "0.9.5+stub"): {
        "minisbd/__init__.py": MINISBD,
        "minisbd/models.py": MINISBD_MODELS,
    },
}


def metadata(name: str, version: str) -> dict[str, str]:
    """The files of the wheel's .dist-info folder but RECORD, path to text (PEP 427)."""
    folder = f"{name}-{version}.dist-info"
    return {
        f"{folder}/METADATA": (
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            f"Summary: A stand-in: Passerelle splits sentences itself\nLicense: MIT\n"
        ),
        f"{folder}/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: make_stubs\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }


def record(files: dict[str, str], path: str) -> str:
    """The RECORD file: path, sha256 in url-safe base64, size in bytes."""
    lines = []
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        lines.append(f"{name},sha256={digest.decode()},{len(text.encode())}\n")
    return "".join(lines) + f"{path},,\n"


def make(name: str, version: str, modules: dict[str, str], folder: Path) -> Path:
    """Write one wheel into the folder and return its path."""
    files = modules | metadata(name, version)
    path = f"{name}-{version}.dist-info/RECORD"
    files[path] = record(files, path)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, text in files.items():
            info = zipfile.ZipInfo(file, LONG_AGO)
            info.external_attr = 0o644 << 16
            archive.writestr(info, text)
    return wheel


def main(folder: Path = HERE) -> list[Path]:
    """Write every wheel into the folder and return their paths."""
    return [make(name, version, files, folder) for (name, version), files in WHEELS.items()]


if __name__ == "__main__":
    for path in main():
        print(path)
