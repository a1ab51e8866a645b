"""Base maps: where a tile comes from, whatever kind of server or file has it. One file per kind. No widgets, no threads of its own."""
