"""What a muck truck does, and what it does wrong, from its reports as they come: pure rules, and a state for each truck that can be put away.

* `ground`: sites, tipping grounds, forbidden areas, permits with their lines.
* `state`: all that is remembered of a truck.
* `place`: which fixes are believed, stops, visits; `load`: whether it is loaded, and its trips.
* `faults`: for each fault whether it holds now; `episodes`: since when, whether that is long enough, when it weighs more, when it is over.
* `watch`: one report after the other.
"""
