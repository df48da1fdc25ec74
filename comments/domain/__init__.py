"""What Parley is about, in plain values: no database, no web, standard library only."""
