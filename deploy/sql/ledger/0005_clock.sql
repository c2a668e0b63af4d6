-- Which kind of clock writes this ledger: one row, inserted once. A replay on invented days and a serving hub never share one.
CREATE TABLE ledger_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    kind text NOT NULL CHECK (kind IN ('wall', 'stepped'))
);
GRANT SELECT, INSERT ON ledger_clock TO samenloop_app;
GRANT SELECT ON ledger_clock TO samenloop_reader;
