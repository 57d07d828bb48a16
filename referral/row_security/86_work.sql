-- Work within one organisation: tasks that colleagues give each other, what one puts off, who stands in for whom. None of it opens a case.

-- Nobody puts these off. As `ALARMS` in referral/models/task.py.
CREATE OR REPLACE FUNCTION desk_private.is_alarm(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT kind IN ('tell_protection', 'missed_arrival', 'urgent_need', 'no_contact', 'new_guardian', 'contact_try', 'missing_child', 'child_missing',
    'missing_decision', 'keep_safe', 'stopped', 'companion', 'risk_again', 'high_alert', 'nobody_meets', 'holder_lost', 'not_confirmed') $$;

-- Whether a colleague can open the whole case: by a grant of her or his own, or of a team. A look for a signature does not count.
CREATE OR REPLACE FUNCTION desk_private.can_open(of_case uuid, who uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_caseusergrant g WHERE g.content_object_id = of_case AND g.user_id = who AND g.classes IS NULL
      AND (g.expires_at IS NULL OR g.expires_at > now()))
    OR EXISTS (SELECT 1 FROM referral_casegroupgrant g JOIN accounts_team t ON t.group_id = g.group_id
      JOIN accounts_membership_teams x ON x.team_id = t.id JOIN accounts_membership m ON m.id = x.membership_id
      WHERE g.content_object_id = of_case AND m.user_id = who AND m.ended_at IS NULL AND m.organisation_id = g.organisation_id
        AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now()));
END $$;

-- A task is given on a case that both can open, in one's own name, and it is never about a gate. What our own functions do is not
-- given by somebody: a case that is handed over takes its tasks along.
CREATE OR REPLACE FUNCTION task_is_given_within_the_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.case_id IS NULL OR NEW.assigned_to_id IS NULL OR NEW.asked_by_id IS DISTINCT FROM desk_user() OR NEW.errand = '' OR NEW.gate <> ''
     OR NOT EXISTS (SELECT 1 FROM referral_case c WHERE c.id = NEW.case_id AND c.organisation_id = desk_organisation() AND c.journey_id = NEW.journey_id)
     OR NOT desk_private.can_open(NEW.case_id, desk_user()) OR NOT desk_private.can_open(NEW.case_id, NEW.assigned_to_id)
     OR NOT desk_private.works_here(NEW.assigned_to_id) THEN
    RAISE EXCEPTION 'a task is given to who can open the case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION snooze_is_ones_own() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t record;
BEGIN
  IF desk_user() IS NULL THEN RETURN NEW; END IF;
  SELECT kind, organisation_id, done_at INTO t FROM referral_task WHERE id = NEW.task_id;
  IF t.organisation_id IS DISTINCT FROM desk_organisation() OR t.done_at IS NOT NULL OR desk_private.is_alarm(t.kind)
     OR NEW.until > current_date + 31 THEN
    RAISE EXCEPTION 'not to be put off' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Oneself, or a supervisor for somebody; both work here.
CREATE OR REPLACE FUNCTION cover_is_of_this_house() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL THEN RETURN NEW; END IF;
  IF NEW.made_by_id IS DISTINCT FROM desk_user() OR NEW.ended_at IS NOT NULL
     OR NOT (NEW.person_id = desk_user() OR desk_role() = 'supervisor')
     OR NOT desk_private.works_here(NEW.person_id) OR NOT desk_private.works_here(NEW.deputy_id) THEN
    RAISE EXCEPTION 'not yours to hand over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- For a supervisor, as the caseload: the references that somebody away leads or has tasks in, and that the deputy cannot open. No content.
CREATE OR REPLACE FUNCTION cover_gaps() RETURNS TABLE (cover_id uuid, case_id uuid, reference text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'supervisor' THEN RETURN; END IF;
  RETURN QUERY
  SELECT v.id, c.id, j.reference::text FROM referral_cover v
    JOIN LATERAL (
      SELECT x.id FROM referral_case x WHERE x.lead_id = v.person_id AND x.organisation_id = v.organisation_id AND x.closed_at IS NULL
      UNION SELECT t.case_id FROM referral_task t WHERE t.assigned_to_id = v.person_id AND t.organisation_id = v.organisation_id AND t.done_at IS NULL
               AND t.case_id IS NOT NULL) of_person ON true
    JOIN referral_case c ON c.id = of_person.id AND c.organisation_id = v.organisation_id
    JOIN referral_journey j ON j.id = c.journey_id
   WHERE v.organisation_id = desk_organisation() AND v.ended_at IS NULL AND v.to_on >= desk_private.today_of(v.organisation_id)
     AND c.journey_id <> ALL ((SELECT kept_apart())::uuid[]) AND desk_private.merged_into(c.id) IS NULL
     AND (NOT (SELECT guardian_acts()) OR NOT guardian_barred(c.journey_id)) AND NOT desk_private.can_open(c.id, v.deputy_id)
   ORDER BY v.from_on, v.id, j.reference LIMIT 200;
END $$;

-- How much lies with whom: numbers by week and nothing else. A decision of the person has no week (rules of practice 4).
CREATE OR REPLACE FUNCTION work_load(today date) RETURNS TABLE (user_id uuid, week int, number bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() IS DISTINCT FROM 'supervisor' THEN RETURN; END IF;
  RETURN QUERY
  SELECT t.assigned_to_id, CASE WHEN t.due_on IS NULL OR t.gate IN ('G1', 'G2', 'G4') THEN NULL WHEN t.due_on < today THEN -1
              ELSE least(2, (t.due_on - date_trunc('week', today)::date) / 7) END, count(*)
    FROM referral_task t
   WHERE t.organisation_id = desk_organisation() AND t.done_at IS NULL AND (t.journey_id IS NULL OR t.journey_id <> ALL ((SELECT kept_apart())::uuid[]))
     AND (t.journey_id IS NULL OR NOT (SELECT guardian_acts()) OR NOT guardian_barred(t.journey_id))
   GROUP BY 1, 2;
END $$;

-- For the scheduled work: two weeks before a consent is a year old, the lead is asked to ask (rules of practice 10). Each conversation is
-- looked at once; where a later one was held, or all was taken back, nobody is asked. `review_noted` comes with a later migration.
CREATE OR REPLACE FUNCTION note_consent_reviews(moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made int;
BEGIN
  WITH old AS (UPDATE referral_consent SET review_noted = true WHERE NOT review_noted AND review_on <= moment::date + 14 RETURNING case_id, review_on)
  INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, assigned_to_id, due_on, made_at)
    SELECT gen_random_uuid(), c.organisation_id, c.journey_id, c.id, 'consent_review', '', ''::bytea, c.lead_id, max(old.review_on), moment
      FROM old JOIN referral_case c ON c.id = old.case_id
     WHERE c.stage <> 6 AND NOT EXISTS (SELECT 1 FROM referral_consent k WHERE k.case_id = c.id AND k.review_on > moment::date + 14)
       AND EXISTS (SELECT 1 FROM referral_consentitem i WHERE i.case_id = c.id AND i.agreed AND i.withdrawn_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM referral_task t WHERE t.case_id = c.id AND t.kind = 'consent_review' AND t.done_at IS NULL)
     GROUP BY c.id;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

DO $work$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.referral_cover') IS NULL OR to_regclass('public.referral_snooze') IS NULL THEN RETURN; END IF;
  FOREACH t IN ARRAY ARRAY['referral_cover', 'referral_snooze'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;

  DROP POLICY IF EXISTS own ON referral_snooze;
  CREATE POLICY own ON referral_snooze TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND user_id = (SELECT desk_user()));
  GRANT INSERT, DELETE ON referral_snooze TO trm_app;
  GRANT UPDATE (reason, until, made_at) ON referral_snooze TO trm_app;
  DROP TRIGGER IF EXISTS is_ones_own ON referral_snooze;
  CREATE TRIGGER is_ones_own BEFORE INSERT OR UPDATE ON referral_snooze FOR EACH ROW EXECUTE FUNCTION snooze_is_ones_own();
  ALTER TABLE referral_snooze ENABLE ALWAYS TRIGGER is_ones_own;

  DROP POLICY IF EXISTS of_both ON referral_cover;
  CREATE POLICY of_both ON referral_cover FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation())
    AND ((SELECT desk_user()) IN (person_id, deputy_id) OR (SELECT desk_role()) = 'supervisor'));
  DROP POLICY IF EXISTS made ON referral_cover;
  CREATE POLICY made ON referral_cover FOR INSERT TO trm_app WITH CHECK (organisation_id = (SELECT desk_organisation()));
  DROP POLICY IF EXISTS ended ON referral_cover;
  CREATE POLICY ended ON referral_cover FOR UPDATE TO trm_app USING (
    organisation_id = (SELECT desk_organisation())
    AND ((SELECT desk_user()) = person_id OR (SELECT desk_role()) = 'supervisor'));
  GRANT INSERT ON referral_cover TO trm_app;
  GRANT UPDATE (ended_at) ON referral_cover TO trm_app;
  DROP TRIGGER IF EXISTS is_of_this_house ON referral_cover;
  CREATE TRIGGER is_of_this_house BEFORE INSERT ON referral_cover FOR EACH ROW EXECUTE FUNCTION cover_is_of_this_house();
  ALTER TABLE referral_cover ENABLE ALWAYS TRIGGER is_of_this_house;

  DROP TRIGGER IF EXISTS is_given_within_the_case ON referral_task;
  CREATE TRIGGER is_given_within_the_case BEFORE INSERT OR UPDATE OF kind, case_id, journey_id, assigned_to_id, asked_by_id, errand, gate ON referral_task
    FOR EACH ROW WHEN (NEW.kind = 'assigned' AND current_user <> 'trm_owner') EXECUTE FUNCTION task_is_given_within_the_case();
  ALTER TABLE referral_task ENABLE ALWAYS TRIGGER is_given_within_the_case;
END $work$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
