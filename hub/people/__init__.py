"""Who is this: persons and families, their pseudonyms, and the keys that make them readable."""
