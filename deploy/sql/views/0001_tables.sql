-- Read models: folded from the ledger, never an authority. Every row can be dropped and folded again.
--
-- No foreign keys: rows of one transaction agree because they are folded from the same facts. Text sorts by bytes, so
-- that the order of a list does not depend on the operating system.

CREATE TABLE view_position (
    view text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL
);
COMMENT ON TABLE view_position IS 'How far the views are; its row is locked by whoever folds, and written with what it folded.';

CREATE TABLE view_family (
    family text COLLATE "C" PRIMARY KEY,
    founded bigint NOT NULL,
    persons text[] COLLATE "C" NOT NULL,
    state bytea NOT NULL
) WITH (fillfactor = 80);
COMMENT ON TABLE view_family IS 'The circles of persons, each with its folded state (hub/domain/document.py): pseudonyms and codes only.';
COMMENT ON COLUMN view_family.family IS 'The person of the circle whom the hub met first; of several met at once, the first by pseudonym.';
COMMENT ON COLUMN view_family.founded IS 'Position of the first fact about that person: of two families that turn out to be one, the older name stays.';

CREATE TABLE view_child (
    person text COLLATE "C" PRIMARY KEY,
    family text COLLATE "C" NOT NULL
);
COMMENT ON TABLE view_child IS 'The family of each person.';

CREATE TABLE view_signal (
    signal text COLLATE "C" PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    kind text NOT NULL,
    category text,
    severity text,
    ended_at timestamptz,
    retracted boolean NOT NULL,
    UNIQUE (owner, number)
);
COMMENT ON TABLE view_signal IS 'Each organisation''s own signals, numbered 1, 2, 3 per organisation.';

CREATE TABLE view_match (
    match text COLLATE "C" PRIMARY KEY,
    recipient text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    rule text NOT NULL,
    anchor text COLLATE "C" NOT NULL,
    lane text NOT NULL,
    opened_at timestamptz NOT NULL,
    raised_at timestamptz NOT NULL,
    identifier_only boolean NOT NULL,
    withdrawn boolean NOT NULL,
    answered text,
    UNIQUE (recipient, number)
);
COMMENT ON TABLE view_match IS 'The matches of each recipient, numbered 1, 2, 3 per recipient in the order in which they opened.';

CREATE TABLE view_inbox (
    notification text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN (
        'match', 'withdrawal', 'access', 'request',
        'weigh-request', 'consent-noted', 'consent-ending', 'consent-ended', 'exception-review'
    )),
    match text COLLATE "C" CHECK ((kind = 'access') = (match IS NULL)),
    rule text,
    lane text NOT NULL,
    message text,
    person text COLLATE "C",
    answer_by timestamptz,
    recorded_at timestamptz NOT NULL,
    identifier_only boolean NOT NULL,
    grounds text[] COLLATE "C" NOT NULL,
    answered text,
    professional text COLLATE "C",
    UNIQUE (organisation, number)
);
COMMENT ON TABLE view_inbox IS 'What each organisation was notified of, numbered 1, 2, 3 per organisation: no number counts what others got.';
COMMENT ON COLUMN view_inbox.professional IS 'Its own professional, by its own code: whose match it is, or whose access is to be confirmed.';

CREATE TABLE view_deadline (
    id text COLLATE "C" PRIMARY KEY,
    rule text NOT NULL,
    due timestamptz NOT NULL,
    persons text[] COLLATE "C" NOT NULL
);
CREATE INDEX view_deadline_due ON view_deadline (due, id);
COMMENT ON TABLE view_deadline IS 'Moments that rules wait for, until they are reached.';

CREATE TABLE view_identity (
    id text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('review', 'link')),
    number bigint NOT NULL,
    persons text[] COLLATE "C" NOT NULL,
    reasons text[] COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    state text NOT NULL,
    decided_by text,
    UNIQUE (kind, number)
);
COMMENT ON TABLE view_identity IS 'Identity reviews and links between pseudonyms, for stewards: pseudonyms and codes only.';

CREATE TABLE view_request (
    request text COLLATE "C" PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    person text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    received_at timestamptz NOT NULL,
    due timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'proposed', 'decided', 'forgotten')),
    UNIQUE (owner, number)
);
COMMENT ON TABLE view_request IS 'Requests of the family, numbered 1, 2, 3 per municipality that decides them.';

-- The same tables once more, for `hub rebuild`: it folds everything anew here and compares. A crash may empty them.
CREATE SCHEMA view_rebuild;
CREATE UNLOGGED TABLE view_rebuild.view_position (LIKE view_position INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_family (LIKE view_family INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_child (LIKE view_child INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_signal (LIKE view_signal INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_match (LIKE view_match INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_inbox (LIKE view_inbox INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_deadline (LIKE view_deadline INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_identity (LIKE view_identity INCLUDING ALL);
CREATE UNLOGGED TABLE view_rebuild.view_request (LIKE view_request INCLUDING ALL);
