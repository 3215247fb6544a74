"""What the index still has to hear of: rows written in the change's own transaction."""


def touch(article_id: int) -> None:
    """Note, in the transaction of the change, that the index must look at the article again."""
