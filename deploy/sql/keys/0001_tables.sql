-- The second database: wrapped keys and nothing else. It is in no backup of the ledger; its own backups are kept at most
-- 30 days, so that a deleted key is gone everywhere after that.

CREATE TABLE person_key (
    owner text COLLATE "C" PRIMARY KEY,
    wrapped bytea NOT NULL CHECK (octet_length(wrapped) = 60),
    master_version smallint NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX person_key_stored_at ON person_key USING brin (stored_at);
COMMENT ON TABLE person_key IS 'The data key of a person (its pseudonym) or a signal (signal:<id>), wrapped by a master key.';
COMMENT ON COLUMN person_key.stored_at IS 'System time. A key is stored before what it encrypts; one left unused is swept later.';

CREATE TABLE master_key_check (
    purpose text NOT NULL,
    version smallint NOT NULL,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    PRIMARY KEY (purpose, version)
);
COMMENT ON TABLE master_key_check IS 'Keyed fingerprints by which the hub notices, before it writes, that it was given other master keys.';
