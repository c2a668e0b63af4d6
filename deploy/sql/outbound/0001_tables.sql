-- How far the relay has published the ledger. It stands here and not in NATS, so that losing a stream loses nothing.

CREATE TABLE relay_position (
    stream text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL CHECK (position >= -1),
    stream_sequence bigint NOT NULL CHECK (stream_sequence >= 0),
    saved_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE relay_position IS 'One row per stream: what was published and acknowledged.';
COMMENT ON COLUMN relay_position.position IS 'Every fact up to here is in the stream; -1: delete the stream and publish everything again.';
COMMENT ON COLUMN relay_position.stream_sequence IS 'Highest sequence the stream acknowledged; a stream that ends below it lost something.';
COMMENT ON COLUMN relay_position.saved_at IS 'Real time of the last save, for the operator.';
