"""What one area of the desk consists of: its panes, how they hang, and what they ask for. One file per area; no logic."""
