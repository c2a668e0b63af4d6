"""Measured figures, side by side with what they are measured against."""
