"""Parley: a moderated community discussion service for newsrooms.

The rooms, and the one way in which they may import each other:
web -> services -> (store | adapters | filter) -> domain.
"""
