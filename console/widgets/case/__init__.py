"""One case: its card, its steps and their forms, and who else is at it."""
