"""movingpandas on tracks that we export, in a Python of its own: `python tests/backend/moving_peer.py FILE …`; a line of JSON for each file.

`fixes`, `tracks` of two fixes at least; of the first of these `first` and `last` as milliseconds, longitude, latitude, and `metres`. Stands alone:
the packages of the project are not there (`requirements/peers.txt`).
"""

import json
import sys
import warnings

import geopandas
import movingpandas
import pandas


def main(paths: list[str]) -> None:
    warnings.simplefilter("ignore")
    for path in paths:
        frame, time = read(path)
        frame["whose"] = frame.get("unit_id", frame.get("Unit id", 1))
        found = movingpandas.TrajectoryCollection(frame, "whose", t=time)
        walked = found.trajectories[0]
        ends = [(round(at.timestamp() * 1000), place.x, place.y) for at, place in walked.df.geometry.iloc[[0, -1]].items()]
        told = {"fixes": len(frame), "tracks": len(found), "first": ends[0], "last": ends[1], "metres": walked.get_length()}
        print(json.dumps(told))  # noqa: T201


def read(path: str) -> tuple[geopandas.GeoDataFrame, str]:
    """The fixes, and the name of the column with their times."""
    if not path.endswith(".csv"):
        layer, time = ("track_points", "time") if path.endswith(".gpx") else ("track", "at")
        return geopandas.read_file(path, layer=layer), time
    rows = pandas.read_csv(path)
    rows["at"] = pandas.to_datetime(rows["Time"], format="ISO8601", utc=True)
    return geopandas.GeoDataFrame(rows, geometry=geopandas.points_from_xy(rows["Longitude"], rows["Latitude"]), crs=4326), "at"


if __name__ == "__main__":
    main(sys.argv[1:])
