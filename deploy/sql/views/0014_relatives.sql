-- Whose family a professional does not look at, as their own organisation declared it (DOMAIN.md 5.3).

CREATE TABLE view_relative (
    id text COLLATE "C" PRIMARY KEY,
    declaration text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    professional text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    declared_at timestamptz NOT NULL
);
COMMENT ON TABLE view_relative IS 'Persons declared to be relatives of a professional, a row each, until that is withdrawn or they are forgotten.';
CREATE INDEX view_relative_of ON view_relative (owner, professional);
CREATE INDEX view_relative_person ON view_relative (person);

CREATE UNLOGGED TABLE view_rebuild.view_relative (LIKE view_relative INCLUDING ALL);

GRANT SELECT, INSERT, UPDATE, DELETE ON view_relative TO samenloop_app;
GRANT SELECT ON view_relative TO samenloop_reader;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON view_rebuild.view_relative TO samenloop_app;
