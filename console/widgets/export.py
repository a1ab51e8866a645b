"""What of the city goes into a file, and which: asked for in a small form, made by the backend."""

from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.files import save_file
from console.widgets.spoken import button, label
from wire.codes import Noun, RegisterKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.problem import Problem

REGISTERS = {ExportLayer(kind.lower()): kind for kind in RegisterKind}
NOUNS = {
    ExportLayer.CASES: Noun.CASE,
    ExportLayer.UNITS: Noun.UNIT,
    ExportLayer.CAMERAS: Noun.CAMERA,
    ExportLayer.SENSORS: Noun.SENSOR,
    ExportLayer.COMPONENTS: Noun.COMPONENT,
    ExportLayer.GEOFENCES: Noun.GEOFENCE,
    ExportLayer.GRIDS: Noun.GRID,
}
OTHERS = {
    ExportLayer.TRACK: ("轨迹", "Track"),
    ExportLayer.WHEREABOUTS: ("谁来过", "Who was there"),
    ExportLayer.STREETS: ("道路", "Streets"),
    ExportLayer.HAUL_PLACES: ("渣土场所", "Muck sites and grounds"),
    ExportLayer.HAUL_LINES: ("渣土路线", "Approved muck lines"),
    ExportLayer.HEAT: ("案件热力", "Heat of cases"),
    ExportLayer.DENSITY: ("案件密度", "Density of cases"),
    ExportLayer.COVERAGE: ("巡查覆盖", "Patrol coverage"),
    ExportLayer.SCORES: ("考评着色", "Evaluation"),
}
LAYER_OF: dict[Noun | RegisterKind, ExportLayer] = {of: layer for layer, of in (NOUNS | REGISTERS).items()}
ALONE = (ExportFormat.CSV, ExportFormat.GEOJSON, ExportFormat.KML, ExportFormat.GPX)
FORMATS = (
    ExportFormat.QGZ,
    ExportFormat.GPKG,
    ExportFormat.XLSX,
    ExportFormat.HTML,
    ExportFormat.CSV,
    ExportFormat.GEOJSON,
    ExportFormat.KML,
    ExportFormat.GPX,
)
COLUMNS = 3


class Scope(NamedTuple):
    """What can be asked for: `order` with all its layers, of which `checked` are wanted unless somebody says otherwise."""

    says: str
    order: ExportOrder
    checked: frozenset[ExportLayer]


class ExportForm(QDialog):
    """`ask` opens it; `wanted` says what is to be made, and `tell_written` or `tell_failed` what became of it."""

    wanted = Signal(object, object)  # ExportOrder, Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope: Scope | None = None
        self.says, self._title_label, self._format_label = label("lead", wrap=True), label("label"), label("label")
        self.title = QLineEdit(maxLength=80)
        self.layers = {layer: QCheckBox() for layer in ExportLayer}
        self.formats = {format: button("tab") for format in FORMATS}
        self.tracks, self._track_label = {name: button("tab") for name in ("cleaned", "raw")}, label("label")
        self.note, self.outcome = label("hint", wrap=True), label("hint", wrap=True)
        self.save, self.close_button = button("primary"), button("quiet")
        self._lay_out()
        self.save.clicked.connect(self._ask_for_file)
        self.close_button.clicked.connect(self.reject)
        for tick in self.layers.values():
            tick.toggled.connect(self._allow)
        for tab in self.formats.values():
            tab.toggled.connect(self._allow)

    def ask(self, scope: Scope) -> None:
        self._scope = scope
        self.say()
        offered = scope.order.layers
        for layer, part in self.layers.items():
            part.setVisible(layer in offered and len(offered) > 1)
            part.setChecked(layer in scope.checked)
        self.formats[scope.order.format].setChecked(True)
        self.tracks[scope.order.track].setChecked(True)
        self.title.setText(scope.order.title)
        self._show("", "")
        self._allow()
        self.adjustSize()
        self.open()

    def order(self) -> ExportOrder:
        """As it is asked for now."""
        assert self._scope is not None
        layers = [layer for layer in self._scope.order.layers if self.layers[layer].isChecked()]
        ids = {layer: ids for layer, ids in self._scope.order.ids.items() if layer in layers}
        language, look = ("zh_CN" if words.choose("zh", "en") == "zh" else "en"), theme.current()
        track = next((name for name, part in self.tracks.items() if part.isChecked()), "raw")
        named = {
            "track": track,
            "layers": layers,
            "ids": ids,
            "format": self._format(),
            "title": self.title.text().strip(),
            "language": language,
            "theme": look,
        }
        return msgspec.structs.replace(self._scope.order, **named)

    def make(self, path: Path) -> None:
        """Ask for the file."""
        self.save.setEnabled(False)
        self._show(self.tr("The backend makes the file…"), "")
        self.wanted.emit(self.order(), path)

    def tell_written(self, path: Path, beside: Path | None = None) -> None:
        """`beside`: what explains its columns and rules."""
        said = self.tr("Written: {path}, and beside it what its columns and the rules of cleaning are: {beside}") if beside else ""
        self._show((said or self.tr("Written: {path}")).format(path=path, beside=beside.name if beside else ""), "ok")
        self._allow()

    def tell_failed(self, problem: Problem) -> None:
        self._show(self.tr("Not written: {why}").format(why=words.problem(problem)), "danger")
        self._allow()

    def say(self) -> None:
        self.setWindowTitle(self.tr("Export"))
        self._title_label.setText(self.tr("Title"))
        self._format_label.setText(self.tr("Form"))
        self.save.setText(self.tr("Save as…"))
        self.close_button.setText(self.tr("Close"))
        self.note.setText(self.tr("Personal data is masked; who exports what is audited."))
        if self._scope is not None:
            self.says.setText(self._scope.says)
        for layer, part in self.layers.items():
            part.setText(layer_name(layer))
        for format, tab in self.formats.items():
            tab.setText(self._name_of(format))
        self._track_label.setText(words.choose("轨迹", "Track"))
        for name, text in (("cleaned", words.choose("清洗后", "Cleaned")), ("raw", words.choose("原始", "As it came"))):
            self.tracks[name].setText(text)

    def _name_of(self, format: ExportFormat) -> str:
        named = {ExportFormat.QGZ: "QGIS", ExportFormat.GPKG: "GeoPackage", ExportFormat.XLSX: "Excel", ExportFormat.GEOJSON: "GeoJSON"}
        return self.tr("Report") if format is ExportFormat.HTML else named.get(format, format.upper())

    def _format(self) -> ExportFormat:
        return next((format for format, part in self.formats.items() if part.isChecked()), FORMATS[0])  # none while one gives way to another

    def _allow(self) -> None:
        if self._scope is None:
            return
        chosen = sum(part.isChecked() for layer, part in self.layers.items() if layer in self._scope.order.layers)
        for format in ALONE:
            self.formats[format].setEnabled(chosen == 1)
        self.formats[ExportFormat.HTML].setEnabled(not self._scope.order.beside)  # a report is of one track
        if not self.formats[self._format()].isEnabled():
            self.formats[ExportFormat.QGZ].setChecked(True)
        self.save.setEnabled(chosen > 0)
        one = ExportLayer.TRACK in self._scope.order.layers and self._format() is not ExportFormat.HTML  # a report tells of both
        for part in (self._track_label, *self.tracks.values()):
            part.setVisible(one)

    def _show(self, text: str, tone: str) -> None:
        self.outcome.setText(text)
        theme.set_property(self.outcome, "tone", tone)

    def _ask_for_file(self) -> None:
        save_file(self, self.windowTitle(), f"yiping.{self._format().value}", self.make)

    def _lay_out(self) -> None:
        column, grid, formats, foot = QVBoxLayout(self), QGridLayout(), QGridLayout(), QHBoxLayout()
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(8))
        for at, part in enumerate(self.layers.values()):
            grid.addWidget(part, at // COLUMNS, at % COLUMNS)
        group = QButtonGroup(self)
        for at, tab in enumerate(self.formats.values()):
            tab.setCheckable(True)
            group.addButton(tab)
            formats.addWidget(tab, at // 4, at % 4)
        tracks, either = QHBoxLayout(), QButtonGroup(self)
        for tab in self.tracks.values():
            tab.setCheckable(True)
            either.addButton(tab)
            tracks.addWidget(tab)
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.save)
        for item in (
            self.says,
            grid,
            self._title_label,
            self.title,
            self._format_label,
            formats,
            self._track_label,
            tracks,
            self.note,
            self.outcome,
            foot,
        ):
            if isinstance(item, QWidget):
                column.addWidget(item)
            else:
                column.addLayout(item)
        self.setMinimumWidth(theme.px(420))


def layer_name(layer: ExportLayer) -> str:
    known = NOUNS.get(layer) or REGISTERS.get(layer)
    return words.of(known) if known is not None else words.choose(*OTHERS[layer])
