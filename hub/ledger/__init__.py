"""The append-only ledger of facts: one transaction per batch of decisions."""
