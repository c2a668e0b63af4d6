-- Families as they were folded up to some position, so that a decision reads one row and what came after it instead of
-- a whole history scattered over the disk. Never an authority: each row is authenticated under a key that no database
-- holds, says up to where it goes, and may be deleted at any time (TRUNCATE both): it is made again when needed.
-- A row is some 2 kB, compressed already. It stays in its page, beside which a newer one fits: so reading is one page and
-- writing touches no index.
CREATE TABLE ledger_folded (
    circle text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
) WITH (toast_tuple_target = 4096, fillfactor = 60);
ALTER TABLE ledger_folded ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE ledger_folded IS 'A folded family: named by one of its persons, with position, persons and state in its content.';

CREATE TABLE ledger_folded_person (
    person text COLLATE "C" PRIMARY KEY,
    circle text COLLATE "C" NOT NULL
);
COMMENT ON TABLE ledger_folded_person IS 'In which folded family a person is, if in any.';

GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_folded, ledger_folded_person TO samenloop_app;
GRANT SELECT ON ledger_folded, ledger_folded_person TO samenloop_reader;
