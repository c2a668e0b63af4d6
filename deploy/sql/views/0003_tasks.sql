-- What is expected of organisations, and by when: hints that an answer checks against the family before it tells them.

CREATE TABLE view_task (
    task text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    thing text COLLATE "C" NOT NULL,
    professional text COLLATE "C",
    second boolean NOT NULL,
    person text COLLATE "C" NOT NULL,
    opens timestamptz NOT NULL,
    since timestamptz NOT NULL,
    due timestamptz,
    term text COLLATE "C",
    CHECK ((due IS NULL) <> (term IS NULL))
);
CREATE INDEX view_task_of ON view_task (organisation);
COMMENT ON TABLE view_task IS 'Duties and open offers of each organisation, until they are done. Nothing here is shown before the disclosure decision.';
COMMENT ON COLUMN view_task.second IS 'Somebody else than the professional named does it: the second of two.';
COMMENT ON COLUMN view_task.opens IS 'From when it stands in a calendar.';
COMMENT ON COLUMN view_task.term IS 'The configured term, in days from since, where no fact says when it is due.';

CREATE UNLOGGED TABLE view_rebuild.view_task (LIKE view_task INCLUDING ALL);

GRANT SELECT, INSERT, UPDATE, DELETE ON view_task TO samenloop_app;
GRANT SELECT ON view_task TO samenloop_reader;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON view_rebuild.view_task TO samenloop_app;
