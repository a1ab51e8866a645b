"""Files of other systems come in here: read by `reading`, translated by a mapping file, checked row by row, stored in one transaction."""
