"""The replay of a real case on a stepped clock."""
