-- The application folds and reads views; whoever may read the ledger may read what is folded from it.
GRANT SELECT, INSERT, UPDATE, DELETE
    ON view_position, view_family, view_child, view_signal, view_match, view_inbox, view_deadline, view_identity, view_request TO samenloop_app;
GRANT SELECT
    ON view_position, view_family, view_child, view_signal, view_match, view_inbox, view_deadline, view_identity, view_request TO samenloop_reader;

GRANT USAGE ON SCHEMA view_rebuild TO samenloop_app;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA view_rebuild TO samenloop_app;
