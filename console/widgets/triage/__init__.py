"""Look-alike findings, judged many at a time."""
