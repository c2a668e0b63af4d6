-- Up to where what the ledger forgets was destroyed here. A backup that is restored brings its own, older, place along,
-- so the hub knows which keys came back that may not, and destroys them before it serves.

CREATE TABLE forgotten_until (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL
);
COMMENT ON TABLE forgotten_until IS 'The position in the ledger up to which keys were destroyed in this database.';

GRANT SELECT, INSERT, UPDATE ON forgotten_until TO samenloop_app;
REVOKE ALL ON forgotten_until FROM PUBLIC, samenloop_reader;
