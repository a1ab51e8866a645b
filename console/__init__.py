"""The console: panes that look at a Hall."""
