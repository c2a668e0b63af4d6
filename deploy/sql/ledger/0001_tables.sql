-- The ledger: facts, their tags, the commands that brought them, and the seals over them.
--
-- Table, column, type and function names are those of the DCB part of the eventsourcing library, so that the library
-- can open the database. The definitions are ours: the tag table has no foreign key (it costs 40% of the insert speed;
-- `hub verify` proves instead that both tables agree), and nothing sends a NOTIFY (it serialises every commit).

CREATE TYPE dcb_event_tt AS (type text, data bytea, tags text[]);

CREATE TYPE dcb_query_item_tt AS (types text[], tags text[]);

CREATE TABLE samenloop_events_tt_main (
    id bigserial PRIMARY KEY,
    type text NOT NULL,
    data bytea NOT NULL,
    tags text[] NOT NULL
);
COMMENT ON TABLE samenloop_events_tt_main IS 'Facts, append-only. Positions rise in commit order; dead numbers are normal.';

CREATE TABLE samenloop_events_tt_tag (
    tag text NOT NULL,
    main_id bigint NOT NULL
);
CREATE INDEX samenloop_events_tt_tag_idx_tag_main_id ON samenloop_events_tt_tag (tag, main_id);
COMMENT ON TABLE samenloop_events_tt_tag IS 'One row per tag of a fact: what every decision reads. Equal to the tags column.';

CREATE TABLE ledger_command (
    id bytea PRIMARY KEY CHECK (octet_length(id) = 32),
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    first_position bigint,
    last_position bigint,
    CHECK ((first_position IS NULL) = (last_position IS NULL) AND first_position <= last_position)
);
COMMENT ON TABLE ledger_command IS 'Command identifiers for ever: keyed hashes only, no organisation, key or body.';
COMMENT ON COLUMN ledger_command.first_position IS 'First and last fact of the command; null when it decided on none.';

CREATE TABLE ledger_seal (
    last_position bigint PRIMARY KEY,
    first_position bigint NOT NULL,
    count integer NOT NULL CHECK (count > 0),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    chain bytea NOT NULL CHECK (octet_length(chain) = 32),
    CHECK (first_position <= last_position)
);
COMMENT ON TABLE ledger_seal IS 'One row per batch: a digest over its facts, chained to the seal before it.';
