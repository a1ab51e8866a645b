"""What is said of tracks, held against days of which the truth is known (`tests/geo/labelled_days.py`): 200 days of simulated inspectors and trucks
with planted teleports, mock providers, copied days and carried terminals, and honest ones that look alike. Their lengths, and which flags are right.
"""

import tomllib
from pathlib import Path

import numpy as np

from bench.figures import share
from bench.tracks import RULES as ON_FOOT
from geo.tracks.rules import TrackRules
from tests.geo.labelled_days import DRIVES, WALKS, Flag, Going, found_of, on_streets_m, teams

ROOT = Path(__file__).resolve().parents[1]
DRIVING = TrackRules(**tomllib.loads((ROOT / "resources" / "standards" / "tracks.toml").read_text("utf-8"))["TRUCK"])
TEAMS, TRUCKS, SEED = 10, 2, 20
OFF, PRECISION = 0.03, 0.95  # budgets
Errors = list[tuple[float, float, bool]]  # of the true length, cleaned and raw; whether that lies within its error band


def main() -> None:
    rules = {WALKS: ON_FOOT, DRIVES: DRIVING}
    days, planted, said, right = 0, dict.fromkeys(Flag, 0), dict.fromkeys(Flag, 0), dict.fromkeys(Flag, 0)
    errors: dict[Going, Errors] = {WALKS: [], DRIVES: []}
    driven: Errors = []
    for team in teams(TEAMS, SEED, TRUCKS):
        for day in team:
            told, flags = found_of(day, team, rules[day.going])
            days += 1
            if np.isfinite(day.metres):
                raw, sure = told.raw_m / day.metres - 1, abs(told.length.metres - day.metres) <= told.length.error_m
                errors[day.going].append((told.length.metres / day.metres - 1, raw, sure))
                if day.going is DRIVES and Flag.TELEPORT not in day.flags:  # what was moved away lies on no street
                    metres, error_m = on_streets_m(day, told, DRIVING)
                    driven.append((metres / day.metres - 1, raw, abs(metres - day.metres) <= error_m))
            for flag in Flag:
                planted[flag] += flag in day.flags
                said[flag] += flag in flags
                right[flag] += flag in flags and flag in day.flags
    print(f"{days} days of 8 h: {TEAMS - TRUCKS} teams on foot, a fix each {WALKS.every_s} s, {TRUCKS} of trucks, each {DRIVES.every_s} s; drift of")
    print(f"{WALKS.noise_m:g} and {DRIVES.noise_m:g} m, bursts between houses, silences, jumps, repetitions, disorder.\n")
    print("| flag | planted | said | right | precision (95 %) | recall (95 %) |\n|---|---:|---:|---:|---:|---:|")
    for flag in Flag:
        print(_flag(flag, planted[flag], said[flag], right[flag]))
    whole = [sum(each.values()) for each in (planted, said, right)]
    print(_flag("all", *whole) + "\n")
    precision = whole[2] / whole[1] if whole[1] else 0.0
    print(f"Budget: precision {PRECISION:.0%}: {'kept' if precision >= PRECISION else 'BROKEN'}.\n")
    print("| length against the truth | days | p50 | p95 | worst | all together | within its error band | raw, all together |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, of in (("on foot", errors[WALKS]), ("trucks, along their fixes", errors[DRIVES]), ("trucks, along the streets", driven)):
        print(_line(name, of))
    p95 = max(_off(errors[WALKS], 95), _off(driven, 95))
    print(f"\nBudget: {OFF:.0%} in 95 of 100 days, on foot and of trucks along the streets: {'kept' if p95 <= OFF else 'BROKEN'}.")


def _flag(name: str, planted: int, said: int, right: int) -> str:
    return f"| {name} | {planted} | {said} | {right} | {share(right, said)} | {share(right, planted)} |"


def _line(name: str, errors: Errors) -> str:
    shares = [f"{_off(errors, at):.1%}" for at in (50, 95, 100)]
    cleaned, raw = (np.mean([each[column] for each in errors]) for column in (0, 1))
    within = f"{np.mean([each[2] for each in errors]):.0%}"
    return f"| {name} | {len(errors)} | {' | '.join(shares)} | {cleaned:+.1%} | {within} | {raw:+.0%} |"


def _off(errors: Errors, percentile: float) -> float:
    return float(np.percentile(np.abs([each[0] for each in errors]), percentile))
