"""Panes of an office of the hall with something in them: findings, forecasts, the standards, the evaluation, the past, news, privacy, lent posts."""

from datetime import timedelta

import msgspec
from PySide6.QtWidgets import QWidget

from backend import standards
from console import words
from console.hall.annunciator import Event
from console.hall.findings import triage
from console.hall.hall import Hall
from console.hall.history import History, Search
from console.hall.sounds import Rule, sounds
from console.widgets.annunciator import AnnunciatorPane
from console.widgets.authorisations import AuthorisationsPane
from console.widgets.evaluation.pane import EvaluationPane
from console.widgets.foreseen.pane import ForeseenPane
from console.widgets.history.pane import HistoryPane
from console.widgets.pane import Pane
from console.widgets.privacy import Privacy
from console.widgets.sounder import Sounder
from console.widgets.standards.pane import Standards
from console.widgets.triage.pane import TriagePane
from tests.console import town
from wire.authorisations import Authorisation, Authorisations, Colleague
from wire.bulletins import Ageing, Bulletin, Figure
from wire.cases import CasePage
from wire.codes import Clock, Kind, Role, Source, StandardKind, StandardState, Status, SubjectAnswer, Verb
from wire.evaluation import Basis, Counter, Dimension, Evaluation, Lap, LapTime, Scheme, Standing
from wire.forecast import Forecast
from wire.privacy import PersonalView, SubjectRequest
from wire.standards import ConditionLine, Lines, Standard, WholeStandard

HOUR = timedelta(hours=1)


def triage_pane(hall: Hall) -> QWidget:
    waiting = [case for case in hall.cases if case.status is Status.REPORTED]
    hall.cases.put([msgspec.structs.replace(case, source=Source.AI, camera_id="v-1", version=case.version + 1) for case in waiting])
    hall.cards.put([town.card(case) for case in hall.cases if case.status is Status.REPORTED])
    return Pane("triage", TriagePane(hall, triage()), hall)


def foreseen(hall: Hall) -> QWidget:
    now, running = hall.clock.now(), [case for case in hall.cases if case.status is not Status.CLOSED]
    content = ForeseenPane(hall)
    at = {"expected_at": now + HOUR, "limit_at": now + 0.5 * HOUR, "like": "ALL", "cases": 40}
    clocks = ((Clock.TRANSFER, Status.CHECKING), (Clock.DISPOSAL, Status.DISPOSING))
    content.take(
        [
            Forecast(case_id=case.id, **at, breach_in=stage, clock=clock, saves=[Verb.SEND_CHECK, Verb.REMIND], mine=[Verb.SEND_CHECK, Verb.REMIND])
            for case, (clock, stage) in zip(running, clocks, strict=False)
        ]
    )
    return Pane("foreseen", content, hall)


def standards_pane(hall: Hall) -> QWidget:
    hall.me, today = town.user(Role.ADMIN), hall.clock.now().date()
    names = {"kind": "EVENT", "major_code": "01", "major_name": "市容环境", "major_name_en": "City appearance", "name_en": "Garbage left open"}
    line = {"limit": "4 WORK_HOUR", "closing": "清理干净", "closing_en": "cleared away", "unit": "环卫处", "trade": "SANITATION"}
    rows = [ConditionLine(**names, **line, id=f"EVENT-0110-{n}", code="0110", name="暴露垃圾", text=f"第 {n} 种情形") for n in range(1, 9)]
    draft = Standard(id="2027", version=3, kind=StandardKind.CATALOGUE, state=StandardState.DRAFT, title="2027 年立案标准", valid_from=today)
    hall.standards.put([draft, msgspec.structs.replace(draft, id="2026", state=StandardState.PUBLISHED, title="2026 年立案标准")])
    content = Standards(hall)
    content.take(WholeStandard(id=draft.id, version=3, standard=draft, lines=Lines(conditions=rows)))
    return Pane("standards", content, hall)


def standing(scheme: Scheme, key: str, name: str) -> Standing:
    counts = {counter: 1_240.0 - at for at, counter in enumerate(Counter)}
    laps = {lap: LapTime(cases=1_180, mean=93.4, median=71.0, p90=244.8) for lap in Lap}
    return Standing(
        key=key,
        name=name,
        counts=counts,
        rates={each.id: 0.934 for each in scheme.indicators},
        scores={each.id: 91.28 for each in scheme.formulas},
        laps=laps,
    )


def evaluation(hall: Hall) -> QWidget:
    return Pane("evaluation", _evaluated(hall), hall)


def bulletin(hall: Hall) -> QWidget:
    content, scheme = _evaluated(hall), standards.in_force().evaluation.scheme
    content.bulletins.setChecked(True)
    content._turn()
    today = words.local(hall.clock.now()).date()
    rows = [standing(scheme, id, name) for id, name, _ in town.DEPARTMENTS]
    figures = [Figure(id=figure.id, value=None if figure.hand else 0.934 if figure.indicator else 1_240.0, before=0.9) for figure in scheme.figures]
    total = standing(scheme, "", "")
    content.bulletin.take(
        Bulletin(
            **{"period": content.period.period, "first": today.replace(day=1), "last": today, "at": hall.clock.now(), "version": scheme.version},
            **{"figures": figures, "total": total, "before": total, "tables": {Dimension.DEPARTMENT: rows}, "days": []},
            ageing=[Ageing(first=today, last=today, cases=12), Ageing(first=None, last=today, cases=140)],
        )
    )
    return Pane("evaluation", content, hall)


def _evaluated(hall: Hall) -> EvaluationPane:
    hall.me, scheme = town.user(Role.EVALUATOR), standards.in_force().evaluation.scheme
    content, today = EvaluationPane(hall, judge=True), words.local(hall.clock.now()).date()
    content.set_scheme(scheme)
    content.renew()
    asked = content.question()
    rows = [standing(scheme, id, name) for id, name, _ in town.DEPARTMENTS]
    about = {"period": asked.period, "first": today, "last": today, "at": hall.clock.now(), "version": scheme.version}
    content.take(asked, Evaluation(**about, basis=Basis.REPORTED, by=Dimension.DEPARTMENT, rows=rows, total=standing(scheme, "", "")))
    return content


def history(hall: Hall) -> QWidget:
    past = History(hall)
    found = CasePage(cases=[case for case in hall.cases if case.closed_at is not None], total=1_240, next=None)
    past.wanted.connect(lambda number, _: past.take(number, found, hall.clock.now()))
    content = HistoryPane(hall, past)
    content.seek(Search())
    return Pane("history", content, hall)


def annunciator(hall: Hall) -> QWidget:
    content = AnnunciatorPane(hall, sounds(), Sounder(hall))
    content.hear([Event(rule, f"c-{number}", "下穿通道", (Kind.EVENT, "0110")) for number, rule in enumerate(Rule)])
    return Pane("annunciator", content, hall)


def privacy(hall: Hall) -> QWidget:
    hall.me, now, content = town.user(Role.DUTY_LEADER), hall.clock.now(), Privacy(hall)
    looks = [
        PersonalView(seq=number, at=now, user="chenjing", act=act, noun="CASE", id=f"c-{number}", detail=detail)
        for number, (act, detail) in enumerate((("PERSONAL.UNMASK", "CALL_BACK 回访市民"), ("PHONE.SEEN", "u1"), ("WHEREABOUTS.EXPORT", "500 m")))
    ]
    content.take_views(looks)
    about = {"at": now, "by": "陈静", "phone": "138****5678", "note": "本人持身份证到场核实"}
    content.take_requests([SubjectRequest(seq=at, answer=answer, rows=14, **about) for at, answer in enumerate(SubjectAnswer)])
    content.order()  # says what is missing
    return Pane("privacy", content, hall)


def authorisations(hall: Hall) -> QWidget:
    hall.me = msgspec.structs.replace(town.user(Role.DISPATCHER, Role.SHIFT_LEADER), lent={Role.SHIFT_LEADER: "李强"})
    now, content = hall.clock.now(), AuthorisationsPane(hall)
    names = {"holder": "wang", "holder_name": "王敏", "substitute": "li", "substitute_name": "李强", "roles": [Role.DISPATCHER, Role.ACCEPTOR]}
    given = [Authorisation(id=f"a{at}", version=1, **names, from_at=now + at * HOUR, to_at=now + (at + 4) * HOUR) for at in (-5, -1, 4)]
    content.show_all(Authorisations(given=given, colleagues=[Colleague(name="li", full_name="李强")]))
    content.submit()
    return Pane("authorisations", content, hall)
