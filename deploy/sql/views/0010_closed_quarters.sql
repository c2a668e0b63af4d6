-- When a match was answered and withdrawn, and a signal retracted: what comes after a quarter closed changes no figure of
-- it. `hub rebuild` fills the new columns of what was folded before.

ALTER TABLE view_effect
    DROP COLUMN answer,
    DROP COLUMN withdrawn,
    ADD COLUMN answers text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE view_effect ALTER COLUMN answers DROP DEFAULT;
COMMENT ON COLUMN view_effect.answers IS 'Moment and code of each answer, as 2026-10-01T12:00:00.000000Z contact-made.';
ALTER TABLE view_reach ADD COLUMN retracted_at timestamptz;

ALTER TABLE view_rebuild.view_effect
    DROP COLUMN answer,
    DROP COLUMN withdrawn,
    ADD COLUMN answers text[] COLLATE "C" NOT NULL,
    ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE view_rebuild.view_reach ADD COLUMN retracted_at timestamptz;
