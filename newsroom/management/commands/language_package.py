"""`manage.py language_package`: list, install and remove language packages."""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.translate import package_index, packages
from newsroom.translate.engines.argos import PAIR
from newsroom.translate.package_archive import Refused

MEGABYTE = 1e6


class Command(BaseCommand):
    help = "List, install and remove the language packages that translation uses."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """One word for what to do, then what to do it with."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="what is installed, and what is in use")
        install = acts.add_parser("install", help="install an .argosmodel file")
        install.add_argument("path", nargs="*", type=Path, help="an .argosmodel file")
        install.add_argument(
            "--online", action="store_true", help="fetch the newest from Argos' index"
        )
        remove = acts.add_parser("remove", help="take a package away")
        remove.add_argument("name", help="a pair such as fr_en, or a name that `list` shows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the first word says; whatever is refused ends it with one sentence."""
        acts = {"list": self._list, "install": self._install, "remove": self._remove}
        try:
            acts[options["act"]](options)
        except Refused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or 'disk'}: {error.strerror or error}.") from error

    def _list(self, options: dict[str, Any]) -> None:
        root = settings.PACKAGES_DIR
        flaws = {package: packages.damage(package) for package in packages.installed(root)}
        whole = [package for package, flaw in flaws.items() if not flaw]
        broken = [packages.Broken(each.folder, flaw) for each, flaw in flaws.items() if flaw]
        broken += packages.broken(root)
        used = next((each for each in whole if (each.source, each.target) == PAIR), None)
        for package in whole:
            mark = ", in use" if package == used else ""
            self.stdout.write(f"{package.folder.name}: {_described(package)}{mark}")
        for each in broken:
            self.stdout.write(f"{each.folder.name}: broken: {each.reason}")
        self.stdout.write(_summary(len(whole), len(broken), used))

    def _install(self, options: dict[str, Any]) -> None:
        if bool(options["path"]) == options["online"]:
            raise CommandError("Say either the path of an .argosmodel file or --online.")
        if not options["online"]:
            for path in options["path"]:
                self._install_file(path)
            return
        with tempfile.TemporaryDirectory() as folder, _bar("Downloading", 0) as bar:
            path = package_index.fetch(*PAIR, Path(folder), _downloaded(bar))
            bar.close()
            self._install_file(path)

    def _install_file(self, path: Path) -> None:
        with _bar("Installing", packages.unpacked_size(path)) as bar:
            receipt = packages.install(path, settings.PACKAGES_DIR, on_bytes=bar.update)
        said = _described(receipt.package)
        self.stdout.write(f"Installed {said}." if receipt.fresh else f"Already installed: {said}.")
        if (receipt.package.source, receipt.package.target) != PAIR:
            self.stdout.write(
                "It does not serve French to English, so the archive will not use it."
            )
        elif packages.newest(settings.PACKAGES_DIR, *PAIR) != receipt.package:
            self.stdout.write("A newer one is installed and stays in use.")

    def _remove(self, options: dict[str, Any]) -> None:
        removed = packages.remove(options["name"], settings.PACKAGES_DIR)
        if not removed:
            raise CommandError(
                f"No installed package is called {options['name']}: "
                "`manage.py language_package list` shows their names."
            )
        self.stdout.write(f"Removed {', '.join(removed)}.")
        if not packages.serving(settings.PACKAGES_DIR, *PAIR):
            self.stdout.write("Articles now wait until a French to English package is installed.")


def _described(package: packages.Package) -> str:
    size = f"{package.size / MEGABYTE:.1f} MB"
    return f"{package.source} → {package.target} {package.version}, {size}, {package.sha256[:12]}"


def _summary(whole: int, broken: int, used: packages.Package | None) -> str:
    counted = f"{whole} package{'' if whole == 1 else 's'}, {broken} broken."
    if used:
        return f"{counted} French to English is {used.label}."
    if packages.may_install_shipped(settings.WEIGHTS_DIR, settings.PACKAGES_DIR):
        return f"{counted} The shipped French to English package is installed on first use."
    return f"{counted} There is none for French to English: articles wait."


def _bar(title: str, total: int) -> Any:
    return tqdm(desc=title, total=total or None, unit="B", unit_scale=True, leave=False)


def _downloaded(bar: Any) -> package_index.OnBytes:
    def hear(piece: int, whole: int) -> None:
        bar.total = whole or None
        bar.update(piece)

    return hear
