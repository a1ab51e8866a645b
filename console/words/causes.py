"""Why something is late, and what could not be had."""

from collections.abc import Mapping

from console.words import hotline
from console.words.spoken import Words

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
    "ADDRESS": ("该地址的案件和来电未取得", "What is known of the address could not be fetched"),
    "CARD": ("案件详情未取得", "The card could not be fetched"),
    "PHOTO": ("照片未取得", "The photo could not be fetched"),
    "CLIP": ("片段未取得", "The clip could not be fetched"),
    "TRACK_DAYS": ("轨迹日期未取得", "The days with tracks could not be fetched"),
    "STREETS": ("街道匹配未取得", "The streets of the track could not be fetched"),
    "LIKENESSES": ("轨迹雷同未核对", "Whose track it is again could not be looked up"),
    "TRACK": ("轨迹未取得", "The track could not be fetched"),
    "CATALOGUE": ("立案标准未取得，正在重试", "The standard could not be fetched, trying again"),
    "COMPONENTS": ("部件未取得，正在重试", "The components could not be fetched, trying again"),
    "REGISTER": ("台账未取得，正在重试", "A register could not be fetched, trying again"),
    "BASIC_GRIDS": ("单元网格未取得，正在重试", "The basic grids could not be fetched, trying again"),
    "COVERAGE": ("巡查覆盖未取得", "The patrol coverage could not be fetched"),
    "SCORES": ("考核评价未取得", "The scores could not be fetched"),
    "SIGHT": ("视野与到达时间未取得", "Who sees it could not be fetched"),
    "WHEREABOUTS": ("谁来过未查到", "Who was there could not be fetched"),
    "RECOMMENDATION": ("推荐人选未取得", "The recommendation could not be fetched"),
    "WITHDRAWAL": ("未能撤回", "Not withdrawn"),
    "PICTURE": ("当前画面未能保存到本机", "The picture of the hall was not kept on this machine"),
    "DRAFT": ("草稿未能保存到本机，请勿关闭程序", "The draft was not kept on this machine: do not close the program"),
    "PHRASES": ("常用语未取得", "The phrases could not be fetched"),
    "PREFERENCE": ("布局与偏好未能保存", "Layout and preferences were not kept"),
    "WATCHES": ("巡查日志未取得", "The patrol log could not be fetched"),
    "FOOTAGE": ("公安调取登记未取得", "The register of police footage could not be fetched"),
    "TRIPS": ("运输趟次未取得", "The trips could not be fetched"),
    "STAFF": ("人员卡片未取得", "The card could not be fetched"),
    "FORESEEN": ("未能取得超时预测", "What will be late could not be had"),
    "ALARM": ("未能确认报警", "The alarm could not be seen to"),
    "CALLOUT": ("未能派出", "The squad was not sent"),
    "CAMERA_HEALTH": ("监控点运行状况未取得", "How the cameras do could not be fetched"),
    **hotline.MISSING,
}
