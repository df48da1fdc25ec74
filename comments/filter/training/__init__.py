"""How the learned tiers are made: `make train-filter DATA=…` builds every artifact.

Nothing here runs in production, and no text of the data is kept in an artifact.
"""
