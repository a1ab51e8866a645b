"""The words of the page's hands, in the language that is spoken now."""

from typing import Any

from console import words
from wire.search import HitKind

KINDS: dict[HitKind, tuple[str, str]] = {
    HitKind.CASE: ("案件", "Case"),
    HitKind.COMPONENT: ("部件", "Component"),
    HitKind.UNIT: ("人员车辆", "Unit"),
    HitKind.CAMERA: ("监控", "Camera"),
    HitKind.DEPARTMENT: ("部门", "Dept"),
    HitKind.GRID: ("网格", "Grid"),
    HitKind.SENSOR: ("传感器", "Sensor"),
    HitKind.GEOFENCE: ("电子围栏", "Geofence"),
    HitKind.STREET: ("道路", "Street"),
    HitKind.STREET_ENTITY: ("沿街单位", "Entity"),
    HitKind.BICYCLE: ("共享单车", "Bicycle"),
    HitKind.FLOOD_POINT: ("积水点", "Flood point"),
    HitKind.DRAIN: ("管网", "Drain"),
    HitKind.BUILDING: ("建筑", "Building"),
    HitKind.GATE: ("门牌", "Gate"),
    HitKind.POI: ("地点", "Place"),
}


def hands() -> dict[str, Any]:
    choose = words.choose
    return {
        "does": {
            "search": choose("搜索", "Search"),
            "lock": choose("锁定视图，不自动移动", "Lock the view: no automatic moves"),
            "follow": choose("跟随所选人员车辆", "Follow the selected unit"),
            "around": choose("周边查询", "Around here"),
            "ruler": choose("测距测面", "Measure length and area"),
            "rect": choose("框选", "Select by rectangle"),
            "lasso": choose("圈选", "Select by lasso"),
            "polygon": choose("多边形选择", "Select by polygon"),
            "fence": choose("绘制多边形围栏", "Draw a polygon geofence"),
            "circle": choose("绘制圆形围栏", "Draw a circular geofence"),
            "corridor": choose("绘制沿线围栏", "Draw a corridor geofence"),
            "print": choose("打印与导出", "Print and export"),
            "help": choose("按键说明", "Keys"),
            "pan": choose("平移", "Pan"),
            "zoom": choose("缩放", "Zoom"),
            "home": choose("全城；再按返回", "Whole city; again: back"),
            "layers": choose("图层面板", "Layers"),
            "place": choose("这里是哪里", "What is this place"),
            "copy_place": choose("复制坐标", "Copy the coordinates"),
            "datum": choose("下一个坐标系", "The next datum"),
            "put_point": choose("在中心落点（工具中）", "Put a point in the middle (tools)"),
            "finish": choose("完成；选中标记", "Finish; select the mark"),
            "take_back": choose("撤回一点", "Take back a point"),
            "cycle": choose("由近及远逐个标记", "From mark to mark, nearest first"),
            "parts": choose("到下一块面板，Esc 返回地图", "To the next panel; Esc back to the map"),
            "leave": choose("退出、清除、关闭", "Leave, clear, close"),
        },
        "keys": choose("地图按键", "Keys of the map"),
        "ruler_first": choose("点击第一个点；可吸附标记和道路", "Click the first point; it snaps to marks and streets"),
        "ruler_next": choose("点击下一个点", "Click the next point"),
        "length": choose("长度", "Length"),
        "last_leg": choose("末段", "Last leg"),
        "bearing": choose("方位", "Bearing"),
        "perimeter": choose("周长", "Perimeter"),
        "area": choose("面积", "Area"),
        "area_closed": choose("闭合面积", "Area if closed"),
        "radius": choose("半径", "Radius"),
        "width": choose("宽度", "Width"),
        "rect_hint": choose("拖出矩形；Esc 退出", "Drag a rectangle; Esc leaves"),
        "lasso_hint": choose("按住拖动圈出范围；Esc 退出", "Drag around what you want; Esc leaves"),
        "polygon_hint": choose("逐点点击，双击或回车完成", "Click the corners; double click or Enter ends"),
        "fence_hint": choose("逐点点击，双击或回车完成", "Click the corners; double click or Enter ends"),
        "circle_hint": choose("从圆心向外拖动", "Drag from the centre outwards"),
        "corridor_hint": choose("沿线点击，双击或回车完成", "Click along the line; double click or Enter ends"),
        "edit_hint": choose(
            "拖动顶点；拖动中点插入；右键删除顶点；回车保存。按键：Tab 到下一个点，空格拿起、放下，退格删除",
            "Drag corners; drag a middle to insert; right click deletes; Enter to save. Keys: Tab to the next, Space to move it, Backspace deletes",
        ),
        "around_hint": choose("从中心向外拖动半径，或点击取 500 米", "Drag a radius from the centre, or click for 500 m"),
        "following": choose("正在跟随", "Following"),
        "follow_ended": choose("已停止跟随", "No longer following"),
        "follow_whom": choose("请先选中一个人员或车辆", "Select a unit first"),
        "follow_it": choose("跟随", "Follow"),
        "go_on": choose("继续跟随", "Go on"),
        "stop": choose("停止", "Stop"),
        "back": choose("回到原视图", "Back to the view before"),
        "out_of_view": choose("选中项在视野外", "The selection is out of view"),
        "go_there": choose("前往", "Go there"),
        "of_now": choose("这是过去的大厅：绘制围栏会改变现在", "This is the hall as it was: to draw a geofence would change what is now"),
        "nowhere": choose("没有已知位置", "Nobody knows where it is"),
        "close": choose("关闭", "Close"),
        "copy": choose("复制", "Copy"),
        "search_in": choose("地址、道路、案号、部件编码、人员、拼音首字母、坐标", "Address, road, case, component, unit, initials, coordinates"),
    }


def kind(of: HitKind) -> str:
    return words.choose(*KINDS[of])
