"""The view of a map on paper: drawn once more as sharp as the paper wants it, with what a picture needs to be understood."""
