-- Until when something may have to be done at all, so that a calendar is not read through what is long over; and what is
-- asked about a thing or by a person, which goes when these are archived or forgotten. `hub rebuild` fills the column.

ALTER TABLE view_task ADD COLUMN until timestamptz;
ALTER TABLE view_rebuild.view_task ADD COLUMN until timestamptz;
COMMENT ON COLUMN view_task.until IS 'From then on it stands in no calendar any more; null where only a fact ends it.';

CREATE INDEX view_task_thing ON view_task (thing);
CREATE INDEX view_task_person ON view_task (person);
CREATE INDEX view_task_thing ON view_rebuild.view_task (thing);
CREATE INDEX view_task_person ON view_rebuild.view_task (person);
