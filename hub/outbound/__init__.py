"""From the ledger to the outside: the relay to NATS JetStream and its durable consumers."""
