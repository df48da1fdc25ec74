"""The use-cases, one a file.  They take an open transaction and never commit."""
