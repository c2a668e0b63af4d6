"""Who takes part, as the ledger has it, and the policy that holds with them."""
