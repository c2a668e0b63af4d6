-- Who died, as the population register says: what was recorded about that child alone ends (DOMAIN.md 10 and 12).

CREATE TABLE view_death (
    person text COLLATE "C" PRIMARY KEY,
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE view_death IS 'Persons of whom the register says that they died, until nobody knows any more who they were.';

CREATE UNLOGGED TABLE view_rebuild.view_death (LIKE view_death INCLUDING ALL);

GRANT SELECT, INSERT, UPDATE, DELETE ON view_death TO samenloop_app;
GRANT SELECT ON view_death TO samenloop_reader;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON view_rebuild.view_death TO samenloop_app;
