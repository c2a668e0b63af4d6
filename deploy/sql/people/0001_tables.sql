-- Who is this: the only place that can tell which person a pseudonym stands for, and only with keys kept elsewhere.
--
-- Nothing here can be read without the keys: identities are sealed under a key per person whose wrapped form is in the
-- second database, and people are found by keyed hashes whose key is in no database.

CREATE TABLE person (
    pseudonym text COLLATE "C" PRIMARY KEY CHECK (length(pseudonym) = 26),
    has_bsn boolean NOT NULL,
    holds smallint NOT NULL,
    identity bytea NOT NULL
);
COMMENT ON TABLE person IS 'A person behind a pseudonym. Erasing a person deletes this row and its key.';
COMMENT ON COLUMN person.has_bsn IS 'A BSN points to this person; another BSN therefore never will.';
COMMENT ON COLUMN person.holds IS 'Which fields the sealed identity has, as bits (hub/people/identity.py); never their values.';
COMMENT ON COLUMN person.identity IS 'Names, birth date, address and BSN, sealed under the key of this person.';

CREATE TABLE person_identifier (
    hmac bytea PRIMARY KEY CHECK (octet_length(hmac) = 32),
    person text COLLATE "C" NOT NULL,
    key_version smallint NOT NULL,
    sex bytea,
    contested boolean NOT NULL DEFAULT false
);
CREATE INDEX person_identifier_person ON person_identifier (person);
COMMENT ON TABLE person_identifier IS 'Keyed hashes of a BSN or of exact demographics, and the person they find.';
-- No foreign key: it costs 40% of the insert speed. Both rows are written in one statement, and deleted in one.
COMMENT ON COLUMN person_identifier.sex IS 'Keyed hash of the stated sex within this row; equal or not is all it tells.';
COMMENT ON COLUMN person_identifier.contested IS 'Two persons share these demographics, so they link nobody any more.';

CREATE TABLE signal_content (
    signal text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
);
COMMENT ON TABLE signal_content IS 'Who to call about a signal, and what an exception says in words; sealed under a key per signal.';

-- Finds persons on behalf of whoever is about to add some. The lock lasts until the transaction ends and makes them
-- wait for one another; being in a volatile function, the query sees what the one before it committed. Taken after the
-- ledger's lock, never before it.
CREATE FUNCTION person_look_up(wanted bytea[])
RETURNS TABLE (hmac bytea, person text, sex bytea, contested boolean, has_bsn boolean)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(8097860571131247);
    RETURN QUERY
        SELECT i.hmac, i.person, i.sex, i.contested, p.has_bsn
        FROM person_identifier AS i JOIN person AS p ON p.pseudonym = i.person
        WHERE i.hmac = ANY (wanted);
END
$$;
