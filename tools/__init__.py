"""What prepares a machine and runs the demo. `prepare` runs on any Python 3.11 without a library."""
