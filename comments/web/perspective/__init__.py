"""The door for clients of Google's Perspective API: its requests, its answers.

A site that asks Perspective today asks this door by changing an address and a key; the
scores are those of the filter that serves the boards.
"""
