-- The disclosure log: one line per viewer, data subject and answer, written before the answer leaves, and the seals over
-- them. Pseudonyms, codes and identifiers only. Field by field beside NEN 7513 and Logboek Dataverwerkingen: docs/disclosures.md.

CREATE TABLE disclosure_line (
    id bigserial PRIMARY KEY,
    trace bytea NOT NULL CHECK (octet_length(trace) = 16),
    span bytea NOT NULL CHECK (octet_length(span) = 8),
    parent bytea CHECK (octet_length(parent) = 8),
    began timestamptz NOT NULL,
    ended timestamptz NOT NULL,
    organisation text COLLATE "C" NOT NULL,
    professional text,
    principal text,
    person text COLLATE "C",
    operation text NOT NULL,
    purpose text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('asked', 'shown', 'nothing-shown')),
    shown text NOT NULL,
    sealed bytea NOT NULL
);
CREATE INDEX disclosure_line_person ON disclosure_line (person, id) WHERE person IS NOT NULL;
CREATE INDEX disclosure_line_organisation ON disclosure_line (organisation, id);
CREATE INDEX disclosure_line_began ON disclosure_line USING brin (began);
COMMENT ON TABLE disclosure_line IS 'Who was shown what of whom, on which ground. Append-only; a line may go five years after it was written.';
COMMENT ON COLUMN disclosure_line.person IS 'The data subject, by pseudonym; null where the hub knows nobody who was asked about. Erasing the person leaves it unreadable.';
COMMENT ON COLUMN disclosure_line.professional IS 'Who acted, by the organisation''s own identifier; null for its system.';
COMMENT ON COLUMN disclosure_line.principal IS 'The organisation on whose behalf was asked.';
COMMENT ON COLUMN disclosure_line.shown IS 'What was shown: JSON, each thing with its ground and the profile that decided.';
COMMENT ON COLUMN disclosure_line.sealed IS 'What was decided on and not shown: padded and encrypted, for the data protection officer alone.';

CREATE TABLE disclosure_seal (
    last_id bigint PRIMARY KEY,
    first_id bigint NOT NULL,
    count integer NOT NULL CHECK (count > 0),
    ended timestamptz NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    chain bytea NOT NULL CHECK (octet_length(chain) = 32),
    CHECK (first_id <= last_id)
);
COMMENT ON TABLE disclosure_seal IS 'One row per batch of lines: a digest over them, chained to the seal before it. Stays when its lines have gone.';
COMMENT ON COLUMN disclosure_seal.ended IS 'The latest moment in the batch: when its lines may go is counted from here.';
