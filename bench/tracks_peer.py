"""movingpandas on tracks, in a Python of its own: `python bench/tracks_peer.py FILE.npz`; what it finds as JSON on stdout.

The file has `at` (ms), `lon`, `lat` of all tracks, `first` (where each begins), `stop_m`, `stop_s`, `gap_s`. Stands alone: the packages of the
project are not there (`requirements/peers.txt`).
"""

import json
import sys
import time
import warnings
from itertools import pairwise

import geopandas
import movingpandas
import numpy as np
import pandas


def main(path: str) -> None:
    warnings.simplefilter("ignore")
    given = np.load(path)
    bounds = [*given["first"].tolist(), len(given["at"])]
    told = [track(*(given[name][low:high] for name in ("at", "lon", "lat")), given) for low, high in pairwise(bounds)]
    print(json.dumps({"version": movingpandas.__version__, "tracks": told}))


def track(at: np.ndarray, lon: np.ndarray, lat: np.ndarray, rules: dict) -> dict:
    """Stops and trips as pairs of milliseconds, and the seconds that reading in, stops and trips took."""
    began = time.perf_counter()
    when = pandas.to_datetime(at, unit="ms")
    frame = geopandas.GeoDataFrame({"unit": 1}, index=when, geometry=geopandas.points_from_xy(lon, lat), crs=4326)
    whole = movingpandas.Trajectory(frame, 1)
    read = time.perf_counter()
    span = {"max_diameter": 2 * float(rules["stop_m"]), "min_duration": pandas.Timedelta(seconds=float(rules["stop_s"]))}
    stops = movingpandas.TrajectoryStopDetector(whole).get_stop_time_ranges(**span)
    found = time.perf_counter()
    pieces = movingpandas.ObservationGapSplitter(whole).split(gap=pandas.Timedelta(seconds=float(rules["gap_s"])))
    trips = [trip for piece in pieces for trip in movingpandas.StopSplitter(piece).split(**span)]
    ended = time.perf_counter()
    return {
        "stops": [[millis(each.t_0), millis(each.t_n)] for each in stops],
        "trips": [[millis(each.get_start_time()), millis(each.get_end_time())] for each in trips],
        "seconds": [read - began, found - read, ended - found],
    }


def millis(at: pandas.Timestamp) -> int:
    return round(pandas.Timestamp(at).timestamp() * 1000)


if __name__ == "__main__":
    main(sys.argv[1])
