"""A unit's day: speed over time, stays and gaps."""
