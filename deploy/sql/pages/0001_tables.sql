-- Who may come to a page: codes that work once, and the sessions they open. Hashes only: nobody logs in with what stands here.

CREATE TABLE page_code (
    digest bytea PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL,
    professional text COLLATE "C" NOT NULL,
    begins_at text COLLATE "C" NOT NULL,
    issued_at timestamptz NOT NULL,
    until timestamptz NOT NULL
);
CREATE TABLE page_session (LIKE page_code INCLUDING ALL);
CREATE INDEX page_code_until ON page_code (until);
CREATE INDEX page_session_until ON page_session (until);
COMMENT ON TABLE page_code IS 'A code for one login within ten minutes; taken out when it is used.';
COMMENT ON TABLE page_session IS 'A session of half an hour, by the hash of its cookie.';
COMMENT ON COLUMN page_code.begins_at IS 'The page to begin with: it holds at most the organisation''s own reference to a person.';
COMMENT ON COLUMN page_code.issued_at IS 'When the code was given out: access that was revoked after that opens no page.';
