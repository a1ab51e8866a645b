"""The words that the map page shows. It knows no language: it is given all of them, anew when the language changes."""

from typing import Any

from console import words
from console.map.hands import wording
from console.map.layers.registers import LINES, POINTS
from geo.coordinates import Writing
from wire.codes import GridKind, Lamp, SensorKind

# Major classes of components, by the first two digits of a class (GB/T 30428.2).
MAJORS = {
    "01": ("公用设施", "Public utilities"),
    "02": ("道路交通", "Roads and traffic"),
    "03": ("市容环境", "City environment"),
    "04": ("园林绿化", "Greening"),
    "05": ("其他部件", "Other components"),
}
# Who a case came from, in the order of console/map/layers/cases.py.
SOURCES = (
    ("监督员上报", "By an inspector"),
    ("公众上报", "By the public"),
    ("视频上报", "By video"),
    ("传感器上报", "By a sensor"),
    ("其他来源", "Another source"),
)
LAMPS = (Lamp.NONE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.GREY, Lamp.BLUE)  # in the order of resources/map/page/marks.js


def page_words() -> dict[str, Any]:
    """In the language that is spoken now; `names` are the tile properties to label with, best first."""
    choose = words.choose
    return {
        "lang": choose("zh-CN", "en"),
        "hands": wording.hands(),
        "names": ["name", "name_en"] if choose("zh", "en") == "zh" else ["name_en", "name"],
        "lamps": [words.of(lamp) for lamp in LAMPS],
        "urgent": choose("紧急", "Urgent"),
        "supervised": choose("督办", "Supervised"),
        "several_cases": choose("多案合一", "Several cases"),
        "stage": choose("七步中的阶段", "Stage, of seven"),
        "sources": [choose(*name) for name in SOURCES],
        "sensor_kinds": [words.of(kind) for kind in SensorKind],
        "sensor_levels": [choose("低于阈值", "Below thresholds"), choose("达第一阈值", "First threshold"), choose("达更高阈值", "Higher threshold")],
        "patrolled": choose("巡查过", "Patrolled"),
        "minutes": choose("{} 分钟", "{} min"),
        "hours": choose("{} 小时", "{} h"),
        "silent": choose("无新读数", "No new reading"),
        "several": choose("多处合一", "Several together"),
        "damaged": choose("部件异常（空心）", "Not intact (hollow)"),
        "majors": [(code, choose(*name)) for code, name in MAJORS.items()],
        "alarms": [choose("有报警", "An alarm"), choose("严重报警", "A serious alarm"), choose("特别严重报警", "The worst alarm")],
        "ageing": choose("定位变旧", "Fix ageing"),
        "stale": choose("定位过时", "Fix stale"),
        "unknown": choose("位置不明", "Whereabouts unknown"),
        "mocked": choose("模拟定位", "Mocked fix"),
        "track": {
            "start": choose("起", "Start"),
            "end": choose("终", "End"),
            "gap": choose("轨迹缺失", "No fixes"),
            "hours": choose("{} 小时 {}", "{} h {}"),
            "raw": choose("原始轨迹", "Track as it came"),
            "wrong": choose("剔除的定位", "Fix that was dropped"),
        },
        "online": choose("监控在线", "Camera online"),
        "offline": choose("监控离线", "Camera offline"),
        "datum": choose("坐标系  (Z)", "Datum  (Z)"),
        "datums": [
            (Writing.WGS84, choose("WGS-84（GPS、国家 2000 经纬度）", "WGS-84 (GPS, CGCS2000 in degrees)")),
            (Writing.GCJ02, choose("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)")),
            (Writing.BD09, choose("BD-09（百度）", "BD-09 (Baidu)")),
            (Writing.GAUSS_KRUGER, choose("CGCS2000 三度带（米）", "CGCS2000 3° zones (metres)")),
        ],
        "layers": choose("图层", "Layers"),
        "search_layers": choose("查找图层或类别", "Find a layer or class"),
        "one_wash": choose("整片着色一次显示一种；按住 Shift 可叠加", "One colouring of the ground at a time; with Shift they lie together"),
        "mixed": choose("整片着色叠加，颜色已混合", "Colourings lie together: their colours mix"),
        "order": choose("拖动，或按 Alt+↑↓ 调整次序", "Drag, or Alt+↑↓, for the order"),
        "opacity": choose("不透明度", "Opacity"),
        "colour": choose("颜色", "Colour"),
        "remove": choose("移除", "Remove"),
        "options": choose("选项", "Options"),
        "legend": choose("图例", "Legend"),
        "zoom_in": choose("放大", "Zoom in"),
        "zoom_out": choose("缩小", "Zoom out"),
        "home": choose("回到全城", "Whole city"),
        "no_base_map": choose("没有底图，仅显示数据", "No base map: only the data is shown"),
        "overlays": {
            "cases": choose("案件", "Cases"),
            "closed": choose("已结案件", "Closed cases"),
            "inspectors": choose("监督员", "Inspectors"),
            "trucks": choose("作业车", "Trucks"),
            "vehicles": choose("车辆", "Vehicles"),
            "cameras": choose("监控点", "Cameras"),
            "grids": words.of(GridKind.DUTY),
            "areas": choose("区划边界", "Areas"),
            "basic": words.of(GridKind.BASIC),
            "components": choose("部件", "Components"),
            "track": choose("轨迹", "Track"),
            "sensors": choose("传感器", "Sensors"),
            "geofences": choose("电子围栏", "Geofences"),
            "whereabouts": choose("谁来过", "Who was there"),
            "hauls": choose("渣土运输", "Muck haulage"),
            "scores": choose("考评着色", "Evaluation"),
            "heat": choose("案件热力", "Heat of cases"),
            "density": choose("案件密度", "Density of cases"),
            "coverage": choose("巡查覆盖", "Patrol coverage"),
            **{overlay: words.of(kind) for overlay, kind in (LINES | POINTS).items()},
        },
    }
