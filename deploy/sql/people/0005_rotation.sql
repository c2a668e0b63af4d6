-- Under which version of the lookup key persons are hashed. A process that hashes under an older one is told so before it adds
-- anybody: it would miss those whose hashes were moved on already, and make them anew.

CREATE TABLE lookup_version (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version smallint NOT NULL
);
INSERT INTO lookup_version (version) VALUES (1);
COMMENT ON TABLE lookup_version IS 'The latest version of the lookup key under which anybody was added, or anything hashed again.';
GRANT SELECT, UPDATE ON lookup_version TO samenloop_app;
REVOKE ALL ON lookup_version FROM PUBLIC, samenloop_reader;

-- As before, for who hashes under a version; the first row says only under which version others do, if that is later.
DROP FUNCTION person_look_up(bytea[]);
CREATE FUNCTION person_look_up(wanted bytea[], under smallint)
RETURNS TABLE (hmac bytea, person text, sex bytea, contested boolean, has_bsn boolean, key_version smallint)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(8097860571131247);
    UPDATE lookup_version AS l SET version = under WHERE l.version < under;
    RETURN QUERY
        SELECT NULL::bytea, NULL::text, NULL::bytea, NULL::boolean, NULL::boolean, l.version FROM lookup_version AS l;
    RETURN QUERY
        SELECT i.hmac, i.person, i.sex, i.contested, p.has_bsn, i.key_version
        FROM person_identifier AS i JOIN person AS p ON p.pseudonym = i.person
        WHERE i.hmac = ANY (wanted);
END
$$;
REVOKE ALL ON FUNCTION person_look_up(bytea[], smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_look_up(bytea[], smallint) TO samenloop_app;
