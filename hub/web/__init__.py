"""The pages that professionals look at."""
