"""What every program that opens the streams of cameras shares: how to open one, how often, what can go wrong, and what of an address may be seen."""
