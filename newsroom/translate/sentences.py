"""French text into sentences, by rule, with offsets into the original.

A quotation of several sentences is cut like any other text, so « A. B. » gives « A. and B. »;
only a short one inside a sentence (« Liberté ! Égalité ! », a crié la foule) and what stands in
round or square brackets inside a sentence stay whole. Every pass takes linear time.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsroom.translate.abbreviations import (
    COMPANIES,
    DOMAINS,
    OPENERS,
    PARTICLES,
    abbreviates,
    first_word,
)

SHELTER = {"(": 500, "[": 500, "«": 80, "“": 80}  # longest bracketed text kept whole, characters
CLOSERS = {")": "(", "]": "[", "»": "«", "”": "“"}

BLOCK_END = re.compile(
    r"\n[^\S\n]*\n|\n(?=[^\S\n]{0,8}(?:[•▪■►*–—-]|\d{1,3}[.)])[^\S\n])|[\u2028\u2029]"
)
# Marks, then whatever closes behind them: quotes, brackets, note numbers, more marks.
STOP = re.compile(
    r"""[.!?…]+(?:
        [ \u00a0\u202f]?[»”›)\]] | \[\d{1,3}\] | \(\d{1,2}\) | [¹²³]
        | [ \u00a0\u202f]?"(?=[\s.,;:!?…»)\]]|$) | [’'](?=\s|$)
        | [.!?…] | [ \u00a0\u202f][!?]+ | [ \u00a0\u202f]\.(?=\s|$)
    )*""",
    re.VERBOSE,
)
BRACKET = re.compile(r"[()\[\]«»“”]")
LETTER = re.compile(r"[^\W_]")
LEAD = re.compile(r"[\s«“„‹\"‘'’(\[–—•▪■►*¿¡+±-]*")
DASH = re.compile(r"\s+[–—-]")
BRAND = re.compile(r"[a-z]{1,5}[A-Z]")
# « https://… », « @mairie », « #Grève », « a) Le prix »
MARKED_START = re.compile(r"https?://|www\.|[@#]\w|[a-z]\) ")
INNER_DOT = re.compile(r"://|^www\.|@|\w\.\w+$|\.[a-z]{2,6}/", re.IGNORECASE)
LABEL = re.compile(r"[«“(\[–—•▪■►*\s-]{0,4}(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,5}|[^\W\d_])")
OPENING = re.compile(r"([«“„\"‘(\[–—'’])")
# « PARIS. – », « LA HAYE, 12 mai (Agence). – »: a place in capitals, before the story begins.
DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-Ý'’-]{2,15}(?: [A-ZÀ-ÖØ-Ý'’-]{2,15})?(?:, [\w ]{1,15})?(?: \([^()]{1,20}\))?\."
)
ELLIPSIS_START = re.compile(r"(?:…|\.{3})[\s)\]]*[A-ZÀ-ÖØ-ÝŒ]")
GLUED_START = re.compile(r"[A-ZÀ-ÖØ-ÝŒ](?:['’]?[a-zß-öø-ÿœ]|['’][A-ZÀ-ÖØ-Ý])|[AÀÔY] |[«“]")
GLUED_WORD = re.compile(r"[^\W\d_][^\W\d_A-ZÀ-ÖØ-Ý]*(?:['’-][^\W\d_]+)*(?=[.!?…]*(?:[\s,;:»]|$))")
BLANKS = " \u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Span:
    """One sentence: `text` is `original[start:end]`, without white space around it."""

    start: int
    end: int
    text: str


def split(text: str) -> list[Span]:
    """The sentences of one paragraph in order; only white space lies between them.

    A blank line, or a line break before a bullet, ends a sentence too. Offsets count characters.
    """
    spans = []
    for start, end in _blocks(text):
        edges = [start, *(start + cut for cut in _cuts(text[start:end])), end]
        spans += [_trimmed(text, *pair) for pair in pairwise(edges)]
    return [span for span in spans if span.text]


def pieces(sentence: str, count: Callable[[str], int], limit: int = 120) -> list[str]:
    """The sentence in parts of at most `limit` tokens by `count`; joined by "" they restore it.

    Halved again and again at the best mark near its middle: ; : – before commas before spaces.
    """
    if len(sentence) < 2 or count(sentence) <= limit:
        return [sentence]
    middle = _seam(sentence)
    parts = sentence[:middle], sentence[middle:]
    return [piece for part in parts for piece in pieces(part, count, limit)]


def _seam(sentence: str) -> int:
    inner = range(len(sentence) // 5, len(sentence) - len(sentence) // 5)
    marks = [_nearest(sentence, mark) for mark in (r"[;:–—]\s+", r",\s+", r"\s+")]
    for place in [seam for seam in marks[:2] if seam in inner] + marks:
        if place:
            return place
    return len(sentence) // 2


def _nearest(sentence: str, mark: str) -> int:
    """Where the mark nearest the middle ends; 0 if none does inside the sentence."""
    first = len(sentence) - len(sentence.lstrip())
    last = len(sentence.rstrip())
    found = ((match.start(), match.end()) for match in re.finditer(mark, sentence))
    inside = [end for start, end in found if start > first and end < last]
    return min(inside, key=lambda end: abs(2 * end - len(sentence)), default=0)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in BLOCK_END.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()), part.strip())


def _cuts(block: str) -> Iterator[int]:
    """Where sentences end inside the block."""
    shelters = deque(_shelters(block))
    first = _first_letter(block, 0)
    start = covered = 0
    for stop in STOP.finditer(block):
        while shelters and shelters[0][0] < stop.start():
            opened, closed = shelters.popleft()
            covered = max(covered, closed) if opened > first else covered
        if stop.start() < first or stop.end() <= covered:
            continue
        if _ends(block, start, stop, sheltered=stop.start() < covered):
            yield stop.end()
            start = stop.end()
            first = _first_letter(block, start)


def _first_letter(block: str, start: int) -> int:
    found = LETTER.search(block, start)
    return found.start() if found else len(block)


def _shelters(block: str) -> list[tuple[int, int]]:
    """Bracketed and shortly quoted stretches, each from its opening to its closing mark."""
    pairs = []
    opened: dict[str, list[int]] = {mark: [] for mark in SHELTER}
    for found in BRACKET.finditer(block):
        mark, place = found[0], found.start()
        if mark in SHELTER:
            opened[mark].append(place)
        elif opened[CLOSERS[mark]]:
            pairs.append((opened[CLOSERS[mark]].pop(), place))
    return sorted(pair for pair in pairs if _is_shelter(block, *pair))


def _is_shelter(block: str, opened: int, closed: int) -> bool:
    mark = block[opened]
    announced = mark in "«“" and block[max(0, opened - 3) : opened].rstrip().endswith(":")
    return closed - opened <= SHELTER[mark] and not announced


def _ends(block: str, start: int, stop: re.Match[str], *, sheltered: bool) -> bool:
    tone = _tone(stop[0])
    past = block[max(start, stop.start() - 60) : stop.start()]
    before, earlier = _words_before(past)
    lead, rest = _ahead(block, stop.end())
    if lead[:1].isspace():
        opens = _opens(lead, rest, tone)
    else:
        opens = _is_glued(past, before, stop[0], lead + rest)
    if not opens or (before in COMPANIES and lead.endswith("(")):
        return False
    if tone != ".":
        return not sheltered or _resumes(stop[0], lead, rest)
    head = block[start : stop.end()].strip() if stop.end() - start <= 60 else ""
    if _is_label(head, before, earlier) or (DASH.match(lead) and DATELINE.fullmatch(head)):
        return False
    return not abbreviates(before, earlier, rest)


def _ahead(block: str, at: int) -> tuple[str, str]:
    """White space and opening marks from there on, and forty characters of what they open."""
    found = LEAD.match(block, at)
    end = found.end() if found else at
    return block[at:end], block[end : end + 40]


def _tone(run: str) -> str:
    """The mark that closes the run: "!" for questions too, "…", or "."."""
    bare = run.rstrip(BLANKS + "»”›)]\"’'¹²³0123456789[(")
    if bare[-1] in "!?":
        return "!"
    return "…" if bare[-1] == "…" or bare.endswith("..") or ". ." in bare else "."


def _words_before(text: str) -> tuple[str, str]:
    """The last word, freed of what opens before it, and the word before it (« l' » counts)."""
    words = ["", "", *text.split()]
    *opened, word = OPENING.split(words[-1])
    elided = len(opened) > 1 and opened[-1] in "'’"
    return word.lstrip("-"), opened[-2] + "'" if elided else words[-2]


def _opens(lead: str, rest: str, tone: str) -> bool:
    """Whether what follows after white space can open a sentence."""
    if not rest:
        return False
    if rest[0] in ".…" and tone != "…":
        return bool(ELLIPSIS_START.match(rest))
    if rest[0].isalpha() and not rest[0].islower():
        return True
    if tone == "…":
        return False
    if rest[0].isdigit() or MARKED_START.match(rest) or BRAND.match(rest):
        return True
    return bool(re.search(r"[•▪■►]", lead)) or (tone == "." and bool(re.search(r"[«“(\[]", lead)))


def _is_glued(past: str, before: str, run: str, following: str) -> bool:
    """Whether two sentences stand together without white space, as careless HTML leaves them."""
    token = "".join(past.split()[-1:])
    if not token or INNER_DOT.search(token) or not GLUED_START.match(following):
        return False
    word = first_word(following)
    if "»" in run or following[0] in "«“" or word in OPENERS | PARTICLES:
        return True
    # An address, a file or a piece of code looks the same: « pathlib.Path », « Booking.Com ».
    plain = before.islower() or not before.isalpha() or _tone(run) != "."
    return plain and bool(GLUED_WORD.match(following)) and word not in DOMAINS


def _resumes(run: str, lead: str, rest: str) -> bool:
    """Whether a new sentence follows a bracket that closes inside a sentence."""
    if re.search(r"[»”]", run):
        return not re.search(r"[«“]", lead)
    return first_word(rest) in OPENERS | PARTICLES


def _is_label(head: str, before: str, earlier: str) -> bool:
    """Whether the stop belongs to a list's number or letter: « 1. Le prix »."""
    if LABEL.fullmatch(head.removesuffix(".")):
        return True
    if earlier.endswith(":"):
        return before in {"1", "a", "A", "I"}
    return earlier.endswith(";") and len(before) <= 2
