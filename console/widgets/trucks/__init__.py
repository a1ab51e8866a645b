"""The pane of muck trucks."""
