-- Only the application opens keys; it may rewrap and delete them. Fingerprints are written once.
GRANT SELECT, INSERT, UPDATE, DELETE ON person_key TO samenloop_app;
GRANT SELECT, INSERT ON master_key_check TO samenloop_app;
REVOKE ALL ON person_key, master_key_check FROM PUBLIC, samenloop_reader;
