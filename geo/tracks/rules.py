"""The thresholds that tracks are cleaned, cut and measured by. They are data of the city: `resources/standards/tracks.toml`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrackRules:
    """Of one kind of unit. `_m` metres, `_s` seconds, `_mps` metres per second, `_fixes` and `_times` counts."""

    accuracy_m: float  # a fix whose device admits a larger radius is dropped
    usual_accuracy_m: float  # of a device that says nothing of it
    believe_mock: int  # 1: a fix of which the device says that it is a mock is believed, 0: it is dropped
    fastest_mps: float  # a faster step cannot have been
    slack_m: float  # … beyond this, which is the noise of two fixes
    teleport_fixes: int  # so many fixes elsewhere are believed, fewer are a jump, and dropped
    teleport_m: float  # the step to those believed is a teleport when it is so long, else the receiver corrected itself: a step that counts nothing
    frozen_m: float  # a receiver without sky repeats its last place within this
    tunnel_s: float  # … for so long at most; longer is a rest
    gap_s: float  # silence is a gap when it is longer than this
    gap_times: float  # … and than so many usual intervals
    stop_s: float  # a stop is at least so long
    stop_m: float  # … within so many metres of its middle
    leave_s: float  # … and ends when the unit has been outside for longer than this
    join_m: float  # what came back to a stop, and was within this of it for the half at least, was drift
    sway_m: float  # what sways less than this about a straight way is noise, and not measured
    step_m: float  # who came so far in a minute moves
    copy_m: float  # a fix so near one of another day's is a copy of it
    pair_m: float  # units so near each other at one time go together
    like_share: float  # so much of the fixes in motion must be like another track's
    like_s: float  # … and so much time, before anybody is told
    reach_m: float  # a street further from a fix than this is not where it was
    detour_m: float  # the usual difference between the driven and the straight way between two fixes
    walk_mps: float  # faster than this nobody walks
    drive_mps: float  # … and whose speed reaches this for a while drives, else rides
    pause_s: float  # slow for less than this within a ride: a light or a bus stop
    ride_s: float  # a ride is at least so long
    edge_m: float  # who came into an area has left it when further from its edge than this
