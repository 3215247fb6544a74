"""`manage.py serve`: from an empty folder to a site that answers, and nothing done twice."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from archive.models import Article
from newsroom.curate.demo import SECOND_STEP, ensure_demo
from newsroom.serving import Unservable, as_port, ensure_free
from newsroom.translate import packages
from newsroom.translate.package_archive import Refused

PAIR = ("fr", "en")
NO_PACKAGE = (
    "No language package is installed: articles wait until "
    "`manage.py language_package install` has been given one."
)
GIVEN_SAMPLE = settings.BASE_DIR / "tests" / "samples" / "000_d51d13384d74c1f2.txt"


class Command(BaseCommand):
    """What is there already is left as it is, so that a second start takes seconds."""

    help = "Prepare database, language package and samples, then run web, worker, beat and index."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then become the process that runs the four."""
        try:
            port = as_port(os.environ.get("PORT", ""))
            ensure_free(port)
            self._prepare()
        except (Unservable, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(ensure_demo(f"http://127.0.0.1:{port}/sign-in/"))
        if settings.DEMO:
            self.stdout.write(SECOND_STEP)
        os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
        connections.close_all()
        self.stdout.write("Starting web, worker, beat and index.")
        self.stdout.flush()
        # One process, and a fresh one: nothing that the preparation loaded stays in memory.
        os.execv(sys.executable, [sys.executable, "-m", "newsroom.serving"])  # noqa: S606

    def _prepare(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if packages.newest(settings.PACKAGES_DIR, *PAIR) is None:
            package = packages.install_shipped(settings.WEIGHTS_DIR, settings.PACKAGES_DIR)
            self.stdout.write(f"Installed {package.folder.name}." if package else NO_PACKAGE)
        # The file says that the samples came in whole: a first start may have been interrupted.
        stored = settings.VAR_DIR / "samples-stored"
        if not stored.exists() or not Article.objects.exists():
            call_command("ingest", str(GIVEN_SAMPLE))
            call_command("ingest_samples")
            stored.touch()
