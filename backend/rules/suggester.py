"""Which class the words of a report mean.

Each class is a text: its name, its conditions, and what people call it. The words of a report are weighed against all of these by Okapi BM25
(Robertson, Zaragoza 2009), which is a sum over words: so the answer can say which words it rests on. To that comes what past cases of the class said,
as far as they said nearly the same (`backend.rules.memory`).
"""

import math
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend.rules.catalogue import in_force
from backend.rules.memory import Key, Memory
from backend.rules.tokens import PAIR, Cutter, spoken
from backend.session import Database, Work
from backend.standards import Standards
from backend.standards.advising import SuggesterRules
from backend.tables.cases import CaseRow
from wire.advice import ClassSuggestion
from wire.codes import Kind
from wire.standards import Condition

Past = Mapping[Key, list[str]]  # what cases of a class said
Weights = dict[str, float]
REASONS = 4  # words that an answer names
SLIGHT = 0.08  # of the score: a word that says less is not named


class Model:
    """What is known from a catalogue, the words that people use, and past cases."""

    def __init__(self, standards: Standards, past: Past) -> None:
        self._rules, self._standards = standards.advising.suggester, standards
        said = {each.key: each.words for each in standards.advising.say}
        names = [small.name for small in standards.catalogue.classes]
        self._cutter = Cutter([*names, *(word for words in said.values() for word in words)], self._rules.alike, self._rules.idle)
        self._weights = _weighed({key: self._text_of(key, said.get(key, ())) for key in standards.classes}, self._rules)
        known = {key: (frozenset(self._cutter.features(each)) for each in cases) for key, cases in past.items() if key in standards.classes}
        self._memory = Memory(known, self._rules.pair)

    def suggest(self, text: str, kind: Kind | None = None) -> list[ClassSuggestion]:
        """The best first; none when no word means anything."""
        asked = dict.fromkeys(self._cutter.features(text))
        parts: dict[Key, Weights] = defaultdict(dict)
        for feature in asked:
            for key, weight in self._weights.get(feature, {}).items():
                if kind in (None, key[0]):
                    parts[key][feature] = weight
        self._remember(parts, asked, kind)
        scores = {key: sum(weights.values()) for key, weights in parts.items()}
        total = sum(scores.values())
        best = sorted(scores, key=lambda key: (-scores[key], key))[: self._rules.most]
        found = [self._suggestion(key, parts[key], scores[key] / total, asked) for key in best]
        if found and (len(best) == 1 or scores[best[0]] >= self._rules.sure * scores[best[1]]):
            found[0] = msgspec.structs.replace(found[0], sure=True)
        return found

    def _remember(self, parts: dict[Key, Weights], asked: Mapping[str, None], kind: Kind | None) -> None:
        """A past case with the same words counts `learned` times as much as all that the catalogue says; one that is only alike, far less."""
        most = max((sum(weights.values()) for weights in parts.values()), default=1.0)
        for key, like in self._memory.likeness(asked).items():
            if kind not in (None, key[0]):
                continue
            each = self._rules.learned * most * like.degree**self._rules.near / sum(like.shared.values())
            for feature, counts in like.shared.items():
                parts[key][feature] = parts[key].get(feature, 0.0) + each * counts

    def _suggestion(self, key: Key, parts: Weights, share: float, asked: Iterable[str]) -> ClassSuggestion:
        condition = self._condition(key, asked)
        condition_id = condition.id if condition else None
        because = _reasons(parts, self._said_of(condition) & set(asked) if condition else set())
        return ClassSuggestion(kind=key[0], class_code=key[1], because=because, share=round(share, 3), condition_id=condition_id)

    def _condition(self, key: Key, asked: Iterable[str]) -> Condition | None:
        """The condition of the class that has most of the words which its others have not; none when they do not tell."""
        conditions = self._conditions[key]
        said = {each.id: self._said_of(each) for each in conditions}
        found = Counter(feature for features in said.values() for feature in features)
        scores = {
            each.id: sum((self._rules.pair if word.startswith(PAIR) else 1.0) / found[word] for word in said[each.id] & set(asked))
            for each in conditions
        }
        ranked = sorted(conditions, key=lambda each: -scores[each.id])
        if len(ranked) == 1:
            return ranked[0]
        return ranked[0] if ranked and scores[ranked[0].id] > scores[ranked[1].id] * (1 + SLIGHT) else None

    def _said_of(self, condition: Condition) -> set[str]:
        """What a condition says beyond the name of its class."""
        small = self._standards.classes[condition.kind, condition.class_code]
        return set(self._cutter.features(condition.text)) - set(self._cutter.features(small.name))

    @cached_property
    def _conditions(self) -> dict[Key, list[Condition]]:
        conditions: dict[Key, list[Condition]] = defaultdict(list)
        for condition in self._standards.catalogue.conditions:
            conditions[condition.kind, condition.class_code].append(condition)
        return conditions

    def _text_of(self, key: Key, said: Iterable[str]) -> Weights:
        rules, text = self._rules, defaultdict[str, float](float)
        for weight, sentences in (
            (rules.name, [self._standards.classes[key].name]),
            (rules.spoken, said),
            (rules.condition, [condition.text for condition in self._conditions[key]]),
        ):
            for feature, count in Counter(feature for each in sentences for feature in self._cutter.features(each)).items():
                text[feature] += weight * count
        return dict(text)


class Lesson(NamedTuple):
    version: str  # of the catalogue
    at: datetime
    model: Model


class Suggester:
    """Of one database: learns when it is first asked, and anew when the catalogue changed or half a day has passed."""

    def __init__(self, database: Database) -> None:
        self._database, self._lock = database, threading.Lock()
        self._lesson: Lesson | None = None

    def model(self) -> Model:
        with self._lock, self._database.read() as work:
            standards, lesson = in_force(work), self._lesson
            old = work.at - timedelta(hours=standards.advising.suggester.hours)
            if lesson is None or lesson.version != standards.catalogue.version or lesson.at < old:
                lesson = self._lesson = Lesson(standards.catalogue.version, work.at, Model(standards, past(work)))
            return lesson.model


def past(work: Work) -> Past:
    """What the newest cases said, by class."""
    said, columns = defaultdict[Key, list[str]](list), (CaseRow.kind, CaseRow.class_code, CaseRow.description)
    accepted = sa.select(*columns).where(CaseRow.accepted_at.is_not(None), CaseRow.void_kind.is_(None), CaseRow.description != "")
    newest = accepted.order_by(CaseRow.reported_at.desc()).limit(in_force(work).advising.suggester.cases)
    for kind, code, description in work.session.execute(newest):
        said[kind, code].append(description)
    return said


def _weighed(texts: Mapping[Key, Weights], rules: SuggesterRules) -> dict[str, dict[Key, float]]:
    """What each word counts for each class that has it."""
    spread, length = defaultdict[str, float](float), {key: sum(text.values()) for key, text in texts.items()}
    for text in texts.values():
        for feature, weight in text.items():
            spread[feature] += min(weight, 1.0)
    mean = sum(length.values()) / len(length)
    weighed: dict[str, dict[Key, float]] = defaultdict(dict)
    for key, text in texts.items():
        slack = rules.saturation * (1 - rules.length + rules.length * length[key] / mean)
        for feature, weight in text.items():
            rare = math.log(1 + (len(texts) - spread[feature] + 0.5) / (spread[feature] + 0.5))
            share = rules.pair if feature.startswith(PAIR) else 1.0
            weighed[feature][key] = share * rare * weight * (rules.saturation + 1) / (weight + slack)
    return weighed


def _reasons(parts: Weights, of_condition: set[str]) -> list[str]:
    """The words that weigh most, and those that tell the condition; pieces of words only where there is no word."""
    total = sum(parts.values())
    ranked = sorted(parts, key=lambda feature: (feature.startswith(PAIR), -parts[feature], -len(feature)))
    if ranked and not ranked[0].startswith(PAIR):
        ranked = [feature for feature in ranked if not feature.startswith(PAIR)]
    telling = [feature for feature in ranked if parts[feature] >= SLIGHT * total or feature in of_condition]
    named: list[str] = []
    for word in sorted(map(spoken, telling), key=len, reverse=True):
        if not any(word in other for other in named):
            named.append(word)
    return sorted(named, key=[spoken(feature) for feature in ranked].index)[:REASONS]
