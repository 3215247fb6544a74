"""The sources that ingest knows by itself, and finding any other."""

from archive.models import Source

FILES = "files"
SAMPLES = "samples"
SAMPLES_NOTE = (
    "Written for this project to show how it works. The texts are samples: they describe no real "
    "events and no real persons."
)


class UnknownSource(Exception):
    """No source has this slug; the sentence lists those there are."""

    permanent = True


def source_named(slug: str) -> Source:
    """The source with this slug; `files` is made on first use."""
    if slug == FILES:
        return Source.objects.get_or_create(slug=FILES, defaults={"name": "Files"})[0]
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        known = sorted({FILES, *Source.objects.values_list("slug", flat=True)})
        raise UnknownSource(f"There is no source “{slug}”. Known sources: {', '.join(known)}.")
    return source


def ensure_sample_source() -> Source:
    """The source of the samples written for the project, made on first use."""
    facts = {"name": "Passerelle samples", "licence_note": SAMPLES_NOTE}
    return Source.objects.get_or_create(slug=SAMPLES, defaults=facts)[0]
