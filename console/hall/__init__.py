"""What the console knows of one city at one moment: tables of messages, newest fixes, a clock, the state of the link. No network here."""
