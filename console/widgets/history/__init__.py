"""The history pane: every case that there ever was, searched, sifted, and paged in while one scrolls."""
