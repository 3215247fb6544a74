"""Writing down editorial acts, in the transaction of the act itself."""

from django.contrib.auth.models import User

from archive.models import AuditEvent


def record(act: str, target: str, *, actor: User | None = None, **details: object) -> AuditEvent:
    """Note who did what to which record, such as `publish article:12`.

    Call it inside the act's transaction. `details` holds no bodies of text, only lengths,
    digests and short facts that JSON can say.
    """
    return AuditEvent.objects.create(act=act, target=target, actor=actor, details=details)
