"""A population register of its own for tests and demonstration: it keeps state, and answers as the real one does."""
