"""Samenloop: a hub in which organisations share that they are involved with a child or family."""
