-- The application relays; the reader sees how far.
REVOKE ALL ON relay_position FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON relay_position TO samenloop_app;
GRANT SELECT ON relay_position TO samenloop_reader;
