"""From the ledger to the outside: the relay to NATS JetStream, durable consumers, and bells for who waits.

Start reading at ``relay`` (ledger to stream), ``consumers`` (stream to each organisation) and ``doorbell`` (how a
waiting client wakes). ``ports`` says what a stream is; ``jetstream`` is the real one, ``memory`` the simple one.
JetStream is a replayable copy of the ledger and never the record: losing it costs latency.
"""
