-- What holds for everybody who reaches these tables, the owner included.

-- One lock for every append, another one than the ledger's: answers never wait for decisions. It lasts until the commit, so
-- lines become visible in rising order. The number is arbitrary; it stands here and nowhere else.
CREATE FUNCTION disclosure_lock() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(6215046370958721)
$$;

CREATE FUNCTION disclosure_guard_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(6215046370958721);
    RETURN NULL;
END
$$;

CREATE FUNCTION disclosure_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

-- A line stays at least five years (Stcrt. 2019, 38007; STANDARDS.md A5), whatever anybody asks for.
CREATE FUNCTION disclosure_refuse_early_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended > now() - interval '5 years' THEN
        RAISE EXCEPTION 'a line of the disclosure log stays at least five years' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER disclosure_guard_insert BEFORE INSERT ON disclosure_line
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_guard_insert();
ALTER TABLE disclosure_line ENABLE ALWAYS TRIGGER disclosure_guard_insert;

CREATE TRIGGER disclosure_refuse_change BEFORE UPDATE OR TRUNCATE ON disclosure_line
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_refuse_change();
ALTER TABLE disclosure_line ENABLE ALWAYS TRIGGER disclosure_refuse_change;

CREATE TRIGGER disclosure_refuse_early_end BEFORE DELETE ON disclosure_line
    FOR EACH ROW EXECUTE FUNCTION disclosure_refuse_early_end();
ALTER TABLE disclosure_line ENABLE ALWAYS TRIGGER disclosure_refuse_early_end;

CREATE TRIGGER disclosure_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosure_seal
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_refuse_change();
ALTER TABLE disclosure_seal ENABLE ALWAYS TRIGGER disclosure_refuse_change;
