-- Two records of one person as one file. A layer: nothing moves, so that keys, consents, packages and histories stay with what they
-- were given for, and an undo gives back what was. The tables come with a later migration than the first run of these files.

-- The record under which this one is read, or none.
CREATE OR REPLACE FUNCTION desk_private.merged_into(of_case uuid) RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass('public.referral_merge') IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT m.main_id FROM referral_merge m WHERE m.other_id = of_case AND m.approved_at IS NOT NULL AND m.ended_at IS NULL);
END $$;

-- Why these two cannot be one file; '' where they can. Whoever protects the person, or may be part of what happened, decides it first.
CREATE OR REPLACE FUNCTION desk_private.why_not_merged(one uuid, two uuid) RETURNS text LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_private.never_known(one) OR desk_private.never_known(two) THEN RETURN 'protected'; END IF;
  IF (SELECT count(*) FROM referral_guardianship g WHERE g.case_id IN (one, two) AND g.ended_at IS NULL) > 1
     OR EXISTS (SELECT 1 FROM referral_guardianship g WHERE g.case_id IN (one, two) AND g.end_reason IN ('suspected', 'entered_wrongly'))
     OR EXISTS (SELECT 1 FROM referral_caseusergrant g JOIN accounts_membership m ON m.user_id = g.user_id AND m.organisation_id = g.organisation_id
                 WHERE g.content_object_id IN (one, two) AND m.role = 'guardian' AND m.ended_at IS NULL) THEN RETURN 'guardian'; END IF;
  IF EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id WHERE c.id IN (one, two) AND (c.stage > 3 OR j.status = 'in_transit')) THEN
    RETURN 'on_the_way';
  END IF;
  IF (SELECT count(DISTINCT j.child) FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id WHERE c.id IN (one, two)) > 1 THEN RETURN 'child'; END IF;
  IF EXISTS (SELECT 1 FROM referral_sameperson s WHERE s.first_id = least(one, two) AND s.second_id = greatest(one, two)
              AND s.answer = 'apart' AND s.undone_at IS NULL) THEN RETURN 'apart'; END IF;
  -- A household keeps its members: the linked record stays the one that is read. Two of one household travel as two.
  IF EXISTS (SELECT 1 FROM referral_householdmember m WHERE m.case_id = two AND m.left_at IS NULL) THEN RETURN 'household'; END IF;
  RETURN '';
END $$;

-- By somebody who works on both and writes names there. The second person gets a look at what was chosen, for seven days.
CREATE OR REPLACE FUNCTION ask_merge(new_id uuid, of_main uuid, of_other uuid, whom uuid, look text[]) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  why text;
  one uuid;
BEGIN
  PERFORM 1 FROM referral_case c WHERE c.id IN (of_main, of_other) AND c.organisation_id = desk_organisation() ORDER BY c.id FOR UPDATE;
  IF of_main = of_other OR (SELECT count(*) FROM referral_case c WHERE c.id IN (of_main, of_other) AND c.organisation_id = desk_organisation()) <> 2
     OR NOT (desk_private.works_on(of_main) AND desk_private.works_on(of_other))
     OR NOT (desk_private.key_right(of_main, 'identity', 'add') AND desk_private.key_right(of_other, 'identity', 'add')) THEN
    RAISE EXCEPTION 'not two records that you write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF whom = desk_user() OR NOT EXISTS (SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
       WHERE m.user_id = whom AND m.organisation_id = desk_organisation() AND m.ended_at IS NULL AND u.is_active AND m.role = 'case_manager') THEN
    RETURN 'second';
  END IF;
  why := desk_private.why_not_merged(of_main, of_other);
  IF why <> '' THEN RETURN why; END IF;
  -- Two records, not a chain: a main record is no other's other, and the other has none under it.
  IF EXISTS (SELECT 1 FROM referral_merge m WHERE m.ended_at IS NULL AND (m.other_id IN (of_main, of_other) OR m.main_id = of_other)) THEN RETURN 'there'; END IF;
  INSERT INTO referral_merge (id, organisation_id, main_id, other_id, asked_by_id, asked_at, asked_of_id)
    VALUES (new_id, desk_organisation(), of_main, of_other, desk_user(), now(), whom);
  FOREACH one IN ARRAY ARRAY[of_main, of_other] LOOP
    PERFORM desk_private.grant_case(one, whom, NULL, look, now() + interval '7 days', 'signature');
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      VALUES (desk_organisation(), '', 'merge.asked', one::text, jsonb_build_object('of', whom));
  END LOOP;
  RETURN '';
END $$;

-- By the person who was asked. From here on there is one file: whoever works on one record works on both.
CREATE OR REPLACE FUNCTION approve_merge(of uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m record;
  why text;
  one uuid;
BEGIN
  SELECT * INTO m FROM referral_merge WHERE id = of AND organisation_id = desk_organisation();
  IF NOT FOUND OR m.asked_of_id <> desk_user() THEN RAISE EXCEPTION 'not yours to approve' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM 1 FROM referral_case c WHERE c.id IN (m.main_id, m.other_id) ORDER BY c.id FOR UPDATE;
  SELECT * INTO m FROM referral_merge WHERE id = of FOR UPDATE;
  IF m.approved_at IS NOT NULL OR m.ended_at IS NOT NULL THEN RETURN 'done'; END IF;
  IF NOT (reads_identity(m.main_id) AND reads_identity(m.other_id)) THEN RETURN 'late'; END IF;
  why := desk_private.why_not_merged(m.main_id, m.other_id);
  IF why <> '' THEN RETURN why; END IF;
  UPDATE referral_merge SET approved_at = clock_timestamp(), approved_by_id = desk_user() WHERE id = of;
  PERFORM desk_private.share_grants(m.main_id, m.other_id);
  PERFORM desk_private.share_grants(m.other_id, m.main_id);
  FOREACH one IN ARRAY ARRAY[m.main_id, m.other_id] LOOP
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'merge.approved', one::text, '{}');
  END LOOP;
  RETURN '';
END $$;

-- Whoever works on one record, alone or in a team, and has nothing of the other. Looks for a signature are not passed on.
CREATE OR REPLACE FUNCTION desk_private.share_grants(from_case uuid, to_case uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.grant_case(to_case, g.user_id, NULL::int, NULL::text[], g.expires_at, 'merged') FROM referral_caseusergrant g
   WHERE g.content_object_id = from_case AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now())
     AND NOT EXISTS (SELECT 1 FROM referral_caseusergrant x WHERE x.content_object_id = to_case AND x.user_id = g.user_id
                      AND x.classes IS NULL AND (x.expires_at IS NULL OR x.expires_at > now()));
  PERFORM desk_private.grant_case(to_case, NULL::uuid, g.group_id, NULL::text[], g.expires_at, 'merged') FROM referral_casegroupgrant g
   WHERE g.content_object_id = from_case AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now())
     AND NOT EXISTS (SELECT 1 FROM referral_casegroupgrant x WHERE x.content_object_id = to_case AND x.group_id = g.group_id
                      AND (x.expires_at IS NULL OR x.expires_at > now()));
END $$;

-- Before the approval: taken back by who asked, refused by who was asked. After it: undone by who writes names in both.
CREATE OR REPLACE FUNCTION end_merge(of uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m record;
  one uuid;
  what text;
BEGIN
  SELECT * INTO m FROM referral_merge WHERE id = of AND organisation_id = desk_organisation();
  IF NOT FOUND THEN RAISE EXCEPTION 'not yours to end' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM 1 FROM referral_case c WHERE c.id IN (m.main_id, m.other_id) ORDER BY c.id FOR UPDATE;
  SELECT * INTO m FROM referral_merge WHERE id = of FOR UPDATE;
  IF NOT (CASE WHEN m.approved_at IS NULL THEN desk_user() IN (m.asked_by_id, m.asked_of_id)
              ELSE desk_private.works_on(m.main_id) AND desk_private.works_on(m.other_id)
                   AND desk_private.key_right(m.main_id, 'identity', 'add') END) THEN
    RAISE EXCEPTION 'not yours to end' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF m.ended_at IS NOT NULL THEN RETURN 'done'; END IF;
  what := CASE WHEN m.approved_at IS NOT NULL THEN 'merge.undone' WHEN m.asked_of_id = desk_user() THEN 'merge.refused' ELSE 'merge.taken_back' END;
  UPDATE referral_merge SET ended_at = clock_timestamp(), ended_by_id = desk_user() WHERE id = of;
  DELETE FROM referral_mergedfield WHERE merge_id = of;
  FOREACH one IN ARRAY ARRAY[m.main_id, m.other_id] LOOP
    IF m.approved_at IS NOT NULL THEN
      DELETE FROM referral_caseusergrant g WHERE g.content_object_id = one AND g.reason = 'merged' AND g.granted_at >= m.asked_at;
      DELETE FROM referral_casegroupgrant g WHERE g.content_object_id = one AND g.reason = 'merged' AND g.granted_at >= m.asked_at;
    END IF;
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', what, one::text, '{}');
  END LOOP;
  RETURN '';
END $$;

-- The look of the second person ends with the answer; whoever works on a record keeps it.
CREATE OR REPLACE FUNCTION end_merge_look(of uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM referral_caseusergrant g USING referral_merge m
   WHERE m.id = of AND m.organisation_id = desk_organisation() AND (m.approved_at IS NOT NULL OR m.ended_at IS NOT NULL)
     AND g.content_object_id IN (m.main_id, m.other_id) AND g.user_id = m.asked_of_id AND g.classes IS NOT NULL AND g.reason = 'signature'
     AND NOT EXISTS (SELECT 1 FROM referral_task t WHERE t.case_id = g.content_object_id AND t.assigned_to_id = m.asked_of_id AND t.done_at IS NULL);
END $$;

-- A record that is read under another is not written: what is new goes into the main one. Consents can still be withdrawn there.
CREATE OR REPLACE FUNCTION record_of_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_private.merged_into(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this record is read under another' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Nor is anything sent from it. What was sent before goes on: it is answered, corrected, withdrawn.
CREATE OR REPLACE FUNCTION nothing_new_from_merged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  mine uuid;
BEGIN
  SELECT c.id INTO mine FROM referral_case c WHERE c.journey_id = NEW.journey_id AND c.organisation_id = NEW.sender_id FOR KEY SHARE;
  IF mine IS NOT NULL AND desk_private.merged_into(mine) IS NOT NULL THEN
    RAISE EXCEPTION 'this record is read under another' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $merge$
DECLARE t text;
BEGIN
  IF to_regclass('public.referral_mergedfield') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_merge ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_merge FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_merge;
  CREATE POLICY owner ON referral_merge TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS open ON referral_merge;
  CREATE POLICY open ON referral_merge FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id IN (main_id, other_id)));
  REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_merge FROM trm_app;

  CALL desk_private.guard('referral_mergedfield', 'data_class', ARRAY[]::text[]);
  CREATE OR REPLACE FUNCTION field_of_its_merge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $f$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM referral_merge m WHERE m.id = NEW.merge_id AND m.main_id = NEW.case_id
                    AND m.asked_by_id = desk_user() AND m.approved_at IS NULL AND m.ended_at IS NULL) THEN
      RAISE EXCEPTION 'not a merge that you ask for' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $f$;
  DROP TRIGGER IF EXISTS of_its_merge ON referral_mergedfield;
  CREATE TRIGGER of_its_merge BEFORE INSERT ON referral_mergedfield FOR EACH ROW EXECUTE FUNCTION field_of_its_merge();

  FOREACH t IN ARRAY ARRAY['summary', 'identity', 'whereabouts', 'account', 'traffickingevent', 'risk', 'health', 'legal', 'services', 'need',
                           'plangoal', 'visit', 'appointment', 'travel', 'note', 'assessment', 'answer'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS of_another ON %I', 'referral_' || t);
    -- The owner's own functions write no record of another, but erase it with the file under which it is read (89).
    EXECUTE format('CREATE TRIGGER of_another BEFORE INSERT OR UPDATE ON %I FOR EACH ROW WHEN (current_user <> ''trm_owner'') EXECUTE FUNCTION record_of_another()', 'referral_' || t);
  END LOOP;
  -- A record of evidence that is wrong is withdrawn there, too; nothing new is entered, and nobody is linked with it.
  FOREACH t IN ARRAY ARRAY['evidence', 'evidencefile', 'householdmember'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS of_another ON %I', 'referral_' || t);
    EXECUTE format('CREATE TRIGGER of_another BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION record_of_another()', 'referral_' || t);
  END LOOP;
  DROP TRIGGER IF EXISTS of_another ON referral_consent;
  CREATE TRIGGER of_another BEFORE INSERT ON referral_consent FOR EACH ROW EXECUTE FUNCTION record_of_another();
  DROP TRIGGER IF EXISTS nothing_new ON referral_referral;
  CREATE TRIGGER nothing_new BEFORE INSERT ON referral_referral FOR EACH ROW EXECUTE FUNCTION nothing_new_from_merged();
  DROP TRIGGER IF EXISTS nothing_sent ON referral_referral;
  CREATE TRIGGER nothing_sent BEFORE UPDATE OF status ON referral_referral FOR EACH ROW WHEN (NEW.status = 'sent' AND OLD.status = 'draft')
    EXECUTE FUNCTION nothing_new_from_merged();
END $merge$;
