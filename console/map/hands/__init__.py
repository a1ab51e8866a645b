"""What an operator does with the map by hand: seeks, measures, selects, draws, asks what is there. `resources/map/page/hands` is the other half."""
