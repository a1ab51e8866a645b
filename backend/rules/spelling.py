"""How people type a name: in characters from any of them on, in pinyin from any syllable on, or by the first letters of the syllables.

The spelling is what `pypinyin` says of each run of characters, which knows that 银行 is yinhang and 行走 xingzou; ü is typed v.
"""

import re
import unicodedata
from functools import lru_cache

HAN = re.compile(r"([\u3400-\u9fff]+)")
NO_LETTER = re.compile(r"[\W_]+")
LONGEST = 24  # letters of one form: whoever types more has typed enough
MOST_UNITS = 60  # characters of a name that it can be found from
MOST_WORDS = 6  # of a question


def forms(text: str) -> list[str]:
    """What a name can be found by, each being the beginning of what may be typed: 人民路 by 人民路, 民路, 路, renminlu, minlu, lu, rml, ml, l."""
    units = _units(plain(text))[:MOST_UNITS]
    spoken: list[str] = []
    first: list[str] = []
    for character, syllable in units:
        spoken.append(syllable)
        first.append(syllable if syllable == character else syllable[0])
    found: dict[str, None] = {}
    for way in ([character for character, _ in units], spoken, first):
        whole, start = "".join(way), 0
        for part in way:
            found[whole[start : start + LONGEST]] = None
            start += len(part)
    return list(found)


def plain(text: str) -> str:
    """A text as it is compared: letters and digits alone, small and of half width."""
    return NO_LETTER.sub("", _folded(text))


def words(question: str) -> list[str]:
    """The words of a question, as `forms` are written."""
    found = (_cut(NO_LETTER.sub("", word)) for word in _folded(question).split())
    return [word for word in found if word][:MOST_WORDS]


def _units(written: str) -> list[tuple[str, str]]:
    """Characters with their syllables; a run of anything else, such as a number, is one unit that is spoken as it is written."""
    units: list[tuple[str, str]] = []
    for part in HAN.split(written):
        if HAN.match(part):
            units += zip(part, _syllables(part), strict=True)
        elif part:
            units.append((part, part))
    return units


@lru_cache(maxsize=20_000)
def _syllables(run: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes 0.4 s of every start

    spoken = lazy_pinyin(run, v_to_u=False)
    return tuple(spoken) if len(spoken) == len(run) else tuple(lazy_pinyin(character)[0] for character in run)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")


def _cut(form: str) -> str:
    return form[:LONGEST]
