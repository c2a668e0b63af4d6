-- Who may be who, for statements without a BSN (docs/linkage.md).
--
-- The block tables bring up candidates. A row is a bucket number and an entry that is sealed under a key which no database
-- holds; without it nobody can tell which rows are one person's, so the table shows no households and no twins. Many
-- keys share a bucket, every person has a fixed number of rows, and rows are moved on in random order, many persons at a
-- time, from where they come in. They are unlogged: no backup and no log of the server has them. After a crash they are
-- empty, which the row in the state table tells, and are made again from the persons.
CREATE UNLOGGED TABLE person_block (
    bucket integer NOT NULL,
    entry bytea NOT NULL CHECK (octet_length(entry) = 40)
);
CREATE INDEX person_block_bucket ON person_block (bucket);
COMMENT ON TABLE person_block IS 'Sealed entries by bucket, in no order. Made again when lost; never backed up.';

CREATE UNLOGGED TABLE person_block_fresh (
    bucket integer NOT NULL,
    entry bytea NOT NULL CHECK (octet_length(entry) = 40)
);
CREATE INDEX person_block_fresh_bucket ON person_block_fresh (bucket);
COMMENT ON TABLE person_block_fresh IS 'Entries that came in lately, until they are mixed with those of others and moved on.';

CREATE UNLOGGED TABLE person_block_state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    bits smallint NOT NULL CHECK (bits BETWEEN 1 AND 30),
    key_check bytea NOT NULL,
    complete boolean NOT NULL
);
COMMENT ON TABLE person_block_state IS 'How many buckets there are, and whether every person is in them. No row: the tables were lost.';

CREATE TABLE person_link (
    person text COLLATE "C" NOT NULL,
    other text COLLATE "C" NOT NULL,
    PRIMARY KEY (person, other),
    CHECK (person < other)
);
CREATE INDEX person_link_other ON person_link (other);
COMMENT ON TABLE person_link IS 'Pseudonyms of one person, as the ledger has them linked now: so that they are no rivals of one another.';

-- Everybody who is linked to each of these, by way of others or not, and they themselves.
CREATE FUNCTION person_reached(wanted text[])
RETURNS TABLE (start text, person text)
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE reached (start, person) AS (
        SELECT given COLLATE "C", given COLLATE "C" FROM unnest(wanted) AS given
        UNION
        SELECT r.start, CASE WHEN l.person = r.person THEN l.other ELSE l.person END
        FROM reached AS r JOIN person_link AS l ON l.person = r.person OR l.other = r.person
    )
    SELECT start, person FROM reached
$$;

GRANT SELECT, INSERT, DELETE, TRUNCATE ON person_block, person_block_fresh TO samenloop_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON person_block_state TO samenloop_app;
GRANT SELECT, INSERT, DELETE ON person_link TO samenloop_app;
REVOKE ALL ON person_block, person_block_fresh, person_block_state, person_link FROM PUBLIC, samenloop_reader;
REVOKE ALL ON FUNCTION person_reached(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_reached(text[]) TO samenloop_app;
