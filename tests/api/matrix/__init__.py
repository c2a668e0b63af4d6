"""The authorisation matrix, executed."""
