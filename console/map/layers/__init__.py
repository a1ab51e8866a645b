"""The layers: each turns one part of the Hall into batches of columns for its script in `resources/map/page`."""
