"""What a track says, in words: how far and how sure, stops and gaps, what was put aside, and by which rules."""

from console import words
from console.words import choose
from wire.codes import TrackFault, TrackSpanKind
from wire.tracks import TrackAnalysis, TrackOnStreets


def summary(told: TrackAnalysis, raw: bool = False) -> str:
    """One line: "12.4 km ± 0.3 · 3 stops 41 min · 1 gap 12 min"; `raw`: with how long it was as it came."""
    parts = [f"{told.metres / 1000:.1f} km ± {max(told.error_m / 1000, 0.05):.1f}"]
    if raw:
        parts.append(choose(f"原始 {told.raw_m / 1000:.1f} km", f"as it came {told.raw_m / 1000:.1f} km"))
    for kind, said in ((TrackSpanKind.STOP, ("次停留", "stop")), (TrackSpanKind.GAP, ("段缺失", "gap"))):
        spans = [(span.end - span.start).total_seconds() for span in told.spans if span.kind is kind]
        if spans:
            many = "s" if len(spans) > 1 else ""
            parts.append(choose(f"{len(spans)} {said[0]} {words.span(sum(spans))}", f"{len(spans)} {said[1]}{many} {words.span(sum(spans))}"))
    if teleports := sum(span.teleport for span in told.spans):
        parts.append(choose(f"{teleports} 次瞬移", f"{teleports} teleport{'s' if teleports > 1 else ''}"))
    return " · ".join(parts)


def rules(told: TrackAnalysis) -> str:
    """By which rules, a line for each thing that is told."""
    r = told.rules
    lines = [
        choose(f"原始轨迹长 {told.raw_m / 1000:.1f} km，共 {told.fixes:,} 点", f"As it came: {told.raw_m / 1000:.1f} km, {told.fixes:,} fixes"),
        choose(
            f"里程：行程内轨迹线，从停留中心到停留中心，去掉 {r['sway_m']:g} m 内的摆动；缺失段不计；误差含定位散布（95%）与转角截短",
            f"Length: the line through the fixes of trips, from the middle of one stop to the next, without what sways less than {r['sway_m']:g} m; "
            "gaps count nothing; "
            "the error is the scatter of fixes (95 %) and what corners between them may cost",
        ),
        choose(
            f"停留：{r['stop_m']:g} m 内至少 {r['stop_s']:g} s；{r['join_m']:g} m 内往返视为漂移",
            f"Stop: {r['stop_s']:g} s at least within {r['stop_m']:g} m; to and fro within {r['join_m']:g} m is drift",
        ),
        choose(
            f"缺失：超过 {r['gap_s']:g} s 且超过通常间隔的 {r['gap_times']:g} 倍没有定位",
            f"Gap: no fix for more than {r['gap_s']:g} s and {r['gap_times']:g} usual intervals",
        ),
        choose(
            f"先按定位时间排序。剔除：精度差于 {r['accuracy_m']:g} m，快于 {r['fastest_mps']:g} m/s，同一时刻重复，零坐标，隧道滞留"
            + ("" if r["believe_mock"] else "，终端自报的模拟定位"),
            "Put in order of time first. "
            f"Dropped: less exact than {r['accuracy_m']:g} m, faster than {r['fastest_mps']:g} m/s, a second fix of one time, 0/0, stuck in a tunnel"
            + ("" if r["believe_mock"] else ", what the device itself calls mocked"),
        ),
    ]
    if told.corrections:
        lines.append(
            choose(f"接收机自行校正 {told.corrections} 次，不计里程", f"The receiver corrected itself {told.corrections} times; that counts nothing")
        )
    return "\n".join(lines)


def cleaning(told: TrackAnalysis) -> str:
    """One line: by which rules fixes were put aside, each with its threshold and how many, none too."""
    r = {name: f"{value:g}" for name, value in told.rules.items()}
    said = {
        TrackFault.ZERO: choose("零坐标", "at 0/0"),
        TrackFault.MOCK: "" if told.rules["believe_mock"] else choose("终端自报模拟定位", "called mocked by the device"),
        TrackFault.DUPLICATE: choose("同一时刻重复", "second fix of one time"),
        TrackFault.ACCURACY: choose(f"精度差于 {r['accuracy_m']} m", f"less exact than {r['accuracy_m']} m"),
        TrackFault.TUNNEL: choose(f"隧道滞留至多 {r['tunnel_s']} s", f"stuck for {r['tunnel_s']} s at most"),
        TrackFault.JUMP: choose(f"快于 {r['fastest_mps']} m/s", f"faster than {r['fastest_mps']} m/s"),
    }
    parts = [f"{text} {len(told.dropped.get(fault, ())):,}" for fault, text in said.items() if text]
    return choose("清洗剔除：", "Put aside: ") + " · ".join(parts)


def on_streets(told: TrackOnStreets) -> str:
    """One line: "12.6 ± 0.1 km on streets · 4 m from them · 2 breaks · none further than 50 m"."""
    if not told.at:
        return choose("附近没有可匹配的街道", "No street lies near enough")
    far = f"{told.metres / 1000:.1f} ± {told.error_m / 1000:.1f} km"
    parts = [choose(f"沿街 {far}", f"{far} on streets")]
    parts.append(choose(f"离街中位 {told.away_m:.0f} m", f"{told.away_m:.0f} m from them (median)"))
    if told.breaks:
        parts.append(choose(f"断开 {told.breaks} 处", f"{told.breaks} break{'s' if told.breaks > 1 else ''}"))
    if (reach := told.rules.get("reach_m")) is not None:
        parts.append(choose(f"只计离街 {reach:g} m 内的定位", f"by fixes within {reach:g} m of a street"))
    return " · ".join(parts)
