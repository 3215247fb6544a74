"""How many queries a page costs, in a small archive and in a large one.

Run by `make bench`; exits with 1 if a page costs more than its bar, or more as the archive grows.
"""

import os

import django

import tests.environment  # noqa: F401 - a VAR_DIR of its own, before the settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
BARS = {"home": 8, "article": 12}
SIZES = ((1, 2), (40, 300))  # articles, and sentences in the one that is read


def counts(articles: int, sentences: int) -> dict[str, int]:
    """Queries of the home page and of an article's, the archive holding so much more."""
    from django.test import Client

    from tests.factories import make_article, publish

    for _ in range(articles):
        publish(make_article())
    body = [[f"Phrase numéro {n}." for n in range(sentences)]]
    read = make_article(title="Le long article", body=body)
    publish(read)
    address = read.get_absolute_url()
    return {"home": queries(Client(), "/"), "article": queries(Client(), address)}


def queries(client: object, address: str) -> int:
    """How many queries the page costs once what is made once is there."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    assert isinstance(client, Client)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return len(captured)


def main() -> int:
    """Count, print the table, and return 1 if a bar is missed."""
    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings, setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        small, large = (counts(*size) for size in SIZES)
    print(f"{'queries a page':<16}{'small':>8}{'large':>8}{'bar':>8}")
    for page, bar in BARS.items():
        print(f"{page:<16}{small[page]:>8}{large[page]:>8}{bar:>8}")
    missed = [p for p, bar in BARS.items() if large[p] > bar or large[p] != small[p]]
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
