"""What comes in by hand: the report form with its advice, drafts and common phrases."""
