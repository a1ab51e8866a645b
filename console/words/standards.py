"""The words of the standards library: what is wrong in a line, the fields of lines, and who answers for what."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from console.words.spoken import Words, choose

RESPONSIBILITY = Path(__file__).resolve().parents[2] / "resources" / "standards" / "responsibility.toml"

FAULT: Mapping[str, Words] = {  # of wire.standards.Fault
    "nothing": ("版本中没有任何内容", "There is nothing in this version"),
    "missing": ("必填，不能为空", "Needed: this is empty"),
    "unknown_kind": ("应为“部件”或“事件”", "This is neither component nor event"),
    "no_major_code": ("大类代码应为两位数字", "A major code has two digits"),
    "no_class_code": ("小类代码应为四位数字：大类加小类", "A class code has four digits: major class and class"),
    "other_major_class": ("小类代码的前两位与大类代码不一致", "The class code begins with the code of another major class"),
    "unknown_trade": ("没有这个责任行业", "No trade is called this"),
    "class_without_condition": ("小类没有立案条件", "The class has no filing condition"),
    "no_urgency": ("应为空或“紧急”", "This is neither empty nor urgent"),
    "no_limit": ("这不是处置时限", "This is no time limit"),
    "no_condition_id": ("条件编号不属于这个小类", "This id of a condition belongs to another class"),
    "doubled_id": ("条件编号重复", "This id of a condition is there twice"),
    "doubled_condition": ("同一小类中立案条件重复", "This filing condition is in its class twice"),
    "called_otherwise": ("同一代码的名称前后不一致", "The same code is called otherwise above"),
    "no_question": ("每行一个问题，不超过 120 字，答案写在方括号内", "A question in each line, of up to 120 letters, its answers in brackets"),
    "no_choices": ("答案应为 2 至 9 个，用 / 分隔，互不相同", "Two to nine different answers, with / between them"),
    "doubled_question": ("问题重复", "This question is there twice"),
    "too_many_questions": ("一个小类最多 6 个问题", "A class has six questions at most"),
    "other_questions": ("英文问题和答案的数目与中文不一致", "The English has not as many questions and answers as the Chinese"),
    "unknown_meaning": ("应为放假、调休上班或工作时间", "This is neither holiday, working day nor working hours"),
    "no_date": ("日期应写作 2027-01-31", "A date is written 2027-01-31"),
    "no_periods": ("时段应写作 08:00-12:00 14:00-18:00，按先后且不重叠", "Periods are written 08:00-12:00 14:00-18:00, in order and apart"),
    "no_hours": ("没有规定工作时间", "No working hours are said"),
    "ends_before": ("结束早于开始", "It ends before it begins"),
    "too_long": ("假期超过 60 天，请检查年份", "A holiday of more than 60 days: look at the year"),
    "works_already": ("这一天本来就上班", "This day works anyway"),
    "doubled_day": ("这一天已有规定", "This day is said already"),
}
LINE: Mapping[str, Words] = {  # fields of the lines, by "line." and their names; of the version itself by "version."
    "line.id": ("条件编号", "Condition"),
    "line.kind": ("类别", "Kind"),
    "line.major_code": ("大类代码", "Major code"),
    "line.major_name": ("大类名称", "Major class"),
    "line.major_name_en": ("大类英文名", "Major class in English"),
    "line.code": ("小类代码", "Class code"),
    "line.name": ("名称", "Name"),
    "line.name_en": ("小类英文名", "Class in English"),
    "line.trade": ("责任行业", "Trade"),
    "line.ask": ("受理询问", "Asked at intake"),
    "line.ask_en": ("受理询问（英文）", "Asked at intake, in English"),
    "line.urgent": ("默认紧急程度", "Urgency at first"),
    "line.text": ("立案条件", "Filed when"),
    "line.text_en": ("立案条件（英文）", "Filed when, in English"),
    "line.limit": ("处置时限", "Time limit"),
    "line.closing": ("结案条件", "Closed when"),
    "line.closing_en": ("结案条件（英文）", "Closed when, in English"),
    "line.unit": ("处置单位", "Responsible unit"),
    "line.basis": ("法律依据", "Legal basis"),
    "line.remark": ("备注", "Remark"),
    "line.meaning": ("含义", "Meaning"),
    "line.first": ("起始日期", "First day"),
    "line.last": ("结束日期", "Last day"),
    "line.periods": ("工作时段", "Working periods"),
    "version.id": ("版本号", "Version"),
    "version.title": ("标题", "Title"),
    "version.basis": ("发布依据", "Decided by"),
}


URGENCY: Mapping[str, Words] = {"": ("一般", "Ordinary"), "URGENT": ("紧急", "Urgent")}


def urgency(code: str) -> str:
    """Of a class, as its lines say it; what is none as it was typed."""
    return choose(*URGENCY.get(code, (code, code)))


@cache
def trades() -> dict[str, Words]:
    """What departments answer for, by code."""
    with RESPONSIBILITY.open("rb") as file:
        return {code: (zh, en) for code, (zh, en) in tomllib.load(file)["trades"].items()}


def trade(code: str) -> str:
    return choose(*trades().get(code, (code, code)))


def fault(code: str) -> str:
    return choose(*FAULT.get(code, (code, code)))
