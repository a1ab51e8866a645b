"""Codes of the field as words, Chinese and English, and times as people of the hall write them (DOMAIN 2 and 3.6). No Qt here.

Labels of widgets are not here: they are English in the source and translated by `resources/i18n` (see console/language.py).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Any

from wire.codes import (
    CloseKind,
    ComponentState,
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
    Status,
    TaskKind,
    TaskResult,
    TaskState,
    UnitKind,
    Verb,
    VoidKind,
)
from wire.problem import Problem
from wire.standards import Condition, SmallClass

LANGUAGES = ("zh_CN", "en")
Words = tuple[str, str]  # zh_CN, en
LONG_DAYS = 30

STATUS: Mapping[Status, Words] = {
    Status.REPORTED: ("待受理", "To accept"),
    Status.VERIFYING: ("核实中", "Verifying"),
    Status.PENDING_FILING: ("待立案", "To file"),
    Status.PENDING_DISPATCH: ("待派遣", "To dispatch"),
    Status.PENDING_DISPOSAL: ("待处置", "To dispose"),
    Status.DISPOSING: ("处置中", "Disposing"),
    Status.PENDING_REVIEW: ("待反馈", "To review"),
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
    Verb.CLOSE: ("结案", "Close"),
    Verb.RETURN_TO_CHECK: ("退回核查", "Return to check"),
    Verb.VOID: ("作废", "Void"),
    Verb.SPECIAL_CLOSE: ("强制结案", "Close specially"),
    Verb.REOPEN: ("复开", "Reopen"),
}
ROLE: Mapping[Role, Words] = {
    Role.INSPECTOR: ("监督员", "Inspector"),
    Role.ACCEPTOR: ("受理员", "Acceptor"),
    Role.VIDEO_PATROLLER: ("视频巡查员", "Video patroller"),
    Role.SHIFT_LEADER: ("值班长", "Shift leader"),
    Role.DISPATCHER: ("派遣员", "Dispatcher"),
    Role.DEPARTMENT: ("专业部门", "Department"),
    Role.HANDLER: ("处置人员", "Handler"),
    Role.AUDITOR: ("督查员", "Auditor"),
    Role.EVALUATOR: ("考核员", "Evaluator"),
    Role.DUTY_LEADER: ("值班领导", "Duty leader"),
    Role.ADMIN: ("管理员", "Administrator"),
    Role.DEVICE: ("定位网关", "Position gateway"),
    Role.GATEWAY: ("公众接口", "Public gateway"),
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
WHY: Mapping[str, Words] = {  # of wire.cases.Suggestion
    "COMPONENT_MAINTAINER": ("该部件的养护单位", "maintains this component"),
    "RESPONSIBILITY": ("按职责分工负责此小类", "answers for this class"),
    "LAST_DEPARTMENT": ("上一次处置单位", "had this case before"),
}
FIELD: Mapping[str, Words] = {  # of orders and reports
    "note": ("意见", "Note"),
    "reason": ("理由", "Reason"),
    "department_id": ("责任部门", "Department"),
    "handler": ("处置人员", "Handler"),
    "photos": ("照片", "Photos"),
    "kind": ("类别", "Kind"),
    "class_code": ("小类", "Class"),
    "condition_id": ("立案条件", "Filing condition"),
    "duplicate_of": ("重复于案件", "Duplicate of"),
    "unit_id": ("监督员", "Inspector"),
    "source": ("案件来源", "Source"),
    "address": ("地址", "Address"),
    "description": ("问题描述", "Description"),
    "reporter": ("反映人", "Reporter"),
    "phone": ("电话", "Phone"),
    "place": ("位置", "Place"),
    "lon": ("经度", "Longitude"),
    "lat": ("纬度", "Latitude"),
    "name": ("用户名", "Name"),
    "password": ("密码", "Password"),
}
PANE: Mapping[str, Words] = {
    "queue": ("案件队列", "Cases"),
    "card": ("案件详情", "Case"),
    "dispatch": ("派遣", "Dispatch"),
    "report": ("登记案件", "New case"),
    "map": ("地图", "Map"),
    "chosen": ("圈选", "Selection"),
    "geofences": ("电子围栏", "Geofences"),
    "track": ("轨迹回放", "Track"),
    "video": ("视频", "Video"),
    "cameras": ("监控点", "Cameras"),
    "sight": ("谁能看到", "Who sees it"),
    "outbox": ("发件箱", "Outbox"),
    "units": ("人员车辆", "Units"),
    "health": ("系统状态", "Health"),
}
CAUSE: Mapping[str, Words] = {  # why console.hall.Link is as it is, and why a receipt waits
    "": ("", ""),
    "silence": ("没有收到应答", "nothing heard"),
    "unreachable": ("后台不可达", "backend unreachable"),
    "connection_lost": ("连接中断", "connection lost"),
    "timeout": ("应答超时", "no answer in time"),
    "bad_answer": ("应答无法识别", "answer not understood"),
    "bad_certificate": ("证书不受信任", "certificate not trusted"),
    "bad_address": ("服务器地址有误", "no such address"),
    "stopped": ("本机已停止", "stopped here"),
    "defect": ("程序内部错误", "error in the program"),
    "unavailable": ("后台暂停服务", "backend unavailable"),
    "server_error": ("后台内部错误", "error in the backend"),
    "not_now": ("后台繁忙", "backend is busy"),
    "resync": ("正在重新同步", "taking a new snapshot"),
    "no_session": ("登录已失效", "session has ended"),
    "not_your_role": ("岗位无权查看", "your role may not see this"),
}
MISSING: Mapping[str, Words] = {  # of console.hall.failures.Wanted
    "CARD": ("案件详情未取得", "The card could not be fetched"),
    "PHOTO": ("照片未取得", "The photo could not be fetched"),
    "TRACK_DAYS": ("轨迹日期未取得", "The days with tracks could not be fetched"),
    "TRACK": ("轨迹未取得", "The track could not be fetched"),
    "CATALOGUE": ("立案标准未取得，正在重试", "The standard could not be fetched, trying again"),
    "COMPONENTS": ("部件未取得，正在重试", "The components could not be fetched, trying again"),
    "REGISTER": ("台账未取得，正在重试", "A register could not be fetched, trying again"),
    "BASIC_GRIDS": ("单元网格未取得，正在重试", "The basic grids could not be fetched, trying again"),
    "COVERAGE": ("巡查覆盖未取得", "The patrol coverage could not be fetched"),
    "SIGHT": ("视野与到达时间未取得", "Who sees it could not be fetched"),
    "RECOMMENDATION": ("推荐人选未取得", "The recommendation could not be fetched"),
    "WITHDRAWAL": ("未能撤回", "Not withdrawn"),
    "PICTURE": ("当前画面未能保存到本机", "The picture of the hall was not kept on this machine"),
    "PREFERENCE": ("布局与偏好未能保存", "Layout and preferences were not kept"),
}
RECEIPT: Mapping[str, Words] = {  # of console.hall.receipts.ReceiptState
    "QUEUED": ("已排队", "queued"),
    "SENT": ("已发送", "sent"),
    "STORED": ("已存档", "stored"),
    "REFUSED": ("被拒绝", "refused"),
}
SENT_TOO: Mapping[str, Words] = {  # what the outbox sends besides the verbs
    "UPLOAD": ("上传照片", "upload a photo"),
    "PHOTO": ("附加照片", "add a photo"),
    "FENCE": ("保存围栏", "keep a geofence"),
    "FENCE_REMOVAL": ("删除围栏", "delete a geofence"),
}
PROBLEM: Mapping[str, Words] = {  # of wire.problem.Problem, by its code
    "one_layer_only": ("这种格式只能存放一个图层", "This form holds one layer only"),
    "not_in_gpx": ("GPX 只能存放点和轨迹", "GPX holds points and tracks only"),
    "not_written": ("文件不能写入该位置", "The file cannot be written there"),
    "malformed": ("填写有误，请看标出的字段", "Not filled in correctly: see the marked fields"),
    "bad_fix": ("定位数据有误", "The position is not usable"),
    "no_session": ("登录已失效，请重新登录", "The session has ended: log in again"),
    "wrong_password": ("用户名或密码不正确", "Name or password is wrong"),
    "too_many_logins": ("尝试次数过多，请稍后再试", "Too many attempts: wait a little"),
    "not_your_role": ("您的岗位无权进行此操作", "Your role may not do this"),
    "not_your_source": ("该来源只能由监督员上报", "Only an inspector reports from this source"),
    "other_department": ("案件不属于您的部门", "The case is with another department"),
    "changed_meanwhile": ("案件刚被他人更新，您的输入已保留", "Somebody changed the case meanwhile; what you typed is kept"),
    "wrong_status": ("案件当前状态不能进行此步骤", "This step is not possible in the case's present status"),
    "receiver_of_return": ("您已将退回的案件批转，下一步须由他人办理", "You sent this returned case forward: somebody else must take the next step"),
    "not_filed": ("案件尚未立案", "The case has not been filed yet"),
    "not_verified": ("尚未现场核实属实", "No inspector has confirmed the problem on site yet"),
    "check_not_passed": ("最近一次核查未通过", "The newest check did not find the problem solved"),
    "not_submitted": ("处置人员尚未提交结果", "The handler has not submitted a result"),
    "already_submitted": ("处置人员已提交结果", "The handler has submitted a result already"),
    "closed_too_long": ("结案时间过长，不能复开", "It was closed too long ago to be opened again"),
    "photo_missing": ("此来源的上报必须附照片", "A report from this source must carry a photo"),
    "no_condition": ("请选择立案条件", "Choose the filing condition"),
    "wrong_condition": ("该立案条件不属于此小类", "This filing condition is not one of this class"),
    "wrong_duplicate": ("不能并入自身或已合并的案件", "It cannot be merged with itself or with a duplicate"),
    "task_not_open": ("任务已结束", "The task is not open any more"),
    "no_inspector": ("没有在岗监督员可派", "No inspector on duty is known to be near"),
    "not_on_duty": ("该监督员不在岗", "This inspector is not on duty"),
    "nobody_needed": ("案件已办结，无需派人前往", "The case is done: nobody need go there"),
    "unknown_case": ("没有这个案件", "There is no such case"),
    "unknown_task": ("没有这个任务", "There is no such task"),
    "unknown_class": ("没有这个小类", "There is no such class"),
    "unknown_department": ("没有这个部门", "There is no such department"),
    "unknown_duplicate": ("没有要并入的案件", "There is no such case to merge with"),
    "unknown_inspector": ("没有这个监督员", "There is no such inspector"),
    "unknown_unit": ("没有这个人员或车辆", "There is no such unit"),
    "unknown_photo": ("照片未找到，请重新上传", "The photo is not there: upload it again"),
    "unknown_geofence": ("没有这个围栏", "There is no such geofence"),
    "unknown_register": ("没有这类台账", "There is no such register"),
    "unknown_entry": ("台账中没有这一条", "There is no such entry in the register"),
    "unknown_sensor": ("没有这个传感器", "There is no such sensor"),
    "unknown_basemap": ("没有这张底图", "There is no such base map"),
    "unknown_preference": ("尚未保存过此项设置", "This preference was never kept"),
    "no_circle": ("圆形围栏需要一个圆心和半径", "A circle is one place and a radius"),
    "no_corridor": ("沿线围栏需要至少两个点和两侧宽度", "A corridor is a line of two places or more, and its reach"),
    "no_polygon": ("多边形围栏至少需要三个点", "A polygon has three places or more"),
    "no_projection": ("只有 XYZ 和 WMTS 的图片底图可以按经纬度切片", "Only pictures of an XYZ or WMTS base map can be cut by degrees"),
    "no_box_in_address": ("WMS 底图的地址要含 {bbox}，或填写图层名称", "The address of a WMS base map holds {bbox}, or a layer is named"),
    "crosses_itself": ("多边形边界自相交，请调整", "The outline crosses or touches itself"),
    "no_line": ("管线或轮廓的点数不足", "A line or an outline has too few places"),
    "levels_not_rising": ("传感器阈值须逐级升高", "The levels of a sensor must rise"),
    "no_address": ("底图地址不正确", "This is no address of a base map"),
    "no_tile_in_address": ("底图地址中缺少瓦片占位符", "The address of the base map does not say where the tile goes"),
    "no_zoom": ("底图最小级别不能大于最大级别", "The smallest zoom is not above the largest"),
    "id_taken": ("该编号已被使用", "This id is taken"),
    "taken": ("已被占用", "It is taken already"),
    "code_taken": ("该编码已被使用", "This code is taken"),
    "url_with_password": ("地址中不能带用户名或密码", "The address must carry no name and no password"),
    "numbers_used_up": ("当日案件号已用完", "All case numbers of the day are given out"),
    "too_large": ("内容过大", "Too large"),
    "wrong_media_type": ("文件类型不支持", "This type of file is not taken"),
    "key_reused": ("同一编号已用于另一操作", "This key was used for another order"),
    "resync": ("正在重新同步", "Taking a new snapshot"),
    "not_now": ("后台繁忙，请稍后再试", "The backend is busy: try again in a moment"),
    "defect": ("程序内部错误，已记入日志", "An error in the program; it is in the log"),
    "outbox_unwritable": ("本机磁盘无法写入，指令未保存也未发送", "This machine's disk cannot be written: the order was neither kept nor sent"),
    "disk_unwritable": ("本机磁盘无法写入", "this machine's disk cannot be written"),
    "perhaps_sent": ("后台可能已收到此指令", "the backend may have had this order already"),
    "nothing_kept": ("本机状态目录不可写，无法进入大厅", "The state folder of this machine cannot be written: the hall was not opened"),
    "unavailable": ("后台暂停服务", "The backend is unavailable"),
    "server_error": ("后台内部错误", "An error in the backend"),
    "unreachable": ("后台不可达，请检查地址和网络", "The backend cannot be reached: check address and network"),
    "connection_lost": ("连接中断", "The connection was lost"),
    "timeout": ("后台应答超时", "The backend did not answer in time"),
    "bad_certificate": ("服务器证书不受信任", "The certificate of the server is not trusted"),
    "bad_address": ("服务器地址有误", "This is no address of a server"),
    "bad_answer": ("后台应答无法识别", "The answer of the backend was not understood"),
}
CONCERNS: Mapping[str, str] = {  # the field of an order that a refusal is about
    "unknown_department": "department_id",
    "no_condition": "condition_id",
    "wrong_condition": "condition_id",
    "unknown_class": "class_code",
    "unknown_duplicate": "duplicate_of",
    "wrong_duplicate": "duplicate_of",
    "unknown_photo": "photos",
    "photo_missing": "photos",
    "unknown_inspector": "unit_id",
    "no_inspector": "unit_id",
    "not_on_duty": "unit_id",
    "not_your_source": "source",
}
_TABLES: dict[type[StrEnum], Mapping[Any, Words]] = {
    Status: STATUS,
    Stage: STAGE,
    Verb: VERB,
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
}
CODES = tuple(_TABLES)


class _Spoken:
    """What the console speaks now, and the zone in which it tells the time: the city's, whatever this machine is set to."""

    language = "zh_CN"
    zone: tzinfo = timezone(timedelta(hours=8))


def speak(language: str) -> None:
    """From now on in this language, one of `LANGUAGES`."""
    _Spoken.language = LANGUAGES[LANGUAGES.index(language)]


def language() -> str:
    return _Spoken.language


def set_zone(zone: tzinfo) -> None:
    _Spoken.zone = zone


def choose(zh: str, en: str) -> str:
    """The one of two wordings that is spoken now; the other where it is empty."""
    return (zh or en) if _Spoken.language == "zh_CN" else (en or zh)


def of(code: StrEnum) -> str:
    """The word for a code of `wire.codes`."""
    return choose(*_TABLES[type(code)][code])


def person(full_name: str) -> str:
    """A name as it is; what the backend does by itself has one in each language."""
    return choose("系统", "System") if full_name == "System" else full_name


def verb(code: str) -> str:
    """The word for what a receipt was asked for: a verb, or anything else that the outbox sends."""
    if code in SENT_TOO:
        return choose(*SENT_TOO[code])
    return choose(*VERB[Verb(code)]) if code in VERB else code.replace("_", " ").lower()


def receipt(state: str) -> str:
    return choose(*RECEIPT[state])


def why(code: str) -> str:
    return choose(*WHY.get(code, (code, code)))


def field(name: str) -> str:
    return choose(*FIELD.get(name, (name, name)))


def pane(name: str) -> str:
    return choose(*PANE.get(name, (name, name)))


def cause(code: str) -> str:
    return choose(*CAUSE.get(code, (code, code.replace("_", " "))))


def problem(refusal: Problem) -> str:
    """One sentence on a refusal: ours where the code is known, else what the backend says."""
    return choose(*PROBLEM[refusal.code]) if refusal.code in PROBLEM else refusal.detail


def missing(wanted: str, refusal: Problem) -> str:
    """What could not be had, and why, in one line."""
    return f"{choose(*MISSING[wanted])}{choose('：', ': ')}{why_not(refusal)}"


def why_not(refusal: Problem) -> str:
    """The reason alone, in a few words where we have them."""
    return cause(refusal.code) if refusal.code in CAUSE else problem(refusal)


def class_name(small: SmallClass | None, code: str = "") -> str:
    return choose(small.name, small.name_en) if small else code


def condition_text(condition: Condition) -> str:
    return choose(condition.text, condition.text_en)


def closing_text(condition: Condition) -> str:
    return choose(condition.closing, condition.closing_en)


def limit(amount: float, kind: LimitType) -> str:
    """ "4 working hours", "1 工作日"."""
    text = of(kind)
    if amount == 1 and _Spoken.language == "en":
        text = text.removesuffix("s")
    return f"{amount:g} {text}"


def local(at: datetime) -> datetime:
    """A time of the wire as the city's clocks show it."""
    return at.astimezone(_Spoken.zone)


def moment(at: datetime | None, now: datetime) -> str:
    """HH:mm:ss today, MM-dd HH:mm this year, else with the year; nothing for none."""
    if at is None:
        return ""
    at, now = local(at), local(now)
    if at.date() == now.date():
        return f"{at:%H:%M:%S}"
    return f"{at:%m-%d %H:%M}" if at.year == now.year else f"{at:%Y-%m-%d %H:%M}"


def at_seconds(seconds: float) -> datetime:
    """Seconds since 1970 as a time of the wire."""
    return datetime.fromtimestamp(seconds, UTC)


def span(seconds: float) -> str:
    """A length of time in its two largest parts: "2 d 4 h", "3 h 20", "12 min", "40 s"; "2天4时", "3时20分", "12分", "40秒".

    From `LONG_DAYS` on nobody asks for hours: "6,864 d", "6864天".
    """
    seconds = abs(int(seconds))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days >= LONG_DAYS:
        return choose(f"{days}天", f"{days:,} d")
    if days:
        return choose(f"{days}天{hours}时", f"{days} d {hours} h")
    if hours:
        return choose(f"{hours}时{minutes:02}分", f"{hours} h {minutes:02}")
    return choose(f"{minutes}分", f"{minutes} min") if minutes else choose(f"{seconds}秒", f"{seconds} s")


def left(deadline: datetime, at: datetime) -> str:
    """What is left until a deadline; with a plus, how far it is over."""
    seconds = (deadline - at).total_seconds()
    return span(seconds) if seconds >= 0 else "+" + span(seconds)


def waiting(seconds: float) -> str:
    """How long something has waited: "等 17分", "wait 17 min"."""
    return f"{choose('等', 'wait')} {span(seconds)}"


def age(seconds: float) -> str:
    """How old something is: "2 s", "4 min", "5 h", "3 d"; "2 秒", "4 分", "5 小时", "3 天"."""
    seconds = int(seconds)
    if seconds < 120:
        return choose(f"{seconds} 秒", f"{seconds} s")
    if seconds < 7200:
        return choose(f"{seconds // 60} 分", f"{seconds // 60} min")
    if seconds < 2 * 86400:
        return choose(f"{seconds // 3600} 小时", f"{seconds // 3600} h")
    return choose(f"{seconds // 86400} 天", f"{seconds // 86400:,} d")


def number_short(number: str) -> str:
    """The part of a case number that people say: month and day, and the sequence within the day ("1121-00123")."""
    return f"{number[10:14]}-{number[14:]}" if len(number) == 19 else number[-12:]
