"""Who was there: a place, a radius and a while, and the units that were within."""
