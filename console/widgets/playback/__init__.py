"""Recorded video on the panes of the wall: what they show of the past, the hand that turns it, and what was recorded when."""
