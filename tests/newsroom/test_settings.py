"""Settings: an empty environment serves, and each wrong value stops the start with a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT

NAMES = [
    "DEBUG",
    "SITE_NAME",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "UNREVIEWED_NOINDEX",
    "DATABASES",
    "REDIS_URL",
    "TRANSLATION_ENGINE",
    "EMAIL_BACKEND",
    "DEFAULT_FROM_EMAIL",
    "DEMO",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "PASSWORD_HASHERS",
]


def settings_of(**env: str) -> subprocess.CompletedProcess[str]:
    """Start Django with this environment and nothing else, and print what came of it."""
    code = (
        "import json; from django.conf import settings as s\n"
        f"print(json.dumps({{n: getattr(s, n) for n in {NAMES}}}, default=str))"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "newsroom.settings", **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def read(**env: str) -> dict[str, object]:
    """The settings by name."""
    done = settings_of(**env)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture
def var(tmp_path: Path) -> str:
    return str(tmp_path)


def test_empty_environment_gives_the_embedded_mode(var: str) -> None:
    found = read(VAR_DIR=var)
    assert found["DEBUG"] is False
    assert found["SITE_NAME"] == "Passerelle"
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["REDIS_URL"] == ""
    assert found["TRUSTED_PROXIES"] == []
    assert found["UNREVIEWED_NOINDEX"] is True
    assert found["TRANSLATION_ENGINE"] == "argos"
    assert found["DATABASES"]["default"]["NAME"] == f"{var}/passerelle.sqlite3"  # type: ignore[index]
    assert str(found["EMAIL_BACKEND"]).endswith("filebased.EmailBackend")
    assert found["DEFAULT_FROM_EMAIL"] == "Passerelle <noreply@127.0.0.1>"


def test_var_dir_defaults_to_var_beside_the_code() -> None:
    code = "from newsroom.environment import kept_secret\nimport newsroom.environment as e\n"
    code += "e.kept_secret = lambda path: str(path)\n"
    code += "from newsroom import settings\nprint(settings.VAR_DIR, settings.SECRET_KEY)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={}, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [f"{ROOT}/var", f"{ROOT}/var/secret_key"]


def test_served_mode_is_two_addresses(var: str) -> None:
    found = read(
        VAR_DIR=var, DATABASE_URL="postgres://edith@db.example/news", REDIS_URL="redis://r:6379/0"
    )
    database = found["DATABASES"]["default"]  # type: ignore[index]
    assert (database["ENGINE"], database["HOST"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example",
        "news",
    )
    assert found["REDIS_URL"] == "redis://r:6379/0"


def test_names_and_hosts_are_taken_over(var: str) -> None:
    found = read(
        VAR_DIR=var,
        SITE_NAME="Le Pont",
        SITE_URL="https://news.example.org/",
        ALLOWED_HOSTS="news.example.org,www.example.org",
        TRUSTED_PROXIES="10.0.0.0/8",
        EMAIL_URL="smtp://mail.example.org:25",
        DEFAULT_FROM_EMAIL="desk@example.org",
    )
    assert found["SITE_NAME"] == "Le Pont"
    assert found["SITE_URL"] == "https://news.example.org"
    assert found["ALLOWED_HOSTS"] == ["news.example.org", "www.example.org"]
    assert found["TRUSTED_PROXIES"] == ["10.0.0.0/8"]
    assert str(found["EMAIL_BACKEND"]).endswith("smtp.EmailBackend")
    assert found["DEFAULT_FROM_EMAIL"] == "desk@example.org"


def test_secure_site_has_cookies_that_no_sibling_can_set(var: str) -> None:
    found = read(VAR_DIR=var, SITE_URL="https://news.example.org")
    assert found["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    kept = ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE")
    assert [found[name] for name in kept] == [True, True, "Lax"]


def test_plain_site_has_cookies_that_its_browser_takes(var: str) -> None:
    found = read(VAR_DIR=var)
    assert found["SESSION_COOKIE_NAME"] == "sessionid"
    assert found["SESSION_COOKIE_SECURE"] is False


def test_new_passwords_are_kept_by_argon2(var: str) -> None:
    hashers = read(VAR_DIR=var)["PASSWORD_HASHERS"]
    assert isinstance(hashers, list)
    assert [each.rpartition(".")[2] for each in hashers] == [
        "Argon2PasswordHasher",
        "PBKDF2PasswordHasher",
    ]


def test_demo_is_asked_for(var: str) -> None:
    assert read(VAR_DIR=var)["DEMO"] is False
    assert read(VAR_DIR=var, DEMO="1")["DEMO"] is True


@pytest.mark.parametrize(
    "public",
    [{"SITE_URL": "https://news.example.org"}, {"ALLOWED_HOSTS": "localhost,news.example.org"}],
    ids=["address", "host"],
)
def test_demo_that_others_reach_is_refused(public: dict[str, str], var: str) -> None:
    done = settings_of(VAR_DIR=var, DEMO="1", **public)
    assert done.returncode != 0
    said = "DEMO is 1 and the site answers for news.example.org: a demo is for this machine alone."
    assert said in done.stderr.splitlines()[-1]
    assert settings_of(VAR_DIR=var, DEMO="0", **public).returncode == 0


WRONG = {
    "DEBUG": ("maybe", "DEBUG is 'maybe': it must be 1 or 0."),
    "SITE_URL": ("news", "SITE_URL is 'news': it must be an address such as https://"),
    "DATABASE_URL": ("mysql://x/y", "DATABASE_URL must begin with postgres:// or sqlite:///"),
    "REDIS_URL": ("http://x", "REDIS_URL must begin with redis://, rediss:// or unix://."),
    "UNREVIEWED_NOINDEX": ("perhaps", "UNREVIEWED_NOINDEX is 'perhaps': it must be 1 or 0."),
    "DEFAULT_FROM_EMAIL": (
        "nobody",
        "DEFAULT_FROM_EMAIL is 'nobody': it must be an address such as News <news@example.org>.",
    ),
    "TRUSTED_PROXIES": ("here", "TRUSTED_PROXIES: 'here' does not appear to be"),
    "COMMENTS_CLOSE_AFTER_DAYS": ("-1", "COMMENTS_CLOSE_AFTER_DAYS is -1: it must be 0 or more."),
    "LEASE_SECONDS": ("1", "LEASE_SECONDS is 1: it must be 2 or more."),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_value_stops_the_start_with_a_sentence(name: str, var: str) -> None:
    value, sentence = WRONG[name]
    done = settings_of(**{"VAR_DIR": var, name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {sentence}" in done.stderr.splitlines()[-1]
