"""What all routes share: who may come in, one request as one transaction, refusals as problem+json, Arrow or JSON."""
