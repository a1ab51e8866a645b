"""What was selected on the map."""
