"""The ledger: append-only facts, decided in batches under one lock, sealed, and read in order.

The only package that knows the SQL of the event store. Start reading at ``writer`` (how a command becomes facts),
``subscription`` (how others follow) and ``verify`` (how anyone proves that nothing was altered).
"""
