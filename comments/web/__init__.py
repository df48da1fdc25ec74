"""The web: untrusted requests in, ten-line views, answers out."""
