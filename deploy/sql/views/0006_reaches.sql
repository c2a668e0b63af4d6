-- The inbox: every kind of notification, and whom within the organisation it must reach beside whose case it is.

ALTER TABLE view_inbox
    DROP CONSTRAINT view_inbox_kind_check,
    ADD CONSTRAINT view_inbox_kind_check CHECK (kind IN (
        'match', 'withdrawal', 'access', 'request', 'weigh-request', 'consent-noted', 'consent-ending',
        'consent-ended', 'exception-review'
    )),
    ADD COLUMN reaches text COLLATE "C" CHECK (reaches IN ('duty-contact', 'manager'));
COMMENT ON COLUMN view_inbox.reaches IS 'Whom it must reach beside its professional: the duty contact, or the manager too.';

ALTER TABLE view_rebuild.view_inbox
    DROP CONSTRAINT view_inbox_kind_check,
    ADD CONSTRAINT view_inbox_kind_check CHECK (kind IN (
        'match', 'withdrawal', 'access', 'request', 'weigh-request', 'consent-noted', 'consent-ending',
        'consent-ended', 'exception-review'
    )),
    ADD COLUMN reaches text COLLATE "C" CHECK (reaches IN ('duty-contact', 'manager'));
