"""A report as one page of HTML, by folium: everything it needs stands in it, and it asks nobody for anything.

What people wrote goes into it in three ways only: escaped by the template, as JSON without any `<`, or as text drawn on the canvas.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import folium
import jinja2
from branca.element import MacroElement
from folium.template import Template
from markupsafe import Markup

from backend.exporters import words
from backend.exporters.drawing import flag
from backend.exporters.looks import colours, letters
from backend.exporters.report import Report
from backend.refusals import NotNow

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
LEAFLET = RESOURCES / "map" / "node_modules" / "leaflet" / "dist"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
UNSAFE = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class OfflineMap(folium.Map):
    """No tiles, no scripts or styles from anywhere."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []

    def __init__(self) -> None:
        super().__init__(location=[0, 0], zoom_start=3, tiles=None, attribution_control=False, zoom_animation=False)


class Frame(MacroElement):
    """What folium would fetch, the words of the report, and its drawing on the map: all of it as places in the page that `_filled` fills.

    folium reads what it has rendered as a template again; nothing that people wrote may pass through it.
    """

    _template = Template("""
        {% macro header(this, kwargs) %}
            <meta http-equiv="Content-Security-Policy" content="@policy@">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>@title@</title>
            <style>@styles@</style>
            <script>@scripts@</script>
        {% endmacro %}
        {% macro html(this, kwargs) %}@words@{% endmacro %}
        {% macro script(this, kwargs) %}
            L.control.scale({ imperial: false }).addTo({{ this._parent.get_name() }});
            L.control.attribution({ prefix: false }).addAttribution(@ground@).addTo({{ this._parent.get_name() }});
            report({{ this._parent.get_name() }}, JSON.parse(document.getElementById("report-data").textContent));
        {% endmacro %}
    """)

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Frame"


def render(report: Report, language: str, theme: str) -> bytes:
    """The page; `NotNow` on a machine that was never prepared."""
    said = _template().render(report=report, data=_script_safe(_data(report, theme)), say=lambda name: words.report(name, language))
    parts = {
        "policy": POLICY,
        "title": str(Markup.escape(report.title)),
        "styles": _styles(theme),
        "scripts": _scripts(),
        "words": said,
        "ground": _script_safe(str(Markup.escape(report.ground))),
    }
    return CONTROL.sub("", _filled(_frame(), parts)).encode()


def _frame() -> str:
    page = OfflineMap()
    page.add_child(Frame())
    return str(page.get_root().render())


def _filled(frame: str, parts: dict[str, str]) -> str:
    """Each place once, in one pass: what is put in is not looked at again."""
    return re.sub(r"@(" + "|".join(parts) + r")@", lambda place: parts[place[1]], frame)


def _script_safe(value: Any) -> Markup:
    """JSON that can end no script and begin none."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE))


def _data(report: Report, theme: str) -> dict[str, Any]:
    palette = colours(theme)
    font = ", ".join(f'"{name}"' if " " in name else name for name in letters())
    chosen = {name: palette[name] for name in ("window", "text_3", "accent")}
    return {
        "groups": report.groups,
        "ground": report.pieces,
        "names": report.names,
        "box": report.box,
        "asked": report.asked,
        "flag": flag(theme),
        "colours": chosen,
        "font": font,
        "replay": report.replay,
    }


def _styles(theme: str) -> str:
    leaflet = re.sub(r"url\([^)]*\)", "none", _asset(LEAFLET / "leaflet.css"))  # its pictures: we show none of them
    tokens = "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in colours(theme).items())
    family = ",".join(f"'{name}'" if " " in name else name for name in letters())
    return f"{leaflet}\n:root{{{tokens}--family:{family};color-scheme:{theme}}}\n{_asset(RESOURCES / 'exports' / 'report.css')}"


def _scripts() -> str:
    leaflet = re.sub(r"//# sourceMappingURL=\S+", "", _asset(LEAFLET / "leaflet.js"))
    own = "\n".join(_asset(RESOURCES / "exports" / name) for name in ("replay.js", "report.js"))
    return f"{leaflet}\n{own}"


def _asset(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise NotNow(f"A report needs {file.name}, which is not on this machine: prepare it with `make demo`.") from error


@cache
def _template() -> jinja2.Template:
    return jinja2.Environment(autoescape=True).from_string((RESOURCES / "exports" / "report.html").read_text("utf-8"))
