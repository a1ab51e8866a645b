"""What a Chinese text is made of: the words that a dictionary knows, and pairs of characters for those that none does."""

import re
from collections.abc import Iterable, Sequence

from rjieba import Jieba

HAN = re.compile(r"[\u3400-\u9fff]+")
PAIR = "~"  # before a pair of characters, so that it is not taken for a word


class Cutter:
    """Knows the words of the language, and those of the standard besides. Of each row of `alike` the first word stands for all."""

    def __init__(self, terms: Iterable[str], alike: Iterable[Sequence[str]], idle: frozenset[str]) -> None:
        self._jieba, self._idle = Jieba(), idle
        self._first = {word: row[0] for row in alike for word in row}
        for term in (*terms, *self._first):
            self._jieba.add_word(term, None, None)

    def features(self, text: str) -> list[str]:
        """Words, also those inside longer ones, and pairs; with repetitions."""
        found: list[str] = []
        for run in HAN.findall(text):
            found += (self._first.get(word, word) for word in self._jieba.cut_for_search(run) if word not in self._idle)
            found += (PAIR + run[at : at + 2] for at in range(len(run) - 1))
        return found


def spoken(feature: str) -> str:
    return feature.removeprefix(PAIR)
