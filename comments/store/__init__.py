"""The database: schema, transactions, queries and migrations."""
