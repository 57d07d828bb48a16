-- Scheduled work sees journeys, legs, signatures, referrals, tasks and notices, and no case.

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['referral_journey', 'referral_journeyparty', 'referral_leg', 'referral_gatesignature', 'referral_journeyevent',
                           'referral_referral', 'referral_task', 'referral_notice'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS worker ON %I', t);
    EXECUTE format('CREATE POLICY worker ON %I TO trm_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO trm_worker', t);
  END LOOP;
END $$;
GRANT INSERT ON referral_task, referral_notice, referral_journeyevent TO trm_worker;
GRANT UPDATE (status) ON referral_referral TO trm_worker;
REVOKE SELECT ON accounts_user FROM trm_worker;
GRANT SELECT (id, language, is_active) ON accounts_user TO trm_worker;
GRANT SELECT ON accounts_organisation, accounts_membership, django_migrations TO trm_worker;
-- It asks the bodies of the directory once a month whether their entry is still right.
GRANT SELECT ON directory_contact TO trm_worker;
GRANT UPDATE (asked_at) ON directory_contact TO trm_worker;

-- The doors are the application's. Without a membership that acts they open nothing; no other role may even knock.
DO $$
DECLARE
  door regprocedure;
BEGIN
  FOR door IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', door);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO trm_app', door);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION desk_acting() TO trm_worker;  -- its audit entries ask who acts: nobody
-- It counts the log. Nobody else asks for that, so that no threshold is tried out from a page.
GRANT EXECUTE ON FUNCTION note_unusual_reading(jsonb, timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION note_unusual_reading(jsonb, timestamptz) FROM trm_app;
-- Who turns 18 (64): it gets the number of journeys with new tasks, and reads no day.
GRANT EXECUTE ON FUNCTION note_coming_of_age(timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION note_coming_of_age(timestamptz) FROM trm_app;
-- Whose consent is a year old (86): the number of tasks, and no case.
GRANT EXECUTE ON FUNCTION note_consent_reviews(timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION note_consent_reviews(timestamptz) FROM trm_app;
-- It counts how frequent names are, as the import does for its own organisation.
DO $$
BEGIN
  IF to_regprocedure('count_names()') IS NOT NULL THEN GRANT EXECUTE ON FUNCTION count_names() TO trm_worker; END IF;
END $$;
-- Files in quarantine go to the scanner, and what lies in the store without a row is deleted.
GRANT EXECUTE ON FUNCTION files_to_scan(), file_scanned(uuid, text), blobs_in_use(uuid[]) TO trm_worker;
REVOKE EXECUTE ON FUNCTION files_to_scan(), file_scanned(uuid, text), blobs_in_use(uuid[]) FROM trm_app;
-- The figures of the coordinators' desk (77): counted by the worker alone.
GRANT EXECUTE ON FUNCTION refresh_desk(timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION refresh_desk(timestamptz) FROM trm_app;
-- Letters that say that something waits (79): made, taken and marked by the worker alone.
GRANT EXECUTE ON FUNCTION queue_notice_mail(timestamptz), take_notice_mail(timestamptz), notice_mail_tried(uuid, boolean, timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION queue_notice_mail(timestamptz), take_notice_mail(timestamptz), notice_mail_tried(uuid, boolean, timestamptz) FROM trm_app;
-- What is due for erasing (89): proposed by the worker alone, which is told a number.
GRANT EXECUTE ON FUNCTION propose_erasures(jsonb, timestamptz) TO trm_worker;
REVOKE EXECUTE ON FUNCTION propose_erasures(jsonb, timestamptz) FROM trm_app;
-- What a plan is told of a year (83), and who is asked what came of a course: an address, and never a name.
GRANT EXECUTE ON FUNCTION yearly_figure(text, text, int, int) TO trm_worker;
REVOKE EXECUTE ON FUNCTION yearly_figure(text, text, int, int) FROM trm_app;
DO $knowledge$
BEGIN
  IF to_regclass('public.plans_indicatorvalue') IS NOT NULL THEN
    GRANT SELECT ON plans_plan, plans_edition, plans_indicator, plans_indicatorvalue TO trm_worker;
    GRANT INSERT ON plans_indicatorvalue TO trm_worker;
  END IF;
  IF to_regclass('public.training_followup') IS NOT NULL THEN
    GRANT SELECT ON training_followup TO trm_worker;
    GRANT UPDATE (asked_at) ON training_followup TO trm_worker;
    GRANT SELECT (id, participant_id, issued_on, revoked_at) ON training_certificate TO trm_worker;
    GRANT SELECT (id, session_id, email, may_write), UPDATE (token_digest) ON training_participant TO trm_worker;
    GRANT SELECT (id, language) ON training_trainingsession TO trm_worker;
  END IF;
END $knowledge$;
