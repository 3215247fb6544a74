"""The newsroom: how an article gets from wire to archive."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        """Fill the ledger's registries: what does each kind of work, and what carries a hint."""
        # Models are loaded only now, and these modules use them.
        from archive import bell, ledger  # noqa: PLC0415
        from archive.discuss import checking  # noqa: PLC0415
        from newsroom import line, system_checks, tasks  # noqa: F401, PLC0415
        from newsroom.tag import naming  # noqa: PLC0415
        from newsroom.tag import system_checks as tag_checks  # noqa: F401, PLC0415

        ledger.register(line.POLL, line.poll, alone=True)
        ledger.register(line.FETCH, line.fetch, alone=True)
        ledger.register(line.TRANSLATE, line.translate)
        ledger.register(line.TAG, line.tag)
        ledger.register(line.LETTERS, line.letters)
        ledger.register(line.RETENTION, line.retention)
        ledger.register(line.SCRUB, line.scrub)
        ledger.register(line.SEEK, line.seek)
        bell.connect(tasks.wake)
        checking.connect(naming.names_of)
