"""French files to work on, made from the sentences kept for the splitter's measure."""

import random
from pathlib import Path

from tests.newsroom.translate.glued import sentences


def write(folder: Path, count: int, *, seed: int = 0) -> list[Path]:
    """Write so many articles of eight to twenty sentences each, no two alike; return the files."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for n in range(count):
        lines = chance.sample(sentences(), chance.randrange(8, 20))
        text = " ".join([f"Dossier numéro {n} de la série {seed}.", *lines])
        file = folder / f"{n:04}.txt"
        file.write_text(f"Le dossier du jour\n\n{text}\n", encoding="utf-8")
        files.append(file)
    return files
