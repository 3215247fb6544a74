"""What the newsroom alone keeps. All that readers are told of is the archive's."""

from newsroom.models.host import Host

__all__ = ["Host"]
