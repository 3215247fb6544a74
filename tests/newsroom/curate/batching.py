"""Batches for tests: run to their end, as a worker would."""

from archive import ledger
from archive.models import Batch, BatchItem
from archive.models.batch import BATCH
from newsroom.curate import batches


def run(batch: Batch) -> Batch:
    """The batch after everything that is due for it has been done, translations too."""
    for _ in range(20):
        ledger.bring_forward(BATCH)
        worked = ledger.run_due(BATCH) + ledger.run_due("translate")
        if not worked:
            break
    batch.refresh_from_db()
    return batch


def states(batch: Batch) -> dict[int, str]:
    """The state of each item, by its article."""
    return dict(batch.items.values_list("article", "state"))


def item(batch: Batch) -> BatchItem:
    """The only item of a batch."""
    return batch.items.get()


def said(batch: Batch) -> list[str]:
    """What is said of its items, in order."""
    return list(batch.items.order_by("article").values_list("said", flat=True))


def undone(batch: Batch) -> Batch:
    """The batch after it was undone by whoever began it."""
    batches.undo(batch, batch.by)
    return run(batch)
