-- A person who cannot be reached (domain reference 3.5, docs/adr/0015). From the report until the person is found, the case and its journey
-- are frozen to the case manager who leads it and to supervisors: `kept_apart` (59) and `granted` (60) ask here. What is not yet
-- in a receiver's hands waits. The tables come with a later migration than the first run of these files.

-- Whether this organisation misses the person of this journey.
CREATE OR REPLACE FUNCTION desk_private.misses(of_organisation uuid, of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_absence a WHERE a.organisation_id = of_organisation AND a.journey_id = of_journey AND a.found_at IS NULL);
END $$;

-- Whether the sender of this referral keeps its package back for now: yes or no, no reason, for the two organisations of it.
CREATE OR REPLACE FUNCTION keeps_back(of_referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = of_referral AND desk_organisation() IN (r.sender_id, r.receiver_id)
    AND desk_private.misses(r.sender_id, r.journey_id));
END $$;

-- A task of today for another organisation of the journey, in its own case where it has one. A code, no word.
CREATE OR REPLACE FUNCTION desk_private.ask_of(who uuid, of_journey uuid, what text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, assigned_to_id, due_on, made_at)
    SELECT gen_random_uuid(), who, of_journey, c.id, what, '', ''::bytea, c.lead_id, desk_private.today_of(who), now()
      FROM (SELECT 1) one LEFT JOIN referral_case c ON c.journey_id = of_journey AND c.organisation_id = who AND c.closed_at IS NULL;
END $$;

-- The report, by whoever works on the case. It is frozen at this moment, open emergency access ends, and the supervisor who will decide
-- gets a look at it. False: it was reported before.
CREATE OR REPLACE FUNCTION report_missing(new_id uuid, of_case uuid, seen text, seen_on date, who_noticed text, boss uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.*, j.child, j.reference INTO c FROM referral_case x JOIN referral_journey j ON j.id = x.journey_id
   WHERE x.id = of_case AND x.organisation_id = desk_organisation() FOR UPDATE OF x;
  IF NOT FOUND OR desk_role() NOT IN ('case_manager', 'supervisor') OR NOT desk_private.granted(of_case, NULL) OR c.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'not yours to report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF boss IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
       WHERE m.user_id = boss AND m.organisation_id = c.organisation_id AND m.role = 'supervisor' AND m.ended_at IS NULL) THEN
    RAISE EXCEPTION 'not a supervisor of yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT 1 FROM referral_absence a WHERE a.case_id = of_case AND a.found_at IS NULL) THEN RETURN false; END IF;
  INSERT INTO referral_absence (id, case_id, journey_id, organisation_id, last_seen, last_seen_on, noticed, reported_at, reported_by_id, supervisor_id,
      status, round_from, decision, reason, found_how)
    VALUES (new_id, c.id, c.journey_id, c.organisation_id, seen, seen_on, who_noticed, clock_timestamp(), desk_user(), boss, c.status, clock_timestamp(), '', '', '');
  UPDATE referral_emergencyaccess SET ends_at = now() WHERE case_id = of_case AND ends_at > now();
  IF boss IS NOT NULL AND NOT desk_private.is_protected(of_case) THEN
    PERFORM desk_private.grant_case(of_case, boss, NULL, ARRAY['summary', 'identity', 'risk', 'services', 'evidence', 'consent', 'journey'], NULL, 'missing');
  END IF;
  IF c.child THEN PERFORM desk_private.tell_guardians(c.journey_id); END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'missing.reported', of_case::text, jsonb_build_object('child', c.child));
  RETURN true;
END $$;

-- The appointed guardian of a missing child is told at once. One who was suspected has no standing appointment, and is told nothing.
CREATE OR REPLACE FUNCTION desk_private.tell_guardians(of_journey uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.ask_of(g.organisation_id, of_journey, 'child_missing')
     FROM (SELECT DISTINCT g.organisation_id FROM referral_guardianship g JOIN referral_case c ON c.id = g.case_id
            WHERE c.journey_id = of_journey AND g.organisation_id <> desk_organisation() AND g.confirmed_at IS NOT NULL AND g.ended_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM referral_guardianship s JOIN referral_case o ON o.id = s.case_id
                WHERE o.journey_id = of_journey AND s.organisation_id = g.organisation_id AND s.end_reason = 'suspected' AND s.ended_at > g.confirmed_at)
              AND EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = g.organisation_id
                           AND p.hidden_at IS NULL)) g;
END $$;

-- Found, or come back: the freeze is lifted here and now, with a record. Whoever had the case open has it open again.
CREATE OR REPLACE FUNCTION end_missing(of_case uuid, how text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() NOT IN ('case_manager', 'supervisor') OR NOT desk_private.granted(of_case, NULL) THEN
    RAISE EXCEPTION 'not yours to end' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE referral_absence SET found_at = clock_timestamp(), found_by_id = desk_user(), found_how = how
   WHERE case_id = of_case AND organisation_id = desk_organisation() AND found_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM referral_caseusergrant WHERE content_object_id = of_case AND reason = 'missing' AND classes IS NOT NULL;
  UPDATE referral_task SET done_at = now(), done_by_id = desk_user()
   WHERE organisation_id = desk_organisation() AND case_id = of_case AND done_at IS NULL
     AND kind IN ('contact_try', 'missing_child', 'missing_decision');
  UPDATE referral_task t SET done_at = now() FROM referral_case c
   WHERE c.id = of_case AND t.journey_id = c.journey_id AND t.kind = 'child_missing' AND t.done_at IS NULL
     AND t.organisation_id IN (SELECT g.organisation_id FROM referral_guardianship g JOIN referral_case x ON x.id = g.case_id WHERE x.journey_id = c.journey_id);
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'missing.found', of_case::text, jsonb_build_object('how', how));
  RETURN true;
END $$;

-- What the supervisor decides after the ladder, by the database's own count of it. A child's absence is never closed.
CREATE OR REPLACE FUNCTION absence_is_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL THEN RETURN NEW; END IF;  -- the owner: nobody else passes the policies without acting
  IF OLD.found_at IS NOT NULL THEN RAISE EXCEPTION 'found' USING ERRCODE = 'check_violation'; END IF;
  IF (NEW.decision, NEW.reason, NEW.decided_at, NEW.decided_by_id, NEW.round_from)
     IS NOT DISTINCT FROM (OLD.decision, OLD.reason, OLD.decided_at, OLD.decided_by_id, OLD.round_from) THEN RETURN NEW; END IF;
  IF desk_role() IS DISTINCT FROM 'supervisor' OR NEW.decided_by_id IS DISTINCT FROM desk_user() THEN
    RAISE EXCEPTION 'a supervisor decides' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.decided_at := clock_timestamp();
  NEW.round_from := CASE NEW.decision WHEN 'keep' THEN clock_timestamp() ELSE OLD.round_from END;
  IF NEW.decision = 'close' AND (NOT desk_private.ladder_is_done(OLD.id)
       OR EXISTS (SELECT 1 FROM referral_journey j WHERE j.id = OLD.journey_id AND j.child)) THEN
    RAISE EXCEPTION 'not closed before the ladder is done, and never for a child' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- As `referral.absence.ladder` counts. TRIES and WITHIN_DAYS stand there.
CREATE OR REPLACE FUNCTION desk_private.ladder_is_done(of_absence uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  a record;
BEGIN
  SELECT * INTO a FROM referral_absence WHERE id = of_absence;
  RETURN (SELECT count(DISTINCT t.way) FROM referral_contacttry t WHERE t.absence_id = a.id AND t.written_at >= a.round_from) >= 3
    OR (now() >= a.round_from + interval '14 days' AND NOT EXISTS (
      SELECT 1 FROM unnest(desk_private.safe_ways(a.case_id)) way WHERE NOT EXISTS (
        SELECT 1 FROM referral_contacttry t WHERE t.absence_id = a.id AND t.way = way AND t.written_at >= a.round_from)));
END $$;

CREATE OR REPLACE FUNCTION desk_private.safe_ways(of_case uuid) RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT way FROM referral_whereabouts w, unnest(w.ways) way WHERE w.case_id = of_case AND NOT (way = 'call'
    AND EXISTS (SELECT 1 FROM referral_summary s WHERE s.case_id = of_case AND 'no_phone' = ANY (s.safety_flags))));
END $$;

-- The ways for a supervisor, who reads no whereabouts: codes only, while the person is missing.
CREATE OR REPLACE FUNCTION ways_to_try(of_case uuid) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() NOT IN ('case_manager', 'supervisor') OR NOT desk_private.granted(of_case, NULL) THEN RETURN '{}'; END IF;
  RETURN (SELECT desk_private.safe_ways(c.id) FROM referral_case c WHERE c.id = of_case AND c.organisation_id = desk_organisation());
END $$;

-- A try goes a way that the person gave, and that has not turned out to be somebody else's.
CREATE OR REPLACE FUNCTION try_goes_a_safe_way() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a record;
BEGIN
  SELECT * INTO a FROM referral_absence WHERE id = NEW.absence_id;
  IF a.found_at IS NOT NULL OR NEW.by_id IS DISTINCT FROM desk_user() OR NEW.at > clock_timestamp() + interval '1 minute'
     OR NEW.way <> ALL (desk_private.safe_ways(a.case_id))
     OR EXISTS (SELECT 1 FROM referral_contacttry t WHERE t.absence_id = a.id AND t.way = NEW.way AND t.result IN ('somebody', 'failed')) THEN
    RAISE EXCEPTION 'not a safe way to try' USING ERRCODE = 'check_violation';
  END IF;
  NEW.written_at := clock_timestamp();
  RETURN NEW;
END $$;

-- While the person is missing nothing new goes out: no part is packed, and what waited for a second signature waits on.
CREATE OR REPLACE FUNCTION missing_keeps_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM referral_referral r WHERE r.id = CASE TG_TABLE_NAME WHEN 'referral_packagepart' THEN (to_jsonb(NEW)->>'referral_id')::uuid
       ELSE (to_jsonb(NEW)->>'id')::uuid END AND desk_private.misses(desk_organisation(), r.journey_id)) THEN
    RAISE EXCEPTION 'kept back while the person is missing' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Nor does the receiver take into work what waits.
CREATE OR REPLACE FUNCTION missing_is_not_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM referral_package k JOIN referral_referral r ON r.id = k.referral_id
       WHERE k.id = NEW.package_id AND k.sender_id <> desk_organisation() AND desk_private.misses(k.sender_id, r.journey_id)) THEN
    RAISE EXCEPTION 'the sender keeps this back' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $absences$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.referral_absence') IS NULL THEN RETURN; END IF;

  FOREACH t IN ARRAY ARRAY['referral_absence', 'referral_contacttry', 'referral_missingnotice'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;

  DROP POLICY IF EXISTS seen ON referral_absence;
  CREATE POLICY seen ON referral_absence FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role()) IN ('case_manager', 'supervisor')
    AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id = referral_absence.case_id));
  DROP POLICY IF EXISTS decided ON referral_absence;
  CREATE POLICY decided ON referral_absence FOR UPDATE TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role()) IN ('case_manager', 'supervisor') AND found_at IS NULL
    AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id = referral_absence.case_id));
  GRANT UPDATE (decision, reason, decided_at, decided_by_id, round_from) ON referral_absence TO trm_app;
  DROP TRIGGER IF EXISTS is_decided ON referral_absence;
  CREATE TRIGGER is_decided BEFORE UPDATE ON referral_absence FOR EACH ROW EXECUTE FUNCTION absence_is_decided();
  ALTER TABLE referral_absence ENABLE ALWAYS TRIGGER is_decided;

  FOREACH t IN ARRAY ARRAY['referral_contacttry', 'referral_missingnotice'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS seen ON %I', t);
    EXECUTE format('CREATE POLICY seen ON %1$I FOR SELECT TO trm_app USING (EXISTS (SELECT 1 FROM referral_absence a WHERE a.id = %1$I.absence_id))', t);
    EXECUTE format('DROP POLICY IF EXISTS own_name ON %I', t);
    EXECUTE format('GRANT INSERT ON %I TO trm_app', t);
  END LOOP;
  CREATE POLICY own_name ON referral_contacttry FOR INSERT TO trm_app WITH CHECK (
    by_id = (SELECT desk_user()) AND EXISTS (SELECT 1 FROM referral_absence a WHERE a.id = referral_contacttry.absence_id AND a.found_at IS NULL));
  CREATE POLICY own_name ON referral_missingnotice FOR INSERT TO trm_app WITH CHECK (
    by_id = (SELECT desk_user()) AND EXISTS (SELECT 1 FROM referral_absence a WHERE a.id = referral_missingnotice.absence_id
      AND a.case_id = referral_missingnotice.case_id AND a.found_at IS NULL));
  DROP TRIGGER IF EXISTS goes_a_safe_way ON referral_contacttry;
  CREATE TRIGGER goes_a_safe_way BEFORE INSERT ON referral_contacttry FOR EACH ROW EXECUTE FUNCTION try_goes_a_safe_way();
  ALTER TABLE referral_contacttry ENABLE ALWAYS TRIGGER goes_a_safe_way;

  DROP TRIGGER IF EXISTS missing_keeps_back ON referral_packagepart;
  CREATE TRIGGER missing_keeps_back BEFORE INSERT ON referral_packagepart FOR EACH ROW EXECUTE FUNCTION missing_keeps_back();
  ALTER TABLE referral_packagepart ENABLE ALWAYS TRIGGER missing_keeps_back;
  DROP TRIGGER IF EXISTS missing_is_not_taken ON referral_packagepart;
  CREATE TRIGGER missing_is_not_taken BEFORE UPDATE OF taken_at ON referral_packagepart FOR EACH ROW EXECUTE FUNCTION missing_is_not_taken();
  ALTER TABLE referral_packagepart ENABLE ALWAYS TRIGGER missing_is_not_taken;
  DROP TRIGGER IF EXISTS missing_keeps_back ON referral_referral;
  CREATE TRIGGER missing_keeps_back BEFORE UPDATE OF status ON referral_referral FOR EACH ROW
    WHEN (OLD.status = 'draft' AND NEW.status = 'sent') EXECUTE FUNCTION missing_keeps_back();
  ALTER TABLE referral_referral ENABLE ALWAYS TRIGGER missing_keeps_back;
END $absences$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
