"""A file that is to be laid over the map: what it holds, which datum it is in, and what the hall thinks of that before anything is drawn."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.files import open_file
from console.widgets.spoken import button, label
from geo.datum import Datum
from geo.files import HOLE, LINE, MEANT, POINT, RING, Drawn, Unreadable, likely
from geo.formats import SUFFIXES
from geo.misfit import Slip, Verdict

DATUMS = {Datum.WGS84: "WGS-84", Datum.CGCS2000: "CGCS2000", Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09"}
MOST_FENCES = 50
AS_IT_SAYS = "as it says"  # the zone: what the file declares


class FileForm(QDialog):
    """`ask` lets somebody choose a file; `read_wanted` is answered by `take` or `refuse`."""

    read_wanted = Signal(object)  # Path
    draw_wanted = Signal(object, str, str)  # Drawn, datum or zone (gk117), name
    fences_wanted = Signal(object, str, str)  # likewise, as geofences

    def __init__(self, parent: QWidget | None = None, fences: bool = True) -> None:
        """`fences`: lines and outlines may be saved as geofences."""
        super().__init__(parent)
        self._offers_fences = fences
        self._drawn: Drawn | None = None
        self._verdict: Verdict | None = None
        self._fault: tuple[str, Unreadable] | None = None
        self._reading = ""
        self.holds, self.thinks = label("lead", wrap=True), label("hint", wrap=True)
        self._name_label, self._datum_label = label("label"), label("label")
        self.name = QLineEdit(maxLength=80)
        self.datums = {datum: button("tab") for datum in DATUMS}
        self.zones, self._zones_label = QComboBox(), label("label")
        self.draw, self.fences, self.close_button = button("primary"), button(), button("quiet")
        self._lay_out()
        self.zones.currentIndexChanged.connect(lambda _: self._judge())
        self.draw.clicked.connect(lambda: self._end(self.draw_wanted))
        self.fences.clicked.connect(lambda: self._end(self.fences_wanted))
        self.close_button.clicked.connect(self.reject)

    def ask(self) -> None:
        kinds = "GIS (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ")"
        open_file(self.parentWidget(), self.tr("Lay a file over the map"), self.read, kinds)

    def read(self, path: Path) -> None:
        self._drawn, self._verdict, self._fault, self._reading = None, None, None, path.name
        self.say()
        self.open()
        self.read_wanted.emit(path)

    def take(self, drawn: Drawn, verdict: Verdict) -> None:
        """What was read; nothing is drawn before somebody says so."""
        self._drawn, self._verdict = drawn, verdict
        self.name.setText(drawn.name)
        meant = likely(drawn, verdict)
        self.datums.get(meant, self.datums[Datum.WGS84]).setChecked(True)  # type: ignore[call-overload]
        self._offer_zones(drawn, meant)
        self.say()

    def system(self) -> str:
        """The datum or the zone that is chosen; nothing where one of the zones must be."""
        if self._drawn is not None and self._drawn.zones() and (zone := self.zones.currentData()) != AS_IT_SAYS:
            return str(zone or "")
        return next(datum for datum, part in self.datums.items() if part.isChecked())

    def refuse(self, name: str, fault: Unreadable) -> None:
        self._fault = (name or self._reading, fault)
        self.say()
        self.open()

    def say(self) -> None:
        drawn, verdict = self._drawn, self._verdict
        self.setWindowTitle(self.tr("Lay a file over the map"))
        self._name_label.setText(self.tr("Name"))
        self._datum_label.setText(self.tr("Datum of the file"))
        self._zones_label.setText(self.tr("3-degree zone of its metres (CGCS2000 Gauss–Krüger)"))
        self.zones.setPlaceholderText(self.tr("Choose the zone"))
        self.draw.setText(self.tr("Draw"))
        self.fences.setText(self.tr("Save as geofences"))
        self.close_button.setText(self.tr("Close"))
        datums, zones = (self._datum_label, *self.datums.values()), (self._zones_label, self.zones)
        _show((self._name_label, self.name, self.draw), drawn is not None)
        _show(datums, drawn is not None and not drawn.metres)
        _show(zones, drawn is not None and bool(drawn.zones()))
        self._judge()
        shapes = sum(int((drawn.kinds == kind).sum()) for kind in (LINE, RING)) if drawn is not None else 0
        self.fences.setVisible(self._offers_fences and 0 < shapes <= MOST_FENCES)
        if self._fault is not None:
            self._tell(fault(*self._fault), "", "danger")
        elif drawn is not None and verdict is not None:
            self._tell(holds(drawn), thinks(drawn, verdict), "warn" if verdict.slip or not verdict.certain else "ok")
        else:
            self._tell(self.tr("Reading {name}…").format(name=self._reading), "", "")
        self.adjustSize()

    def _offer_zones(self, drawn: Drawn, meant: str) -> None:
        self.zones.clear()
        if drawn.crs:
            self.zones.addItem(words.choose(f"按文件所说：{drawn.crs}", f"As the file says: {drawn.crs}"), AS_IT_SAYS)
        for system, meridian in drawn.zones().items():
            number = meridian // 3
            self.zones.addItem(words.choose(f"中央经线 {meridian}°E（{number} 带）", f"Around {meridian}°E (zone {number})"), system)
        self.zones.setCurrentIndex(self.zones.findData(meant) if meant.startswith("gk") else 0 if drawn.crs else -1)

    def _judge(self) -> None:
        """Metres that nobody has said the zone of cannot be drawn; who chooses a zone has chosen the datum with it."""
        chosen = self._drawn is None or bool(self.system())
        for datum in self.datums.values():
            datum.setEnabled(self._drawn is None or not self.system().startswith("gk"))
        self.draw.setEnabled(chosen)
        self.fences.setEnabled(chosen)

    def _tell(self, says: str, thinks: str, tone: str) -> None:
        self.holds.setText(says)
        self.thinks.setText(thinks)
        self.thinks.setVisible(bool(thinks))
        theme.set_property(self.thinks, "tone", tone)

    def _end(self, asked: SignalInstance) -> None:
        asked.emit(self._drawn, self.system(), self.name.text().strip())
        self.accept()

    def _lay_out(self) -> None:
        column, datums, foot, group = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout(), QButtonGroup(self)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(8))
        datums.setSpacing(theme.px(4))
        for datum, part in self.datums.items():
            part.setText(DATUMS[datum])
            part.setCheckable(True)
            group.addButton(part)
            datums.addWidget(part)
        datums.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.fences)
        foot.addWidget(self.draw)
        for row in (self.holds, self._name_label, self.name, self._datum_label):
            column.addWidget(row)
        column.addLayout(datums)
        column.addWidget(self._zones_label)
        column.addWidget(self.zones)
        column.addWidget(self.thinks)
        column.addLayout(foot)
        self.setMinimumWidth(theme.px(420))


def _show(parts: Sequence[QWidget], shown: bool) -> None:
    for part in parts:
        part.setVisible(shown)


def holds(drawn: Drawn) -> str:
    """What is in a file, and what of it cannot be drawn."""
    points, lines, areas, inside = (int((drawn.kinds == kind).sum()) for kind in (POINT, LINE, RING, HOLE))
    parts = [(points, "个点", "points"), (lines, "条线", "lines"), (areas, "个面", "outlines")]
    said = words.choose("、", ", ").join(words.choose(f"{count:,} {zh}", f"{count:,} {en}") for count, zh, en in parts if count)
    text = words.choose(f"{drawn.name}：{drawn.count:,} 个要素，{said}。", f"{drawn.name}: {drawn.count:,} features, {said}.")
    if drawn.fault is not None:
        layer, number = drawn.fault
        text += words.choose(
            f"其中 {drawn.left_out:,} 个没有可读的几何（首个：图层 {layer} 第 {number} 个），不予绘制。",
            f" {drawn.left_out:,} of them have no readable geometry (the first: layer {layer}, feature {number}) and are left out.",
        )
    if inside:
        text += words.choose(
            f"面内有 {inside:,} 个洞，存为围栏时一并包含。",
            f" Their {inside:,} holes are within what is saved as geofences.",
        )
    if drawn.turned:
        text += words.choose("纵横坐标写反了，已对调读取。", " Its axes are swapped: they were read the other way round.")
    return text


def thinks(drawn: Drawn, verdict: Verdict) -> str:
    """What the lines that the hall knows say of a file's places, taken as it says, or as WGS-84."""
    if drawn.metres:
        return _of_metres(verdict)
    if verdict.slip is Slip.ANOTHER_ZONE:
        return _of_zone(verdict)
    if verdict.slip is Slip.AXES_SWAPPED:
        return words.choose("经纬度（或纵横坐标）像是写反了，请核对来源。", "Longitude and latitude, or its metres, look swapped. Check its source.")
    if verdict.slip is None:
        if verdict.certain:
            return words.choose("与已知的网格、边界吻合：按 WGS-84 绘制是对的。", "It fits the boundaries known here: WGS-84 is right.")
        return words.choose("已知数据不足以判断坐标系，请自行确认。", "What is known here does not tell the datum: please make sure of it yourself.")
    metres = round(float((verdict.east_m**2 + verdict.north_m**2) ** 0.5))
    if verdict.slip in MEANT:
        name = DATUMS[MEANT[verdict.slip]]
        return words.choose(
            f"若当作 WGS-84 会偏移约 {metres} 米；看来是 {name}，已为您选好。",
            f"Taken as WGS-84 it would lie {metres} m off: it looks like {name}, which is chosen.",
        )
    return words.choose(
        f"整体偏移约 {metres} 米，可能做过多余的转换或使用地方坐标，请核对来源。",
        f"All of it lies {metres} m off: a conversion too many, or a local grid. Check its source.",
    )


def _of_metres(verdict: Verdict) -> str:
    if not verdict.system:
        return words.choose(
            "文件为米制坐标，未说明投影带；已知数据不足以判断，请选择。",
            "These are metres, and it does not say of which zone: please choose.",
        )
    zone = zone_words(verdict.system)
    if verdict.slip is not None:
        metres = round(float((verdict.east_m**2 + verdict.north_m**2) ** 0.5))
        return words.choose(
            f"看来是{zone}，但整体偏移约 {metres} 米，请核对来源。", f"It looks like {zone}, but lies {metres} m off. Check its source."
        )
    return words.choose(
        f"文件为米制坐标，未说明投影带；看来是{zone}，已为您选好。", f"These are metres without a zone: it looks like {zone}, which is chosen."
    )


def _of_zone(verdict: Verdict) -> str:
    km = abs(verdict.east_m) / 1000
    if not verdict.system:
        return words.choose(
            f"整体东西偏移约 {km:.0f} 公里，像是按错误的三度带转换过，请核对来源。",
            f"All of it lies {km:.0f} km off, as if converted in a wrong 3-degree zone. Check its source.",
        )
    zone = zone_words(verdict.system)
    return words.choose(
        f"按文件所说的投影带会偏移约 {km:.0f} 公里；看来是{zone}，已为您选好。",
        f"In the zone that it names it would lie {km:.0f} km off: it looks like {zone}, which is chosen.",
    )


def zone_words(system: str) -> str:
    number = int(system[2:])
    meridian = number if number > 45 else number * 3
    return words.choose(f"中央经线 {meridian}°E 的三度带", f"the 3-degree zone around {meridian}°E")


def fault(name: str, error: Unreadable) -> str:
    """One sentence on why a file cannot be drawn."""
    at = error.layer, error.feature, error.detail
    said = {
        "no_file": (f"没有文件 {name}。", f"There is no file {name}."),
        "not_geographic": (f"{name} 不是可读取的地理文件：{_why(error)}。", f"{name} is no geographic file that can be read: {error.detail}."),
        "encoding": _of_encoding(name, error),
        "nothing": (f"{name} 中没有任何可绘制的要素。", f"{name} holds nothing that can be drawn."),
        "not_degrees": (
            "{}：图层 {} 第 {} 个要素位于 {}，不是经纬度，文件也未说明投影。".format(name, *at),
            "{}: layer {}, feature {} lies at {}: these are no degrees, and the file does not say its projection.".format(name, *at),
        ),
        "too_large": (f"{name} 有 {error.detail} 个坐标点，超出上限。", f"{name} has {error.detail} corners, more than can be drawn."),
    }
    return words.choose(*said[error.code])


def _why(error: Unreadable) -> str:
    """In Chinese; what only GDAL knows stays in its words, and is said to be so."""
    said = {
        "misnamed": f"内容与扩展名{f' {error.of} ' if error.of else ''}不符",
        "foreign": f"其中是 {error.of} 的数据",
        "alone": f"缺少配套的 {error.of} 文件",
    }
    return said.get(error.reason, f"读取程序报告“{error.detail}”")


def _of_encoding(name: str, error: Unreadable) -> tuple[str, str]:
    declared, line = error.detail, error.feature
    if not declared:
        return f"{name} 未声明文字编码，第 {line} 行不是 UTF-8。", f"{name} does not say its encoding, and line {line} is no UTF-8."
    if not line:
        return f"{name} 声明的文字编码 {declared} 无法识别。", f"{name} says that its text is {declared}, which is no known encoding."
    return f"{name} 声明文字编码为 {declared}，第 {line} 行却不是。", f"{name} says that its text is {declared}, which line {line} is not."
