"""Slices: one decision per command, over one family's state."""
