-- The application adds lines by the function alone and reads them; the reader reads, but what was sealed it cannot decrypt.

ALTER TABLE disclosure_line OWNER TO samenloop_owner;
ALTER TABLE disclosure_seal OWNER TO samenloop_owner;
ALTER FUNCTION disclosure_lock() OWNER TO samenloop_owner;
ALTER FUNCTION disclosure_guard_insert() OWNER TO samenloop_owner;
ALTER FUNCTION disclosure_refuse_change() OWNER TO samenloop_owner;
ALTER FUNCTION disclosure_refuse_early_end() OWNER TO samenloop_owner;
ALTER FUNCTION disclosure_append(
    bytea[], bytea[], bytea[], timestamptz[], timestamptz[], text[], text[], text[], text[], text[], text[], text[], text[],
    bytea[], bytea
) OWNER TO samenloop_owner;
ALTER FUNCTION disclosure_expire(interval) OWNER TO samenloop_owner;

REVOKE ALL ON FUNCTION disclosure_lock() FROM PUBLIC;
REVOKE ALL ON FUNCTION disclosure_append(
    bytea[], bytea[], bytea[], timestamptz[], timestamptz[], text[], text[], text[], text[], text[], text[], text[], text[],
    bytea[], bytea
) FROM PUBLIC;
REVOKE ALL ON FUNCTION disclosure_expire(interval) FROM PUBLIC;

GRANT SELECT ON disclosure_line, disclosure_seal TO samenloop_app, samenloop_reader;
GRANT EXECUTE ON FUNCTION disclosure_append(
    bytea[], bytea[], bytea[], timestamptz[], timestamptz[], text[], text[], text[], text[], text[], text[], text[], text[],
    bytea[], bytea
) TO samenloop_app;
GRANT EXECUTE ON FUNCTION disclosure_expire(interval) TO samenloop_app;
