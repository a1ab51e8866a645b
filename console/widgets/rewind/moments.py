"""The moments that one keeps: this one by a name, those that are kept, and one of somebody else by its link."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import button, hint, label
from wire.moments import Moment

NAME_MOST = 80
ID = Qt.ItemDataRole.UserRole


class MomentsForm(QDialog):
    """`ask` opens it for a moment; what came of a wish is said by `show_moments`, `tell` or `refuse`."""

    keep_wanted = Signal(str)  # name
    opened = Signal(object)  # Moment
    copy_wanted = Signal(object)
    removal_wanted = Signal(object)
    link_wanted = Signal(str)  # as it was pasted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments: dict[str, Moment] = {}
        self.name, self.link, self.list = QLineEdit(), QLineEdit(), QTreeWidget()
        self.name.setMaxLength(NAME_MOST)
        self.list.setRootIsDecorated(False)
        self.list.setColumnCount(2)
        self.keep, self.open_link, self.open_one = button("primary"), button(), button()
        self.copy, self.remove, self.shut = button(), button("quiet"), button("quiet")
        self._heads = [label("label") for _ in range(3)]
        self.told = label("hint", wrap=True)
        self.wrong = label(tone="danger", wrap=True)
        self._lay_out()
        self.name.textChanged.connect(lambda _: self._judge())
        self.name.returnPressed.connect(self._keep)
        self.link.textChanged.connect(lambda _: self._judge())
        self.link.returnPressed.connect(self._follow)
        self.list.itemSelectionChanged.connect(self._judge)
        self.list.itemActivated.connect(lambda _: self._with(self.opened))
        self.keep.clicked.connect(self._keep)
        self.open_link.clicked.connect(self._follow)
        self.open_one.clicked.connect(lambda: self._with(self.opened))
        self.copy.clicked.connect(lambda: self._with(self.copy_wanted))
        self.remove.clicked.connect(lambda: self._with(self.removal_wanted))
        self.shut.clicked.connect(self.reject)

    def ask(self, when: str) -> None:
        """`when` is the moment that can be kept."""
        self._say(when)
        self.name.clear()
        self.link.clear()
        self.tell("")
        self._judge()
        self.open()
        self.name.setFocus()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        self._moments = {moment.id: moment for moment in moments}
        chosen = self._chosen()
        self.list.clear()
        for moment in moments:
            item = QTreeWidgetItem([f"{words.local(moment.at):%Y-%m-%d %H:%M:%S}", moment.name])
            item.setData(0, ID, moment.id)
            item.setToolTip(1, hint(moment.name))
            self.list.addTopLevelItem(item)
            item.setSelected(chosen is not None and chosen.id == moment.id)
        self._judge()

    def tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self.wrong.hide()

    def refuse(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.show()
        self.told.hide()

    def _keep(self) -> None:
        if name := self.name.text().strip():
            self.keep_wanted.emit(name)

    def _follow(self) -> None:
        if text := self.link.text().strip():
            self.link_wanted.emit(text)

    def _with(self, asked: object) -> None:
        moment = self._chosen()
        if moment is not None:
            asked.emit(moment)  # type: ignore[attr-defined]

    def _chosen(self) -> Moment | None:
        items = self.list.selectedItems()
        return self._moments.get(items[0].data(0, ID)) if items else None

    def _judge(self) -> None:
        self.keep.setEnabled(bool(self.name.text().strip()))
        self.open_link.setEnabled(bool(self.link.text().strip()))
        for part in (self.open_one, self.copy, self.remove):
            part.setEnabled(self._chosen() is not None)

    def _say(self, when: str) -> None:
        self.setWindowTitle(self.tr("Moments"))
        for head, text in zip(self._heads, (self.tr("Keep {when}").format(when=when), self.tr("Kept"), self.tr("Of somebody else")), strict=True):
            head.setText(text)
        self.name.setPlaceholderText(self.tr("Name, such as: water at the North Gate"))
        self.link.setPlaceholderText("yiping://moment?id=…")
        self.list.setHeaderLabels([self.tr("Moment"), self.tr("Name")])
        self.keep.setText(self.tr("Keep"))
        self.open_link.setText(self.tr("Open the link"))
        self.open_one.setText(self.tr("Open"))
        self.copy.setText(self.tr("Copy the link"))
        self.remove.setText(self.tr("Remove"))
        self.shut.setText(self.tr("Close"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        foot = QHBoxLayout()
        for part in (self.open_one, self.copy, self.remove):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addWidget(self._heads[0])
        column.addLayout(_row(self.name, self.keep))
        column.addWidget(self._heads[1])
        column.addWidget(self.list, 1)
        column.addWidget(self._heads[2])
        column.addLayout(_row(self.link, self.open_link))
        column.addWidget(self.told)
        column.addWidget(self.wrong)
        column.addLayout(foot)
        self.list.setColumnWidth(0, theme.px(170))
        self.resize(theme.px(560), theme.px(460))


def _row(field: QWidget, act: QWidget) -> QHBoxLayout:
    made = QHBoxLayout()
    made.addWidget(field, 1)
    made.addWidget(act)
    return made
