"""Tests of hub/people."""
