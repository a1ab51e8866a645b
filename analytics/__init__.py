"""Intelligent capture: a program beside the hall that watches chosen cameras, and tells the backend what it believes to see. A person judges it."""
