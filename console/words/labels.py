"""The words for fields, panes, receipts and reasons, by their names."""

from collections.abc import Mapping

from console.words import hotline
from console.words.spoken import Words

WHY: Mapping[str, Words] = {  # of wire.cases.Suggestion
    "COMPONENT_MAINTAINER": ("该部件的养护单位", "maintains this component"),
    "COMPONENT_OWNER": ("该部件的权属单位", "owns this component"),
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
    "substitute": ("被授权人", "Lent to"),
    "from_at": ("起", "From"),
    "to_at": ("止", "Until"),
    "until": ("挂账至", "Until"),
    "suspend_kind": ("挂账类型", "Kind of suspension"),
    "supervise_kind": ("督办类型", "Kind of supervision"),
    "hard": ("疑难（一个月办结）", "Hard (settled within a month)"),
    "unit_id": ("监督员", "Inspector"),
    "source": ("案件来源", "Source"),
    "address": ("地址", "Address"),
    "description": ("问题描述", "Description"),
    "reporter": ("反映人", "Reporter"),
    "phone": ("电话", "Phone"),
    "place": ("位置", "Place"),
    "shape": ("形状", "Shape"),
    "fence_name": ("围栏名称", "Name"),
    "lon": ("经度", "Longitude"),
    "lat": ("纬度", "Latitude"),
    "name": ("用户名", "Name"),
    "password": ("密码", "Password"),
    **hotline.FIELD,
    "valid_from": ("生效日期", "In force from"),
    "unmask_reason": ("查看理由", "Why you must see it"),
    "unmask_note": ("说明", "In words"),
    "subject_phone": ("电话号码", "Telephone number"),
    "subject_note": ("核实方式或拒绝理由", "How it was verified, or why it is refused"),
}
PANE: Mapping[str, Words] = {
    "queue": ("案件队列", "Cases"),
    "card": ("案件详情", "Case"),
    "dispatch": ("派遣", "Dispatch"),
    "report": ("登记案件", "New case"),
    "map": ("地图", "Map"),
    "evaluation": ("综合评价", "Evaluation"),
    "chosen": ("圈选", "Selection"),
    "history": ("历史案件", "History"),
    "geofences": ("电子围栏", "Geofences"),
    "track": ("轨迹回放", "Track"),
    "video": ("视频", "Video"),
    "cameras": ("监控点", "Cameras"),
    "sight": ("谁能看到", "Who sees it"),
    "outbox": ("发件箱", "Outbox"),
    "standards": ("标准库", "Standards"),
    "privacy": ("个人信息", "Personal data"),
    "authorisations": ("岗位授权", "Lent posts"),
    "units": ("人员车辆", "Units"),
    "annunciator": ("提示", "Announcements"),
    "triage": ("批量研判", "Triage"),
    "health": ("系统状态", "Health"),
    **hotline.PANE,
}
RECEIPT: Mapping[str, Words] = {  # of console.hall.receipts.ReceiptState
    "QUEUED": ("已排队", "queued"),
    "SENT": ("已发送", "sent"),
    "STORED": ("已存档", "stored"),
    "SEEN": ("已阅", "seen"),
    "REFUSED": ("被拒绝", "refused"),
}
SENT_TOO: Mapping[str, Words] = {  # what the outbox sends besides the verbs
    "UPLOAD": ("上传照片", "upload a photo"),
    "PHOTO": ("附加照片", "add a photo"),
    "FENCE": ("保存围栏", "keep a geofence"),
    "FENCE_REMOVAL": ("删除围栏", "delete a geofence"),
    **hotline.SENT_TOO,
}
