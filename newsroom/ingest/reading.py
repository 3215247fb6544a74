"""Reading a file: its format told, its stories taken out, and those we cannot keep refused."""

from collections.abc import Iterator
from dataclasses import replace

from newsroom.ingest.boilerplate import trimmed
from newsroom.ingest.formats import FORMATS, detect
from newsroom.ingest.language import TOO_SHORT, foreign, is_short
from newsroom.ingest.story import MOST_SENTENCES, NO_TEXT, TOO_LONG, Refusal, Story
from newsroom.ingest.wording import words

LIMIT = 5 * 1024 * 1024  # bytes
EMPTY = "It is empty."
TOO_LARGE = "It is larger than 5 MB."
BLANK = b"\xef\xbb\xbf \t\r\n\f\v"


def read(
    raw: bytes, *, ref: str, name: str, kind: str = "auto", charset: str = ""
) -> Iterator[Story | Refusal]:
    """The stories of a file as they will be kept, and a refusal for each that will not.

    `ref` is the story's reference where it gives none of its own; `kind` a key of FORMATS;
    `charset` the encoding that its sender named, where it names none itself. Nothing is raised.
    """
    try:
        if len(raw) > LIMIT:
            raise Refusal(TOO_LARGE)
        if not raw.strip(BLANK):
            raise Refusal(EMPTY)
        reader = FORMATS[detect(raw, name) if kind == "auto" else kind]
        for each in reader(raw, ref, name, charset):
            yield each if isinstance(each, Refusal) else _checked(each)
    except Refusal as refusal:
        yield refusal


def _checked(story: Story) -> Story | Refusal:
    story = replace(story, blocks=trimmed(story.blocks))
    if not any(words(block.text) for block in story.blocks):
        return Refusal(NO_TEXT, where=story.where)
    if len(story.blocks) > MOST_SENTENCES:
        return Refusal(TOO_LONG, where=story.where)
    if is_short(story.text()):
        return replace(story, warnings=(*story.warnings, TOO_SHORT))
    reason = foreign(story.text())
    return Refusal(reason, where=story.where) if reason else story
