"""Codes and keys given at the same moment, on real databases: only one of them wins."""

import json

import pytest

from tests.sites import Site

# Eight threads, each with a connection of its own, wait for each other and then act together.
CODE = """
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from archive.models import AuditEvent
from newsroom.curate import demo, enrolling, second_factor
from newsroom.models import Authenticator, RecoverySheet
# Ours is slow by design: on a busy machine the figures would be of yesterday.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEYS = [bytes([n]) * 20 for n in range(8)]

def at_once(act):
    barrier = Barrier(8)
    def run(n):
        barrier.wait()
        try:
            return act(n)
        except second_factor.Refused as refused:
            return str(refused)[:9]
        finally:
            connection.close()
    with ThreadPoolExecutor(8) as pool:
        return sorted(map(str, pool.map(run, range(8))))

user = User.objects.create_user("edith", is_staff=True)
other = User.objects.create_user("max", is_staff=True)
def set_up(n):
    return bool(enrolling.set_up(user, KEYS[n], enrolling.played(enrolling.spelt(KEYS[n]))))
said = {"set_up": at_once(set_up)}
said["apps"] = Authenticator.objects.count()
said["codes"] = second_factor.codes_left(user)

app = Authenticator.objects.get()
app.last_t = -1
app.save()
figures = enrolling.played_for(user)
said["figures"] = at_once(lambda n: Authenticator.objects.get().verify_token(figures))

code = enrolling.renew_codes(user)[0]
said["recovery"] = at_once(lambda n: RecoverySheet.objects.get().verify_token(code))
said["left"] = second_factor.codes_left(user)
said["acts"] = sorted(AuditEvent.objects.values_list("act", flat=True))
print(json.dumps(said))
"""


def check(site: Site) -> None:
    done = site.python(CODE)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["set_up"] == ["There is "] * 7 + ["True"]
    assert (said["apps"], said["codes"]) == (1, 10)
    assert said["figures"] == ["False"] * 7 + ["True"]
    assert said["recovery"] == ["False"] * 7 + ["True"]
    assert said["left"] == 9
    assert said["acts"] == ["make recovery codes", "set up second factor"]


def test_one_wins_on_sqlite(embedded_site: Site) -> None:
    check(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_one_wins_on_postgresql(served_site: Site) -> None:
    check(served_site)
