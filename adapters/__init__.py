"""Partners with systems of their own: clients of the API that read files."""
