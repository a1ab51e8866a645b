"""What a camera that is turned sees of its film: shares of width and height, at both ends of its zoom."""

WIDEST, NARROWEST = 0.6, 0.12
