"""System checks: what an operator should mend, said at the start and by `manage.py check`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from newsroom.translate import packages
from newsroom.translate.engines import ENGINES
from newsroom.translate.engines.argos import PAIR

INSTALL = "Run `manage.py language_package install PATH`, or `install --online`."


@register(Tags.compatibility)
def engine_is_known(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whether TRANSLATION_ENGINE names an engine."""
    if settings.TRANSLATION_ENGINE in ENGINES:
        return []
    return [
        checks.Error(
            f"TRANSLATION_ENGINE is {settings.TRANSLATION_ENGINE!r}: there is no such engine.",
            hint=f"Known are: {', '.join(sorted(ENGINES))}.",
            id="newsroom.E001",
        )
    ]


@register(Tags.files)
def packages_are_whole(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whether there is a package to translate with, and no broken one beside it."""
    if settings.TRANSLATION_ENGINE != "argos":
        return []
    found: list[CheckMessage] = [_broken(each) for each in packages.broken(settings.PACKAGES_DIR)]
    if not packages.serving(settings.PACKAGES_DIR, *PAIR) and not _ships():
        found.append(
            checks.Warning(
                "No French to English language package is installed: articles wait untranslated.",
                hint=INSTALL,
                id="newsroom.W001",
            )
        )
    return found


def _broken(each: packages.Broken) -> CheckMessage:
    return checks.Warning(
        f"The language package {each.folder.name} is broken: {each.reason}.",
        hint=f"Run `manage.py language_package remove {each.folder.name}` and install it again.",
        id="newsroom.W002",
    )


def _ships() -> bool:
    """Whether first use will install the shipped package."""
    return packages.may_install_shipped(settings.WEIGHTS_DIR, settings.PACKAGES_DIR)
