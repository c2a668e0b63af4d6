-- Three roles (made by whoever made the database): the owner defines, the application appends and reads, the reader
-- reads. The application cannot name a position: it comes from the sequence, under the lock.

ALTER TABLE samenloop_events_tt_main OWNER TO samenloop_owner;
ALTER TABLE samenloop_events_tt_tag OWNER TO samenloop_owner;
ALTER TABLE ledger_command OWNER TO samenloop_owner;
ALTER TABLE ledger_seal OWNER TO samenloop_owner;
ALTER FUNCTION ledger_lock() OWNER TO samenloop_owner;
ALTER FUNCTION ledger_guard_insert() OWNER TO samenloop_owner;
ALTER FUNCTION ledger_refuse_change() OWNER TO samenloop_owner;
ALTER FUNCTION dcb_unconditional_append_tt(dcb_event_tt[]) OWNER TO samenloop_owner;
ALTER FUNCTION dcb_conditional_append_tt(dcb_query_item_tt[], bigint, dcb_event_tt[]) OWNER TO samenloop_owner;
ALTER TYPE dcb_event_tt OWNER TO samenloop_owner;
ALTER TYPE dcb_query_item_tt OWNER TO samenloop_owner;

REVOKE ALL ON FUNCTION ledger_lock() FROM PUBLIC;
REVOKE ALL ON FUNCTION dcb_unconditional_append_tt(dcb_event_tt[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION dcb_conditional_append_tt(dcb_query_item_tt[], bigint, dcb_event_tt[]) FROM PUBLIC;

GRANT SELECT, INSERT (type, data, tags) ON samenloop_events_tt_main TO samenloop_app;
GRANT USAGE ON SEQUENCE samenloop_events_tt_main_id_seq TO samenloop_app;
GRANT SELECT, INSERT ON samenloop_events_tt_tag, ledger_command, ledger_seal TO samenloop_app;
GRANT EXECUTE ON FUNCTION ledger_lock() TO samenloop_app;
GRANT EXECUTE ON FUNCTION dcb_unconditional_append_tt(dcb_event_tt[]) TO samenloop_app;
GRANT EXECUTE ON FUNCTION dcb_conditional_append_tt(dcb_query_item_tt[], bigint, dcb_event_tt[]) TO samenloop_app;

GRANT SELECT ON samenloop_events_tt_main, samenloop_events_tt_tag, ledger_command, ledger_seal TO samenloop_reader;
