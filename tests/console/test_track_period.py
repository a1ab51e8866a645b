"""Of when a track is wanted: from any day and time to another, in the city's time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.widgets.track.pane import TrackPane
from console.widgets.track.period import OWN, PeriodField
from console.widgets.track.presets import Preset
from tests.console import town
from wire.tracks import TrackDay

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
    assert field.start.text() == "2026-11-21 00:00"
    told: list[object] = []
    field.changed.connect(lambda: told.append(field.span(town.NOW)))
    began = midnight.replace(day=18, hour=22, minute=15)
    field._put(field.start, began)
    field._put(field.end, midnight.replace(day=20, hour=6, minute=30))
    assert told[-1] == (began, midnight.replace(day=20, hour=6, minute=31))
    assert not field.wrong()
    field._put(field.end, began - timedelta(minutes=1))
    assert told[-1] is None
    assert field.wrong() == "止时早于起时，请改正。"


def test_that_a_period_is_typed_around_the_day_that_was_chosen_also_of_another_year(field: PeriodField) -> None:
    old = TrackDay(day=date(2008, 2, 4), first_at=datetime(2008, 2, 4, 1, tzinfo=UTC), last_at=datetime(2008, 2, 4, 9, tzinfo=UTC), fixes=7)
    field.offer([*town.track_days(), old], town.NOW)
    field.choose(old.day)
    field.choose(OWN)
    assert (field.start.text(), field.end.text()) == ("2008-02-04 00:00", "2008-02-04 23:59")
    span = field.span(town.NOW)
    assert span is not None
    assert (span[0].isoformat(), span[1] - span[0]) == ("2008-02-04T00:00:00+08:00", timedelta(days=1))


def test_that_another_choice_brings_the_times_of_a_day_back(field: PeriodField) -> None:
    field.choose(OWN)
    field.choose(Preset.WEEK)
    assert not field.start.isEnabled()
    newest = town.track_days()[0]
    field.choose(newest.day)
    assert (field.start.text(), field.end.text()) == (f"{words.local(newest.first_at):%H:%M}", f"{words.local(newest.last_at):%H:%M}")
    assert field.span(town.NOW) == (words.local(newest.first_at), words.local(newest.last_at) + timedelta(minutes=1))


def test_that_a_period_that_ends_before_it_begins_is_refused_in_words(show: Callable[..., QWidget], hall: Hall) -> None:
    pane = TrackPane(hall)
    show(pane)
    pane.choose_unit("n-1")
    pane.period.choose(OWN)
    assert not pane.wrong.isVisible()
    pane.period.end.setDateTime(pane.period.start.dateTime().addSecs(-60))
    assert not pane.open.isEnabled()
    assert (pane.wrong.text(), pane.wrong.isVisible()) == (pane.period.wrong(), True)
    pane.period.choose(Preset.YESTERDAY)
    assert (pane.wrong.isVisible(), pane.open.isEnabled()) == (False, True)
