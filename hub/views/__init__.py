"""Read models folded from the ledger, and the queries over them."""
