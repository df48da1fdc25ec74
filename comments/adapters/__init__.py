"""The outside world: HTML, mail, limits."""
