"""Who has seen personal data, and what people have asked about theirs: handed out as a file, or refused with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.elided import Elided
from console.widgets.fields import LineField, NoteField
from console.widgets.files import save_file
from console.widgets.flow import Flow
from console.widgets.lines import Line, Lines
from console.widgets.outcome import Outcome
from console.widgets.sheet import Sheet
from console.widgets.spoken import Saying, Spoken, button, label
from wire.codes import SubjectAnswer, UnmaskReason
from wire.privacy import PersonalView, SubjectOrder, SubjectRequest
from wire.problem import Problem

SHORTEST = 6  # digits of a number


class Privacy(Spoken):
    export_wanted = Signal(object, object)  # SubjectOrder, Path
    refusal_wanted = Signal(object)  # SubjectOrder
    lists_wanted = Signal()
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._views: list[PersonalView] = []
        self._requests: list[SubjectRequest] = []
        self.phone, self.note = LineField("subject_phone", True), NoteField("subject_note", True, lines=2)
        self.hand_out, self.refusal = button("primary"), button()
        self.outcome = Outcome()
        self.requests, self.views = Lines(), Lines()
        self._heads = [Elided("lead") for _ in range(3)]
        self._hint = label("hint", wrap=True)
        self._lay_out()
        self.hand_out.clicked.connect(self._ask_where)
        self.refusal.clicked.connect(self._refuse)
        self.say()

    def order(self) -> SubjectOrder | None:
        """What is asked for; none, and said at its field, while something is missing."""
        phone, note = self.phone.value() or "", self.note.value() or ""
        right = sum(sign.isdigit() for sign in phone) >= SHORTEST and not set(phone) - set("+ -0123456789")
        self.phone.set_error("" if right else self.tr("This is no telephone number"))
        self.note.set_error("" if note else self.tr("Say how it was made sure whose number it is, or why it is refused"))
        if not right or not note:
            (self.note if right else self.phone).setFocus()
            return None
        return SubjectOrder(phone=phone, note=note)

    def take_views(self, found: list[PersonalView]) -> None:
        self._views = found
        self.views.take([_view(each) for each in found])
        self.tell()

    def take_requests(self, found: list[SubjectRequest]) -> None:
        self._requests = found
        self.requests.take([_request(each) for each in found])

    def tell_done(self, saying: Saying) -> None:
        self.phone.set("")
        self.note.set("")
        self.outcome.tell_of(saying, "ok")
        self.lists_wanted.emit()

    def refuse(self, problem: Problem) -> None:
        self.outcome.refuse(problem)

    def tell(self) -> None:
        self.told.emit("", self.tr("{count} looks").format(count=len(self._views)), -1)

    def say(self) -> None:
        for head, text in zip(
            self._heads, (self.tr("Somebody asks about his data"), self.tr("What was asked"), self.tr("Who has seen personal data")), strict=True
        ):
            head.setText(text)
        self.hand_out.setText(self.tr("Hand out as a file…"))
        self.refusal.setText(self.tr("Refuse"))
        self._hint.setText(self.tr("The file holds everything in which the number stands, whole. Both answers are written into the audit trail."))
        self.take_views(self._views)
        self.take_requests(self._requests)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lists_wanted.emit()

    def _refuse(self) -> None:
        if order := self.order():
            self.refusal_wanted.emit(order)

    def _ask_where(self) -> None:
        order = self.order()
        if order is None:
            return
        save_file(self, self.hand_out.text(), "held.xlsx", lambda path: self.export_wanted.emit(order, path))

    def _lay_out(self) -> None:
        buttons, both, sheet = Flow(gap=8), QHBoxLayout(self), Sheet()
        both.setContentsMargins(*(theme.px(12),) * 4)
        both.setSpacing(theme.px(16))
        buttons.addWidget(self.hand_out)
        buttons.addWidget(self.refusal)
        sheet.body.setContentsMargins(0, 0, theme.px(4), 0)
        for part in (self.phone, self.note, self._hint):
            sheet.body.addWidget(part)
        sheet.body.addLayout(buttons)
        sheet.body.addWidget(self.outcome)
        sheet.body.addStretch(1)
        for head, content, stretch in zip(self._heads, (sheet, self.requests, self.views), (5, 4, 4), strict=True):
            column = QVBoxLayout()
            column.addWidget(head)
            column.addWidget(content, 1)
            both.addLayout(column, stretch)


def _view(each: PersonalView) -> Line:
    what = {
        "PERSONAL.UNMASK": words.choose("查看案件个人信息", "personal data of a case"),
        "PERSONAL.EXPORTED": words.choose("向本人提供资料", "handed out to the person"),
        "PERSONAL.REFUSED": words.choose("拒绝提供资料", "refused to hand out"),
        "PHONE.SEEN": words.choose("查看监督员电话", "telephones of inspectors"),
        "PHONE.SOUGHT": words.choose("按电话查找案件", "looked for cases by a telephone"),
        "CALL.VIEW": words.choose("查看来电号码", "number of a call"),
        "TRANSFER.VIEW": words.choose("查看转办件个人信息", "personal data of a transfer"),
        "WHEREABOUTS.SEEN": words.choose("查询谁来过", "asked who was there"),
        "WHEREABOUTS.EXPORT": words.choose("导出谁来过", "exported who was there"),
    }.get(each.act, each.act)
    reason, _, note = each.detail.partition(" ")
    detail = f"{words.of(UnmaskReason(reason))} {note}".strip() if reason in set(UnmaskReason) else each.detail
    return Line(str(each.seq), f"{each.user} · {what}", f"{each.id}  {detail}".strip(), f"{words.local(each.at):%m-%d %H:%M:%S}")


def _request(each: SubjectRequest) -> Line:
    rows = words.choose(f"，{each.rows} 条记录", f", {each.rows} records") if each.answer is SubjectAnswer.EXPORTED else ""
    tone = "ok" if each.answer is SubjectAnswer.EXPORTED else "warn"
    at = f"{words.local(each.at):%Y-%m-%d %H:%M}"
    return Line(str(each.seq), f"{each.phone} · {words.of(each.answer)}{rows}", f"{at} {each.by}: {each.note}", "", tone)
