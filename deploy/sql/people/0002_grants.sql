-- The application adds persons, completes what is known of them, and erases them. The reader has no business here.
GRANT SELECT, INSERT, UPDATE, DELETE ON person, person_identifier TO samenloop_app;
GRANT SELECT, INSERT, DELETE ON signal_content TO samenloop_app;
REVOKE ALL ON person, person_identifier, signal_content FROM PUBLIC, samenloop_reader;
REVOKE ALL ON FUNCTION person_look_up(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_look_up(bytea[]) TO samenloop_app;
