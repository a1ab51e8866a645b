"""The hotline: seats and calls, call-backs, 12345, and what goes out to the public."""
