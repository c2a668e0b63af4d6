"""The rules of DOMAIN.md 9, one small pure function each, and the one list of them."""
