"""Mutation testing of what decides who may see what: ``make mutation``, on demand (docs/mutation.md)."""
