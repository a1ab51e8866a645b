"""The form of an export: what is offered with a track, and what is asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from console import words
from console.widgets.export import ExportForm, Scope, layer_name
from wire.exports import ExportFormat, ExportLayer, ExportOrder

pytestmark = pytest.mark.gui
START = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def form(show: Callable[..., ExportForm]) -> ExportForm:
    return show(ExportForm(), 480, 400)


def ask(form: ExportForm, *layers: ExportLayer, **more: object) -> None:
    order = ExportOrder(layers=list(layers), format=ExportFormat.HTML, **more)  # type: ignore[arg-type]
    form.ask(Scope("what", order, frozenset(layers)))


def test_that_a_track_is_asked_for_cleaned_or_as_it_came_and_a_report_has_both(form: ExportForm) -> None:
    ask(form, ExportLayer.TRACK, unit_id="u1", start=START, end=START + timedelta(hours=1), track="cleaned")
    assert not form.tracks["raw"].isVisibleTo(form)
    form.formats[ExportFormat.GPX].click()
    assert form.tracks["raw"].isVisibleTo(form)
    assert (form.order().format, form.order().track) == (ExportFormat.GPX, "cleaned")
    form.tracks["raw"].click()
    assert form.order().track == "raw"
    assert [part.isChecked() for part in form.tracks.values()] == [False, True]


def test_that_several_tracks_are_offered_in_every_form_but_a_report(form: ExportForm) -> None:
    span = {"unit_id": "u1", "start": START, "end": START + timedelta(hours=1)}
    ask(form, ExportLayer.TRACK, beside=["u2", "u3"], **span)
    assert not form.formats[ExportFormat.HTML].isEnabled()
    form.formats[ExportFormat.GPX].click()
    assert (form.order().unit_id, form.order().beside, form.order().format) == ("u1", ["u2", "u3"], ExportFormat.GPX)
    ask(form, ExportLayer.TRACK, **span)
    assert form.formats[ExportFormat.HTML].isEnabled()


def test_that_other_layers_have_no_such_choice(form: ExportForm) -> None:
    ask(form, ExportLayer.CASES, ExportLayer.UNITS)
    form.formats[ExportFormat.XLSX].click()
    assert not any(part.isVisibleTo(form) for part in form.tracks.values())
    assert form.order().track == "raw"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_that_every_layer_has_a_name_of_its_own(form: ExportForm, language: str) -> None:
    words.speak(language)
    names = [layer_name(layer) for layer in ExportLayer]
    words.speak("zh_CN")
    assert len(set(names)) == len(names)
    assert all(names)
