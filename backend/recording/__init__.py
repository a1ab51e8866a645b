"""Recording cameras: from the packets that they send to files that stand in the index, and packages of them for others."""
