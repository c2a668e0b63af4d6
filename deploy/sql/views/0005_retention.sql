-- When the next term of a signal begins to run, and who is restricted until they can be erased.

ALTER TABLE view_signal
    ADD COLUMN kept text NOT NULL CHECK (kept IN ('active', 'ended', 'retracted', 'archived', 'gone')),
    ADD COLUMN since timestamptz NOT NULL;
ALTER TABLE view_rebuild.view_signal
    ADD COLUMN kept text NOT NULL CHECK (kept IN ('active', 'ended', 'retracted', 'archived', 'gone')),
    ADD COLUMN since timestamptz NOT NULL;
CREATE INDEX view_signal_kept ON view_signal (kept, since) WHERE kept <> 'gone';
COMMENT ON COLUMN view_signal.kept IS 'How much of it is kept; of one that is gone only its number and its dates.';
COMMENT ON COLUMN view_signal.since IS 'From when the term runs after which less of it is kept.';

ALTER TABLE view_request ADD COLUMN waits boolean NOT NULL;
ALTER TABLE view_rebuild.view_request ADD COLUMN waits boolean NOT NULL;
CREATE INDEX view_request_waits ON view_request (request) WHERE waits;
ALTER TABLE view_request ADD COLUMN decided_at timestamptz;
ALTER TABLE view_rebuild.view_request ADD COLUMN decided_at timestamptz;
CREATE INDEX view_request_decided ON view_request (request) WHERE state = 'decided';
COMMENT ON COLUMN view_request.decided_at IS 'From when the term runs after which it is forgotten who asked.';
COMMENT ON COLUMN view_request.waits IS 'Somebody is restricted by it until nothing protects anybody by their data any more.';
