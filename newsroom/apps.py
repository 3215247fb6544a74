"""The newsroom: how an article gets from wire to archive."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        """Fill the ledger's registries: what does each kind of work, and what carries a hint."""
        # Models are loaded only now, and these modules use them.
        from archive import bell, ledger  # noqa: PLC0415
        from archive.discuss import checking  # noqa: PLC0415
        from archive.models import Batch  # noqa: PLC0415
        from archive.models.batch import BATCH  # noqa: PLC0415
        from newsroom import line, system_checks, tasks  # noqa: F401, PLC0415
        from newsroom.curate import (  # noqa: PLC0415
            batch_work,
            batches,
            bulk_acts,
            glossary,
            glossary_work,
            memory_exchange,
            retranslating,
        )
        from newsroom.tag import system_checks as tag_checks  # noqa: F401, PLC0415

        ledger.register(line.POLL, line.poll, alone=True)
        ledger.register(line.FETCH, line.fetch, alone=True)
        ledger.register(line.TRANSLATE, line.translate)
        ledger.register(line.TAG, line.tag)
        ledger.register(line.LETTERS, line.letters)
        ledger.register(line.RETENTION, line.retention)
        ledger.register(line.SCRUB, line.scrub)
        ledger.register(line.SEEK, line.seek)
        ledger.register(line.RELEASE, line.release)
        ledger.register(glossary.GLOSSARY, glossary_work.work, alone=True)
        ledger.register(BATCH, batch_work.work, alone=True)
        batches.register(Batch.Kind.PUBLISH, bulk_acts.publish, bulk_acts.unpublish)
        batches.register(Batch.Kind.HIDE, bulk_acts.hide, bulk_acts.unhide)
        batches.register(Batch.Kind.TAG, bulk_acts.tag, bulk_acts.untag)
        batches.register(Batch.Kind.RETRANSLATE, retranslating.do, retranslating.undo)
        batches.register(memory_exchange.MEMORY, memory_exchange.do, memory_exchange.undo)
        bell.connect(tasks.wake)
        checking.connect(line.known_in)
