-- What holds for everybody who reaches these tables, the owner included.

-- One lock for every append. It lasts until the transaction ends, and PostgreSQL makes a commit visible before it lets
-- go of the lock: so positions become visible in rising order and a reader that follows them skips nothing.
-- The number is arbitrary; it stands here and in the trigger below, and nowhere else.
CREATE FUNCTION ledger_lock() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(8314890167519437)
$$;

-- Whoever appends takes the lock, whatever code it runs, and may not sit on it: a session without a time-out of its
-- own for idling in a transaction gets one of two seconds for this transaction.
CREATE FUNCTION ledger_guard_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(8314890167519437);
    IF current_setting('idle_in_transaction_session_timeout') = '0' THEN
        PERFORM set_config('idle_in_transaction_session_timeout', '2s', true);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER ledger_guard_insert BEFORE INSERT ON samenloop_events_tt_main
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_guard_insert();
ALTER TABLE samenloop_events_tt_main ENABLE ALWAYS TRIGGER ledger_guard_insert;

CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON samenloop_events_tt_main
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE samenloop_events_tt_main ENABLE ALWAYS TRIGGER ledger_refuse_change;

CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON samenloop_events_tt_tag
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE samenloop_events_tt_tag ENABLE ALWAYS TRIGGER ledger_refuse_change;

CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_command
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE ledger_command ENABLE ALWAYS TRIGGER ledger_refuse_change;

CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
ALTER TABLE ledger_seal ENABLE ALWAYS TRIGGER ledger_refuse_change;
