"""PostgreSQL and NATS started by the hub itself, for newcomers and for tests."""
