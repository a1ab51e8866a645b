"""A bulletin as PDF, by WeasyPrint from one template: fonts of the system, colours of the look, and nothing from any network."""

import importlib
import logging
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from backend.exporters.bulletin_words import BulletinWords
from backend.exporters.looks import colours, letters
from backend.refusals import NotNow
from wire.evaluation import Counter

EXPORTS = Path(__file__).resolve().parents[2] / "resources" / "exports"
CHART_HIGH = 96.0  # of 100: the tallest bar
logging.getLogger("fontTools").setLevel(logging.WARNING)


def pdf(said: BulletinWords) -> bytes:
    palette = colours("light")
    page = _template().render(said=said, colours=palette, family=letters(), bars=_bars(said), styles=_styles())
    return document_of(page)


def document_of(page: str) -> bytes:
    """An HTML page as PDF; `NotNow` on a machine without Pango."""
    document: bytes = _weasyprint().HTML(string=page, url_fetcher=_nothing).write_pdf()
    return document


def _bars(said: BulletinWords) -> list[dict[str, Any]]:
    """A pair of bars for each day, in percent of the chart: reported, closed."""
    counted = [(row.key, row.counts.get(Counter.REPORT, 0), row.counts.get(Counter.ARCHIVE, 0)) for row in said.bulletin.days]
    most = max((max(reported, closed) for _, reported, closed in counted), default=0) or 1
    high = CHART_HIGH / most
    return [{"day": day[5:], "reported": reported, "closed": closed, "a": reported * high, "b": closed * high} for day, reported, closed in counted]


@cache
def _weasyprint() -> Any:
    """Only when a PDF is wanted: the backend starts on a machine without Pango too, and it takes a second to load."""
    try:
        return importlib.import_module("weasyprint")
    except OSError as error:
        raise NotNow("A PDF needs Pango, which is not on this machine: prepare it with `make demo`.") from error


def _nothing(url: str, **_: object) -> dict[str, Any]:
    raise ValueError(f"a bulletin needs nothing from {url[:40]}")


@cache
def _styles() -> str:
    return (EXPORTS / "bulletin.css").read_text("utf-8")


@cache
def _template() -> jinja2.Template:
    return jinja2.Environment(autoescape=True).from_string((EXPORTS / "bulletin.html").read_text("utf-8"))
