"""The words for the codes of `wire.codes` (DOMAIN 2 and 3.6)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from console.words import alarms, hauls, hotline
from console.words.spoken import Words
from wire.codes import (
    AdjustmentKind,
    AdjustmentState,
    CaptureKind,
    CaptureState,
    Clock,
    CloseKind,
    ComponentState,
    DayMeaning,
    DutyState,
    FenceKind,
    GridKind,
    Kind,
    Lamp,
    LimitType,
    Noun,
    PhotoPhase,
    RegisterKind,
    Role,
    SensorKind,
    Source,
    Stage,
    StandardKind,
    StandardState,
    Status,
    SubjectAnswer,
    SuperviseKind,
    SuspendKind,
    TaskKind,
    TaskResult,
    TaskState,
    UnitKind,
    UnmaskReason,
    Verb,
    VoidKind,
)

STATUS: Mapping[Status, Words] = {
    Status.REPORTED: ("待受理", "To accept"),
    Status.VERIFYING: ("核实中", "Verifying"),
    Status.PENDING_FILING: ("待立案", "To file"),
    Status.TO_COMMAND: ("待指挥接收", "To command"),
    Status.PENDING_DISPATCH: ("待派遣", "To dispatch"),
    Status.PENDING_SUB_DISPATCH: ("待二级派遣", "To sub-dispatch"),
    Status.PENDING_DISPOSAL: ("待处置", "To dispose"),
    Status.DISPOSING: ("处置中", "Disposing"),
    Status.SUSPENDED: ("挂账", "Suspended"),
    Status.PENDING_REVIEW: ("待反馈", "To review"),
    Status.TO_SUPERVISION: ("待监督接收", "To supervision"),
    Status.PENDING_CHECK: ("待核查", "To check"),
    Status.CHECKING: ("核查中", "Checking"),
    Status.PENDING_CLOSE: ("待结案", "To close"),
    Status.CLOSED: ("已结案", "Closed"),
    Status.VOIDED: ("已作废", "Voided"),
}
STAGE: Mapping[Stage, Words] = {
    Stage.COLLECT: ("信息收集", "Report"),
    Stage.ESTABLISH: ("案卷建立", "Filing"),
    Stage.DISPATCH: ("任务派遣", "Dispatch"),
    Stage.DISPOSE: ("任务处置", "Disposal"),
    Stage.FEEDBACK: ("处置反馈", "Feedback"),
    Stage.CLOSE: ("核实结案", "Closing"),
    Stage.EVALUATE: ("综合评价", "Evaluate"),
}
VERB: Mapping[Verb, Words] = {
    Verb.REPORT: ("上报", "Report"),
    Verb.SPLIT: ("拆分", "Split off"),
    Verb.SEND_VERIFY: ("发核实", "Send to verify"),
    Verb.VERIFY: ("核实反馈", "Verified"),
    Verb.REFUSE: ("不予受理", "Refuse"),
    Verb.MERGE: ("合并", "Merge"),
    Verb.ACCEPT: ("受理", "Accept"),
    Verb.FILE: ("立案", "File"),
    Verb.NOT_FILE: ("不予立案", "Do not file"),
    Verb.RETURN_TO_ACCEPTOR: ("退回受理", "Return to acceptor"),
    Verb.DISPATCH: ("派遣", "Dispatch"),
    Verb.RETURN_TO_FILING: ("退回立案", "Return to filing"),
    Verb.ASSIGN: ("指派", "Assign"),
    Verb.REVOKE: ("撤销指派", "Revoke"),
    Verb.RETURN_TO_DISPATCHER: ("回退派遣", "Return to dispatcher"),
    Verb.HAND_BACK: ("处置人回退", "Hand back"),
    Verb.SUBMIT: ("处置完成", "Submit result"),
    Verb.REDO: ("退回处置", "Redo"),
    Verb.CONFIRM: ("确认反馈", "Confirm"),
    Verb.REWORK: ("返工", "Rework"),
    Verb.FORWARD: ("反馈批转", "Forward"),
    Verb.SEND_CHECK: ("发核查", "Send to check"),
    Verb.CHECK: ("核查反馈", "Checked"),
    Verb.PASS_ON: ("核查批转", "Pass on"),
    Verb.OVERRULE: ("领导核定", "Overrule the check"),
    Verb.CLOSE: ("结案", "Close"),
    Verb.RETURN_TO_CHECK: ("退回核查", "Return to check"),
    Verb.VOID: ("作废", "Void"),
    Verb.SPECIAL_CLOSE: ("强制结案", "Close specially"),
    Verb.REOPEN: ("复开", "Reopen"),
    Verb.UNDO: ("撤销", "Undo"),
    Verb.CALL_BACK: ("回访", "Call back"),
    Verb.REPORT_SELF: ("自处置上报", "Report, put right"),
    Verb.ASSESS: ("直接考核", "Assess directly"),
    Verb.SUB_DISPATCH: ("派遣到二级", "Pass to the district"),
    Verb.SUSPEND: ("挂账", "Suspend"),
    Verb.RESUME: ("恢复", "Resume"),
    Verb.TAKE_OVER: ("接收", "Take over"),
    Verb.RETURN_TO_REVIEW: ("退回指挥中心", "Return to command"),
    Verb.ASK_EXTEND: ("申请延期", "Ask to extend"),
    Verb.ASK_SUSPEND: ("申请挂账", "Ask to suspend"),
    Verb.ASK_RETURN: ("申请回退", "Ask to return"),
    Verb.ASK_VOID: ("申请作废", "Ask to void"),
    Verb.ASK_APPEAL: ("申诉", "Appeal"),
    Verb.GRANT: ("同意申请", "Grant"),
    Verb.REJECT: ("驳回申请", "Reject"),
    Verb.WITHDRAW: ("撤回申请", "Withdraw request"),
    Verb.EXTEND: ("延期", "Extend"),
    Verb.EXEMPT: ("免计超时", "Exempt"),
    Verb.SUPERVISE: ("督办", "Supervise"),
    Verb.ANSWER: ("督办回复", "Answer"),
    Verb.LIFT: ("解除督办", "End supervision"),
    Verb.REMIND: ("催办", "Remind"),
    Verb.ESCALATE: ("督办升级", "Raise the supervision"),
    Verb.LEADER_NOTE: ("领导批示", "Leader's note"),
}
AGAIN: Mapping[tuple[Verb, Status], Words] = {  # the same step where it was taken before, and somebody else is sent
    (Verb.SEND_VERIFY, Status.VERIFYING): ("改派核实", "Send another to verify"),
    (Verb.SEND_CHECK, Status.CHECKING): ("改派核查", "Send another to check"),
}
CLOCK: Mapping[Clock, Words] = {
    Clock.STAGE: ("环节时限", "Limit of the stage"),
    Clock.DISPOSAL: ("处置时限", "Limit of the disposal"),
    Clock.PROMISE: ("承诺时限", "Promise"),
    Clock.TRANSFER: ("转办时限", "Deadline of the transfer"),
}
ROLE: Mapping[Role, Words] = {
    Role.INSPECTOR: ("监督员", "Inspector"),
    Role.ACCEPTOR: ("受理员", "Acceptor"),
    Role.VIDEO_PATROLLER: ("视频巡查员", "Video patroller"),
    Role.SHIFT_LEADER: ("值班长", "Shift leader"),
    Role.DISPATCHER: ("派遣员", "Dispatcher"),
    Role.SUB_DISPATCHER: ("二级派遣员", "District dispatcher"),
    Role.DEPARTMENT: ("专业部门", "Department"),
    Role.HANDLER: ("处置人员", "Handler"),
    Role.AUDITOR: ("督查员", "Auditor"),
    Role.EVALUATOR: ("考核员", "Evaluator"),
    Role.DUTY_LEADER: ("值班领导", "Duty leader"),
    Role.ADMIN: ("管理员", "Administrator"),
    Role.DEVICE: ("定位网关", "Position gateway"),
    Role.GATEWAY: ("公众接口", "Public gateway"),
    Role.TELEPHONE: ("电话交换机", "Telephone exchange"),
}
SOURCE: Mapping[Source, Words] = {
    Source.INSPECTOR: ("监督员上报", "Inspector"),
    Source.EVALUATION: ("考评发现", "Evaluation"),
    Source.INSPECTOR_SELF: ("监督员自处置", "Self-handled"),
    Source.HOTLINE_12319: ("12319 热线", "Hotline 12319"),
    Source.TRANSFER_12345: ("12345 转办", "From 12345"),
    Source.WECHAT: ("微信", "WeChat"),
    Source.PUBLIC_APP: ("随手拍", "Public app"),
    Source.VIDEO: ("视频上报", "Video"),
    Source.AI: ("智能抓拍", "Analytics"),
    Source.AUDIT: ("督查上报", "Audit"),
    Source.MEDIA: ("媒体曝光", "Media"),
    Source.LEADER: ("领导批示", "Leader"),
    Source.DEPT_TRANSFER: ("部门批转", "Department"),
    Source.LAW_PATROL: ("执法巡查", "Law patrol"),
    Source.SENSOR: ("物联感知", "Sensor"),
}
LAMP: Mapping[Lamp, Words] = {
    Lamp.NONE: ("未计时", "No clock yet"),
    Lamp.GREEN: ("在时限内", "In time"),
    Lamp.YELLOW: ("即将超时", "Nearly due"),
    Lamp.RED: ("已超时", "Overdue"),
    Lamp.GREY: ("挂账", "Suspended"),
    Lamp.BLUE: ("已办结", "Closed"),
}
KIND: Mapping[Kind, Words] = {Kind.COMPONENT: ("部件", "Component"), Kind.EVENT: ("事件", "Event")}
LIMIT: Mapping[LimitType, Words] = {
    LimitType.URGENT_HOUR: ("紧急工作时", "urgent hours"),
    LimitType.WORK_HOUR: ("工作时", "working hours"),
    LimitType.WORK_DAY: ("工作日", "working days"),
    LimitType.CALENDAR_DAY: ("日历日", "calendar days"),
}
VOID: Mapping[VoidKind, Words] = {
    VoidKind.NOT_ACCEPTED: ("不予受理", "Not accepted"),
    VoidKind.NOT_FILED: ("不予立案", "Not filed"),
    VoidKind.VOID: ("作废", "Voided"),
}
CLOSE: Mapping[CloseKind, Words] = {
    CloseKind.NORMAL: ("正常结案", "Closed in time"),
    CloseKind.OVERDUE: ("超时结案", "Closed overdue"),
    CloseKind.SPECIAL: ("特殊结案", "Closed specially"),
    CloseKind.ERROR: ("差错结案", "Closed as an error"),
}
ADJUSTMENT: Mapping[AdjustmentKind, Words] = {
    AdjustmentKind.EXTEND: ("延期申请", "Request to extend"),
    AdjustmentKind.SUSPEND: ("挂账申请", "Request to suspend"),
    AdjustmentKind.RETURN: ("回退申请", "Request to return"),
    AdjustmentKind.VOID: ("作废申请", "Request to void"),
    AdjustmentKind.APPEAL: ("申诉", "Appeal"),
}
ADJUSTMENT_STATE: Mapping[AdjustmentState, Words] = {
    AdjustmentState.PENDING_DEPT: ("待部门审核", "With the department"),
    AdjustmentState.PENDING: ("待审核", "To be reviewed"),
    AdjustmentState.APPROVED: ("已同意", "Granted"),
    AdjustmentState.REJECTED: ("已驳回", "Rejected"),
    AdjustmentState.WITHDRAWN: ("已撤回", "Withdrawn"),
}
SUSPEND: Mapping[SuspendKind, Words] = {
    SuspendKind.HANG: ("挂账：等待季节或条件", "Hang: waits for season or conditions"),
    SuspendKind.DEFER: ("缓办：疑难问题", "Defer: a hard case"),
}
SUPERVISE: Mapping[SuperviseKind, Words] = {
    SuperviseKind.IMPORTANT: ("重点督办", "Important"),
    SuperviseKind.OVERDUE: ("超时督办", "Overdue"),
    SuperviseKind.LEADER: ("领导督办", "By the leader"),
}
TASK_KIND: Mapping[TaskKind, Words] = {TaskKind.VERIFY: ("核实", "Verify"), TaskKind.CHECK: ("核查", "Check")}
TASK_STATE: Mapping[TaskState, Words] = {
    TaskState.OPEN: ("进行中", "Open"),
    TaskState.DONE: ("已完成", "Done"),
    TaskState.WITHDRAWN: ("已撤回", "Withdrawn"),
}
TASK_RESULT: Mapping[TaskResult, Words] = {
    TaskResult.EXISTS: ("属实", "It exists"),
    TaskResult.NOT_EXISTS: ("不属实", "It does not exist"),
    TaskResult.PASS: ("核查通过", "Passed"),
    TaskResult.NOT_PASS: ("核查不通过", "Not passed"),
    TaskResult.UNABLE: ("无法核实", "Could not tell"),
}
UNIT: Mapping[UnitKind, Words] = {
    UnitKind.INSPECTOR: ("监督员", "Inspector"),
    UnitKind.TRUCK: ("作业车", "Truck"),
    UnitKind.VEHICLE: ("车辆", "Vehicle"),
}
DUTY: Mapping[DutyState, Words] = {DutyState.ON_DUTY: ("在岗", "On duty"), DutyState.OFF_DUTY: ("离岗", "Off duty")}
GRID: Mapping[GridKind, Words] = {
    GridKind.DISTRICT: ("区县", "District"),
    GridKind.STREET: ("街道", "Street"),
    GridKind.COMMUNITY: ("社区", "Community"),
    GridKind.AREA: ("片区", "Area"),
    GridKind.DUTY: ("责任网格", "Duty grid"),
    GridKind.BASIC: ("单元网格", "Basic grid"),
}
COMPONENT_STATE: Mapping[ComponentState, Words] = {
    ComponentState.INTACT: ("完好", "Intact"),
    ComponentState.DAMAGED: ("破损", "Damaged"),
    ComponentState.LOST: ("丢失", "Lost"),
    ComponentState.ABANDONED: ("废弃", "Abandoned"),
    ComponentState.MOVED: ("移除", "Moved"),
}
PHASE: Mapping[PhotoPhase, Words] = {
    PhotoPhase.BEFORE: ("处置前", "Before"),
    PhotoPhase.AFTER: ("处置后", "After"),
    PhotoPhase.VERIFY: ("核实", "Verify"),
    PhotoPhase.CHECK: ("核查", "Check"),
}
NOUN: Mapping[Noun, Words] = {
    Noun.CASE: ("案件", "Case"),
    Noun.TASK: ("任务", "Task"),
    Noun.UNIT: ("人员车辆", "Unit"),
    Noun.CAMERA: ("监控点", "Camera"),
    Noun.DEPARTMENT: ("部门", "Department"),
    Noun.GRID: ("网格", "Grid"),
    Noun.COMPONENT: ("部件", "Component"),
    Noun.REGISTER: ("台账", "Register"),
    Noun.SENSOR: ("传感器", "Sensor"),
    Noun.GEOFENCE: ("电子围栏", "Geofence"),
    Noun.CALL: ("来电", "Call"),
    Noun.SEAT: ("坐席", "Seat"),
    Noun.TRANSFER: ("转办件", "Transfer"),
    Noun.SEEN: ("已阅", "Seen"),
    Noun.STANDARD: ("标准", "Standard"),
    Noun.FILTER: ("筛选", "Filter"),
    Noun.TOUR: ("轮巡", "Tour"),
    Noun.VIDEO_LAYOUT: ("画面布局", "Video layout"),
    Noun.ALARM: ("报警", "Alarm"),
    Noun.CALLOUT: ("出动", "Callout"),
    Noun.HAUL_COMPANY: ("渣土运输企业", "Haulage company"),
    Noun.HAUL_PLACE: ("工地、消纳场与禁区", "Site, tipping ground or forbidden area"),
    Noun.HAUL_TRUCK: ("渣土车", "Muck truck"),
    Noun.HAUL_PERMIT: ("准运证", "Haul permit"),
    Noun.HAUL_TRIP: ("运输趟次", "Haul"),
}
CAPTURE: Mapping[CaptureKind, Words] = {
    CaptureKind.VEHICLE_STOPPED: ("禁停区停车", "Vehicle stopped"),
    CaptureKind.OBJECT_LEFT: ("遗留物", "Object left"),
    CaptureKind.GOODS_OUT: ("越线摆放", "Goods outside the line"),
    CaptureKind.FLOOD: ("积水到线", "Water at the line"),
}
CAPTURE_STATE: Mapping[CaptureState, Words] = {
    CaptureState.LEARNING: ("正在学习画面背景，暂不报警", "Learning the picture: nothing is reported yet"),
    CaptureState.WATCHING: ("正在监看", "Watching"),
    CaptureState.ELSEWHERE: ("云台已转开，转回前不监看", "Turned away: not watched until it looks here again"),
    CaptureState.NO_PICTURE: ("无画面，未监看", "No picture: not watched"),
}
REGISTER: Mapping[RegisterKind, Words] = {
    RegisterKind.STREET_ENTITY: ("沿街主体", "Street entity"),
    RegisterKind.BICYCLE: ("共享单车", "Shared bicycle"),
    RegisterKind.FLOOD_POINT: ("易积水点", "Flood point"),
    RegisterKind.DRAIN: ("排水管渠", "Drain"),
    RegisterKind.BUILDING: ("建筑", "Building"),
    RegisterKind.GATE: ("门牌", "Gate number"),
    RegisterKind.POI: ("地点", "Place"),
}
SENSOR: Mapping[SensorKind, Words] = {
    SensorKind.WATER_LEVEL: ("水位", "Water level"),
    SensorKind.RAIN: ("雨量", "Rain"),
    SensorKind.COVER: ("井盖", "Manhole cover"),
    SensorKind.AIR: ("空气质量", "Air quality"),
    SensorKind.FUME: ("油烟", "Oil fume"),
}
FENCE: Mapping[FenceKind, Words] = {
    FenceKind.CIRCLE: ("圆形", "Circle"),
    FenceKind.POLYGON: ("多边形", "Polygon"),
    FenceKind.CORRIDOR: ("线路走廊", "Corridor"),
}
STANDARD: Mapping[StandardKind, Words] = {
    StandardKind.CATALOGUE: ("立案标准", "Filing standard"),
    StandardKind.CALENDAR: ("工作日历", "Working calendar"),
}
STANDARD_STATE: Mapping[StandardState, Words] = {
    StandardState.DRAFT: ("草稿", "Draft"),
    StandardState.PUBLISHED: ("已发布", "Published"),
}
DAY: Mapping[DayMeaning, Words] = {
    DayMeaning.HOLIDAY: ("放假", "Holiday"),
    DayMeaning.WORKDAY: ("调休上班", "Working day"),
    DayMeaning.HOURS: ("工作时间", "Working hours"),
}
UNMASK: Mapping[UnmaskReason, Words] = {
    UnmaskReason.CALL_BACK: ("回访或核实情况", "To call back"),
    UnmaskReason.FIND_PLACE: ("联系反映人确认位置", "To find the place"),
    UnmaskReason.DANGER: ("危及人身安全", "Danger to life"),
    UnmaskReason.COMPLAINT: ("办理投诉", "A complaint"),
    UnmaskReason.EVIDENCE: ("执法取证", "Evidence"),
    UnmaskReason.OTHER: ("其他（请说明）", "Another reason: say which"),
}
SUBJECT: Mapping[SubjectAnswer, Words] = {
    SubjectAnswer.EXPORTED: ("已提供", "Handed out"),
    SubjectAnswer.REFUSED: ("已拒绝", "Refused"),
}
TABLES: dict[type[StrEnum], Mapping[Any, Words]] = {
    Status: STATUS,
    Stage: STAGE,
    Verb: VERB,
    Clock: CLOCK,
    Role: ROLE,
    Source: SOURCE,
    Lamp: LAMP,
    Kind: KIND,
    LimitType: LIMIT,
    VoidKind: VOID,
    CloseKind: CLOSE,
    TaskKind: TASK_KIND,
    TaskState: TASK_STATE,
    TaskResult: TASK_RESULT,
    UnitKind: UNIT,
    DutyState: DUTY,
    GridKind: GRID,
    ComponentState: COMPONENT_STATE,
    PhotoPhase: PHASE,
    Noun: NOUN,
    RegisterKind: REGISTER,
    SensorKind: SENSOR,
    FenceKind: FENCE,
    **hotline.CODES,
    **alarms.CODES,
    **hauls.CODES,
    AdjustmentKind: ADJUSTMENT,
    AdjustmentState: ADJUSTMENT_STATE,
    SuspendKind: SUSPEND,
    SuperviseKind: SUPERVISE,
    StandardKind: STANDARD,
    StandardState: STANDARD_STATE,
    DayMeaning: DAY,
    UnmaskReason: UNMASK,
    SubjectAnswer: SUBJECT,
    CaptureKind: CAPTURE,
    CaptureState: CAPTURE_STATE,
}
CODES = tuple(TABLES)
