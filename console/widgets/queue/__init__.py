"""The case queue: the queues of a post, their rows, and what they are filtered by."""
