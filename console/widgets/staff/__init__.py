"""The people on shift: who does what, and the card of one of them today."""
