"""The pane of the alarms of supervision."""
