"""Of when a track is wanted: from any day and time to another, in the city's time."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.widgets.track.period import OWN, PeriodField
from console.widgets.track.presets import Preset
from tests.console import town

pytestmark = pytest.mark.gui


@pytest.fixture
def field(qtbot: QtBot, dressed: None) -> PeriodField:
    made = PeriodField()
    qtbot.addWidget(made)
    made.offer(town.track_days(), town.NOW)
    return made


def test_that_a_period_over_several_days_is_typed(field: PeriodField) -> None:
    now = words.local(town.NOW)
    assert field.day.chosen() == now.date()
    field.choose(OWN)
    midnight = now.replace(hour=0, minute=0)
    assert field.span(town.NOW) == (midnight, now + timedelta(minutes=1))
    assert field.start.isEnabled()
    assert field.start.text() == "11-21 00:00"
    told: list[object] = []
    field.changed.connect(lambda: told.append(field.span(town.NOW)))
    began = midnight.replace(day=18, hour=22, minute=15)
    field._put(field.start, began)
    field._put(field.end, midnight.replace(day=20, hour=6, minute=30))
    assert told[-1] == (began, midnight.replace(day=20, hour=6, minute=31))
    field._put(field.end, began - timedelta(minutes=1))
    assert told[-1] is None


def test_that_another_choice_brings_the_times_of_a_day_back(field: PeriodField) -> None:
    field.choose(OWN)
    field.choose(Preset.WEEK)
    assert not field.start.isEnabled()
    newest = town.track_days()[0]
    field.choose(newest.day)
    assert (field.start.text(), field.end.text()) == (f"{words.local(newest.first_at):%H:%M}", f"{words.local(newest.last_at):%H:%M}")
    assert field.span(town.NOW) == (words.local(newest.first_at), words.local(newest.last_at) + timedelta(minutes=1))
