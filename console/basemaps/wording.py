"""What is wrong with a base map, as the operator reads it."""

from datetime import datetime

from console import words

PROBLEM = {
    "unreachable": ("底图服务器连不上", "The base map's server cannot be reached"),
    "timeout": ("底图服务器无应答", "The base map's server does not answer"),
    "broken_off": ("底图服务器中途断开", "The base map's server breaks off"),
    "server_error": ("底图服务器出错", "The base map's server fails"),
    "refused": ("底图服务器不接受所提的请求", "The base map's server takes no question that it is asked"),
    "key_refused": ("底图服务器拒绝了密钥", "The base map's server refuses the key"),
    "too_many": ("底图服务器限制了访问次数", "The base map's server says that it was asked too often"),
    "bad_certificate": ("底图服务器的证书无效", "The base map's server has no valid certificate"),
    "bad_address": ("底图地址无效", "The base map's address is none"),
    "no_picture": ("底图服务器返回的不是图片", "What the base map's server sends is no picture"),
    "no_vector_tile": ("底图服务器返回的不是矢量瓦片", "What the base map's server sends is no vector tile"),
    "too_large": ("底图瓦片过大", "The base map's tiles are too large"),
    "no_ranges": ("底图服务器不支持分段读取", "The base map's server cannot read out parts of a file"),
    "not_there": ("底图服务器上没有该文件", "The base map's server does not have it"),
    "no_base_map": ("底图文件无法读取", "The base map's file cannot be read"),
    "being_fetched": ("正在取底图文件", "The base map's file is being fetched"),
}


def problem(code: str) -> str:
    """As it stands where no base map is shown; `stopped` is nobody's to read."""
    return words.choose(*PROBLEM[code]) if code in PROBLEM else ""


def note(code: str, old_since: float | None, now: datetime) -> str:
    """One line for the edge of the map; empty when all is well. `old_since`: what is shown is of that time, seconds since 1970."""
    if not code:
        return ""
    if old_since is None:
        return problem(code)
    at = words.at_seconds(old_since)
    age, moment = words.age((now - at).total_seconds()), words.moment(at, now)
    return problem(code) + words.choose(f"，所示为 {age}前（{moment}）的底图", f"; what is shown is {age} old ({moment})")
