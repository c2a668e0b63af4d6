-- What became of matches, and which signals reached others: for figures without names (hub/views/figures.py).

CREATE TABLE view_effect (
    match text COLLATE "C" PRIMARY KEY,
    recipient text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    persons text[] COLLATE "C" NOT NULL,
    occurred_at timestamptz,
    signalled_at timestamptz,
    opened_at timestamptz NOT NULL,
    told_at timestamptz,
    answered_at timestamptz,
    answer text,
    contact_at timestamptz,
    coordinator_at timestamptz,
    plan_at timestamptz,
    help_at timestamptz,
    withdrawn boolean NOT NULL
);
CREATE INDEX view_effect_opened ON view_effect (opened_at);
CREATE INDEX view_effect_persons ON view_effect USING gin (persons);
COMMENT ON TABLE view_effect IS 'What its recipient made of each match that shows it something of another: contact, coordinator, plan and help, each by when it was first recorded.';
COMMENT ON COLUMN view_effect.occurred_at IS 'Of the signal on which the match opened, the last recorded of those of others that its recipient was shown.';
COMMENT ON COLUMN view_effect.signalled_at IS 'When that signal was recorded.';

CREATE TABLE view_reach (
    signal text COLLATE "C" PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    reached_at timestamptz NOT NULL
);
CREATE INDEX view_reach_at ON view_reach (reached_at);
COMMENT ON TABLE view_reach IS 'The signals of which another was told in a match, and since when. One that is sealed to everybody is not here.';

CREATE UNLOGGED TABLE view_rebuild.view_effect (LIKE view_effect INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_reach (LIKE view_reach INCLUDING ALL);

GRANT SELECT, INSERT, UPDATE, DELETE ON view_effect, view_reach TO samenloop_app;
GRANT SELECT ON view_effect, view_reach TO samenloop_reader;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON view_rebuild.view_effect, view_rebuild.view_reach TO samenloop_app;
