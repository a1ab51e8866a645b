"""Who did how well: ranking, bulletin, periods, and the cases behind every figure."""
