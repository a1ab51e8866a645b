"""What is new, held in memory for all who poll: the changes of the hall and the newest positions."""
