"""Writing down editorial acts, in the transaction of the act itself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from django.contrib.auth.models import User

from archive.models import AuditEvent

_shared: ContextVar[Mapping[str, object]] = ContextVar("shared", default=MappingProxyType({}))


@contextmanager
def within(**details: object) -> Iterator[None]:
    """Have all that is recorded inside bear these details too, such as the number of its batch."""
    token = _shared.set({**_shared.get(), **details})
    try:
        yield
    finally:
        _shared.reset(token)


def record(act: str, target: str, *, actor: User | None = None, **details: object) -> AuditEvent:
    """Note who did what to which record, such as `publish article:12`.

    Call it inside the act's transaction. `details` holds no bodies of text, only lengths,
    digests and short facts that JSON can say.
    """
    told = {**_shared.get(), **details}
    return AuditEvent.objects.create(act=act, target=target, actor=actor, details=told)
