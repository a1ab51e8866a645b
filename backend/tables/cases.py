"""Cases, their flow, tasks and photos."""
