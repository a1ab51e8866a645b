"""The words of the hotline: its codes, fields, panes and refusals (DOMAIN 2.7, 6.11)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from console.words.spoken import Words
from wire.codes import CallbackState, CallKind, CallState, Direction, Publicity, Satisfaction, SeatState, TransferState, Urgency
from wire.figures import HotlineFigure

CODES: dict[type[StrEnum], Mapping[Any, Words]] = {
    Direction: {Direction.IN: ("呼入", "Incoming"), Direction.OUT: ("呼出", "Outgoing")},
    CallState: {
        CallState.RINGING: ("振铃中", "Ringing"),
        CallState.TALKING: ("通话中", "Talking"),
        CallState.ENDED: ("已结束", "Ended"),
        CallState.MISSED: ("未接", "Missed"),
    },
    CallKind: {
        CallKind.CONSULTATION: ("咨询", "Consultation"),
        CallKind.COMPLAINT: ("投诉", "Complaint"),
        CallKind.SUGGESTION: ("建议", "Suggestion"),
    },
    Urgency: {Urgency.GENERAL: ("一般", "General"), Urgency.URGENT: ("紧急", "Urgent"), Urgency.MOST_URGENT: ("特急", "Most urgent")},
    SeatState: {
        SeatState.EMPTY: ("无人", "Empty"),
        SeatState.FREE: ("空闲", "Free"),
        SeatState.RINGING: ("振铃", "Ringing"),
        SeatState.TALKING: ("通话", "Talking"),
        SeatState.AFTER_CALL: ("话后", "After call"),
        SeatState.AWAY: ("小休", "Away"),
    },
    CallbackState: {
        CallbackState.PENDING: ("待回访", "To call back"),
        CallbackState.DONE: ("已回访", "Called back"),
        CallbackState.UNREACHABLE: ("无法接通", "Unreachable"),
        CallbackState.WAIVED: ("免回访", "Waived"),
    },
    Satisfaction: {
        Satisfaction.VERY_SATISFIED: ("非常满意", "Very satisfied"),
        Satisfaction.SATISFIED: ("满意", "Satisfied"),
        Satisfaction.NEUTRAL: ("一般", "Neutral"),
        Satisfaction.NOT_SATISFIED: ("不满意", "Not satisfied"),
    },
    Publicity: {
        Publicity.PROPOSED: ("待审核", "To confirm"),
        Publicity.PUBLISHED: ("已公示", "Published"),
        Publicity.WITHDRAWN: ("已撤回", "Withdrawn"),
    },
    TransferState: {
        TransferState.WAITING: ("待办理", "Waiting"),
        TransferState.REGISTERED: ("已立单", "Registered"),
        TransferState.REPLIED: ("已答复", "Replied"),
        TransferState.RETURNED: ("已退回", "Sent back"),
        TransferState.FETCHED: ("已回传", "Delivered"),
    },
    HotlineFigure: {
        HotlineFigure.CALLS: ("来电", "Calls"),
        HotlineFigure.ANSWERED: ("接听", "Answered"),
        HotlineFigure.MISSED: ("未接", "Missed"),
        HotlineFigure.CALLED_BACK: ("未接已回拨", "Missed, called back"),
        HotlineFigure.CONSULTATIONS: ("咨询", "Consultations"),
        HotlineFigure.HANDED_OVER: ("转接", "Handed over"),
        HotlineFigure.ACCEPTED: ("立单", "Became cases"),
        HotlineFigure.DUPLICATES: ("重复", "Duplicates"),
        HotlineFigure.OWED: ("应回访", "Call-backs owed"),
        HotlineFigure.CALLBACKS: ("已回访", "Call-backs made"),
        HotlineFigure.SATISFIED: ("满意", "Satisfied"),
        HotlineFigure.PROMISED: ("承诺件", "Promised"),
        HotlineFigure.PROMISES_KEPT: ("承诺兑现", "Promises kept"),
    },
}
FIELD: Mapping[str, Words] = {
    "caller": ("来电人", "Caller"),
    "text": ("通话记录", "What was said"),
    "answer": ("答复内容", "Answer given"),
    "hand_over_note": ("转接说明", "Note for the hand-over"),
    "outcome": ("回访结果", "Outcome"),
    "resolved": ("是否解决", "Solved"),
    "satisfaction": ("满意度", "Satisfaction"),
    "urgency": ("紧急程度", "Urgency"),
    "call_kind": ("诉求类型", "Kind of call"),
    "problem": ("问题（公众可见）", "Problem, as the public reads it"),
    "result": ("结果（公众可见）", "Result, as the public reads it"),
    "reply": ("答复 12345 的内容", "Reply to 12345"),
    "shift_note": ("交接班说明", "Note to the next shift"),
}
PANE: Mapping[str, Words] = {
    "hotline": ("热线", "Hotline"),
    "hotline_figures": ("热线统计", "Hotline figures"),
    "call": ("来电", "Call"),
    "callbacks": ("回访", "Call-backs"),
    "publicity": ("公示", "Publicity"),
    "transfers": ("12345 转办", "From 12345"),
}
SENT_TOO: Mapping[str, Words] = {
    "RECORD": ("登记通话", "write down a call"),
    "HAND_OVER": ("转接来电", "hand a call over"),
    "RETURN_CALL": ("回拨登记", "note a call returned"),
    "REGISTER": ("关联转办件", "link a transfer"),
    "REPLY": ("答复 12345", "reply to 12345"),
    "SEND_BACK": ("退回 12345", "send back to 12345"),
    "PROPOSE": ("提交公示", "propose a result"),
    "PUBLISH": ("审核公示", "publish a result"),
    "UNPUBLISH": ("撤回公示", "withdraw a result"),
}
PROBLEM: Mapping[str, Words] = {
    "call_taken": ("其他坐席已接听", "Another seat has taken this call"),
    "call_over": ("来电人已挂断", "The caller has hung up"),
    "rings_elsewhere": ("该来电只在另一坐席振铃", "This call rings at another seat alone"),
    "not_missed": ("只有未接来电需要回拨", "Only a missed caller is called back here"),
    "number_withheld": ("来电未显示号码，无法回拨", "The number was withheld: nobody can call back"),
    "called_back_already": ("已有人回拨过", "Somebody has called this caller back already"),
    "not_answered": ("该来电无人接听", "Nobody has answered this call"),
    "not_talking": ("通话已结束", "The conversation is over already"),
    "unknown_hand_over": ("转接号码不在名单中", "This number is none of those that callers are handed over to"),
    "unknown_call": ("没有这个通话", "There is no such call"),
    "unknown_seat": ("没有这个坐席", "There is no such seat"),
    "no_seat": ("请先签入坐席", "Sign on at a seat first"),
    "seat_empty": ("该坐席无人签入", "Nobody has signed on at that seat"),
    "seat_taken": ("该坐席已有人签入", "Somebody else sits at this seat"),
    "sits_elsewhere": ("您已签入另一坐席，请先签出", "You have signed on at another seat: sign off there first"),
    "not_your_seat": ("您没有签入该坐席", "You have not signed on at this seat"),
    "seat_talking": ("坐席正在通话", "The seat is talking"),
    "seat_writing": ("上一通话尚未登记", "The last call of this seat is not written down yet"),
    "nobody_to_call_back": ("此案件无需回访", "Nobody is owed a call about this case"),
    "citizen_not_content": ("回访不满意，请退回重新处置", "The citizen is not content: send the case back into the flow"),
    "no_outcome": ("请选择回访结果", "Say what came of the call"),
    "no_answer_noted": ("请填写是否解决和满意度", "Say whether it is solved, and how satisfied the citizen is"),
    "no_reason": ("请说明免回访的理由", "Say why nobody calls this citizen"),
    "not_proposed": ("该结果尚未提交公示", "Nobody has proposed to publish this result"),
    "not_disposed": ("处置完成后才能公示", "A result is published once there is one"),
    "published_already": ("已公示，请先撤回", "It is published: withdraw it first"),
    "withdrawn_already": ("已经撤回", "It was withdrawn already"),
    "confirms_himself": ("该结果由本人拟公示，须由他人审核", "You have proposed it yourself: somebody else confirms it"),
    "not_a_confirmer": ("须由管理员或考核员审核公示", "An administrator or an evaluator confirms what is published"),
    "unknown_result": ("没有这个公示结果", "There is no such published result"),
    "too_many_questions": ("查询过于频繁，请稍后再试", "Too many questions: ask again in a minute"),
    "registered_already": ("该转办件已立单或已答复", "A case was made of it, or it was answered already"),
    "has_a_case": ("已立单，请办理后答复", "A case was made of it already: reply instead"),
    "replied_already": ("已经答复", "It was answered already"),
    "not_replied": ("尚未答复", "There is no answer yet"),
    "unknown_transfer": ("没有这个转办件", "There is no such transfer"),
}
MISSING: Mapping[str, Words] = {
    "FIGURES": ("热线统计未取得", "The figures of the hotline could not be fetched"),
    "HOTLINE": ("热线配置未取得，正在重试", "The hotline's book could not be fetched, trying again"),
    "CALL": ("来电操作未成功", "Not done with the call"),
    "SEAT": ("坐席操作未成功", "Not done at the seat"),
    "TRANSFER": ("转办件未取得", "The transfer could not be fetched"),
    "PUBLICATION": ("公示内容未取得", "The result for the public could not be fetched"),
}
CONCERNS: Mapping[str, str] = {
    "no_outcome": "outcome",
    "no_answer_noted": "satisfaction",
    "no_reason": "note",
    "unknown_hand_over": "to",
}
