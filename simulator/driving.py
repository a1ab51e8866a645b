"""What everything on wheels does: along its route at the pace of that, with a rest where it ends."""

from geo.streets import Route


class Driving:
    """`speed` in m/s, `heading` in degrees from north; whoever drives says what it rests for and where to next in `_arrive`."""

    lon: float
    lat: float
    heading: float
    speed: float
    _route: Route | None
    _gone: float  # m of the route
    _rest: float  # s

    def step(self, seconds: float) -> None:
        left = seconds
        while left > 1e-6:
            used = min(left, self._rest)
            if used > 0:
                self.speed, self._rest, left = 0.0, self._rest - used, left - used
            elif self._route is None or self._gone >= self._route.length - 1e-6:
                self._arrive()
            else:
                left -= self._drive(self._route, left)

    def _drive(self, route: Route, seconds: float) -> float:
        """The seconds that were driven."""
        self.speed = self._pace(route)
        step = min(seconds * self.speed, route.length - self._gone)
        self._gone += step
        self.lon, self.lat, self.heading = route.at(self._gone)
        return max(step / self.speed, 1e-3)

    def _begin(self, route: Route | None, share: float) -> None:
        """On a way that is driven by so much already."""
        self._route = route
        if route is not None:
            self._gone = share * route.length
            self.lon, self.lat, self.heading = route.at(self._gone)

    def _pace(self, route: Route) -> float:
        """m/s, the mean of the route."""
        raise NotImplementedError

    def _arrive(self) -> None:
        raise NotImplementedError
