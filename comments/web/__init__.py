"""The web: untrusted requests in, ten-line views, answers out.

Nothing is imported here: a command that needs no newsroom starts without the site.
"""
