"""A frame that becomes a case: the sheet over the video wall, and what is said on the panes."""
