"""Which numbers of a French text its English lacks."""

from collections import defaultdict

from archive.numerals.reading import Number, numbers


def missing(french: str, english: str) -> list[str]:
    """The numbers that the English lacks, each once, as the French writes them.

    Each figure needs one of its own in the English; one may serve several number words.
    """
    supply = _Supply(numbers(english, "en"))
    # Figures choose first: they are the stricter ones.
    wanted = sorted(numbers(french, "fr"), key=lambda number: not number.figures)
    return list(dict.fromkeys(number.written for number in wanted if not supply.serves(number)))


class _Supply:
    """The numbers of the English, by value; each serves one figure."""

    def __init__(self, readings: list[Number]) -> None:
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.used: set[int] = set()
        for place, number in enumerate(readings):
            for value in number.values:
                self.places[value].append(place)
        self.present = frozenset(self.places)

    def serves(self, number: Number) -> bool:
        if any(self._take(value) for value in number.values):
            return True
        if not number.figures:
            return not self.present.isdisjoint(number.values)
        parts = number.parts
        return bool(parts) and all(any(self._take(value) for value in part) for part in parts)

    def _take(self, value: str) -> bool:
        places = self.places.get(value)
        while places:
            place = places.pop(0) if len(places) < 3 else places.pop()
            if place not in self.used:
                self.used.add(place)
                return True
        return False
