-- Emergency access: for one hour, a colleague reads named parts of a case that is not open to her or him. The row of
-- referral_emergencyaccess is itself the grant (docs/adr/0012): no list, search, page, count or policy of a case knows of it, nothing
-- can be written through it, and only the doors below change it. Every duration and limit stands here, by the database's clock.

-- Which role may open which part, agree, or review. The rows come from referral/access.py.
CREATE TABLE IF NOT EXISTS desk_private.emergency_rule (role text NOT NULL, what text NOT NULL);

CREATE OR REPLACE FUNCTION emergency_may(something text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = desk_private, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM emergency_rule r WHERE r.role = public.desk_role() AND r.what = something) $$;

-- The cases of which the acting person may read this part now, on top of what is granted. Asked once a query, never a row.
CREATE OR REPLACE FUNCTION emergencies(class text) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(
    SELECT e.case_id FROM referral_emergencyaccess e JOIN referral_case c ON c.id = e.case_id AND c.organisation_id = e.organisation_id
      JOIN referral_accessrule r ON r.role = e.role AND r.data_class = class AND r.side = c.side AND r.stage = c.stage AND r.can_read
     WHERE e.asked_by_id = desk_user() AND e.organisation_id = desk_organisation() AND e.role = desk_role()
       AND e.ends_at > now() AND (class = 'summary' OR class = ANY (e.classes)));
END $$;

-- The reasons are sealed with a key of the request: read by who asked, who may agree while it waits, the lead, and who reviews.
CREATE OR REPLACE FUNCTION desk_private.emergency_key_right(of uuid, verb text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM referral_emergencyaccess WHERE id = of;
  IF NOT FOUND THEN
    RETURN verb = 'add' AND NOT EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = of AND k.data_class = 'emergency');
  END IF;
  IF e.organisation_id <> desk_organisation() THEN RETURN false; END IF;
  IF e.lead_id = desk_user() OR emergency_may('review') THEN RETURN true; END IF;
  RETURN verb = 'read' AND (desk_user() IN (e.asked_by_id, e.answered_by_id) OR (emergency_may('agree') AND e.approved IS NULL AND e.opened_at IS NULL));
END $$;

CREATE OR REPLACE FUNCTION desk_private.emergency_tell(e uuid, what text, who uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
    SELECT gen_random_uuid(), x.organisation_id, someone, what, now() FROM referral_emergencyaccess x, unnest(who) AS someone WHERE x.id = e;
END $$;

-- Colleagues at work in the acting organisation whose role has this right.
CREATE OR REPLACE FUNCTION desk_private.emergency_colleagues(something text) RETURNS uuid[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT DISTINCT m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    JOIN desk_private.emergency_rule r ON r.role = m.role AND r.what = something
   WHERE m.organisation_id = desk_organisation() AND m.ended_at IS NULL) $$;

-- A request. What speaks against it is a word: limit, review, none (no such case for you), open (it is open to you), part.
CREATE OR REPLACE FUNCTION ask_emergency(new_id uuid, of_reference text, only_classes text[], why text, how_urgent text, sealed bytea)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  IF coalesce(cardinality(only_classes), 0) = 0 OR EXISTS (SELECT 1 FROM unnest(only_classes) one WHERE NOT emergency_may(one) OR one IN ('agree', 'review')) THEN
    RAISE EXCEPTION 'not a part that you may open in an emergency' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('emergency ' || desk_user()::text, 0));
  IF EXISTS (SELECT 1 FROM referral_emergencyaccess e WHERE e.asked_by_id = desk_user() AND e.opened_at IS NOT NULL AND e.reviewed_at IS NULL) THEN
    RETURN 'review';
  END IF;
  IF (SELECT count(*) FROM referral_emergencyaccess e WHERE e.asked_by_id = desk_user() AND e.asked_at > now() - interval '7 days'
       AND e.approved IS NOT false) >= 3 THEN
    RETURN 'limit';
  END IF;
  SELECT x.id, x.side, x.stage, x.lead_id INTO c FROM referral_case x JOIN referral_journey j ON j.id = x.journey_id
   WHERE j.reference = of_reference AND x.organisation_id = desk_organisation();
  -- The list of the named of a protected case wins, also in an emergency; so does the freeze while a person is missing (68).
  IF NOT FOUND OR desk_private.is_protected(c.id) OR desk_private.is_kept_apart(c.id) THEN RETURN 'none'; END IF;
  IF desk_private.works_on(c.id) THEN RETURN 'open'; END IF;
  IF NOT EXISTS (SELECT 1 FROM unnest(only_classes) one WHERE desk_private.ceiling(one, c.side, c.stage, 'read')) THEN RETURN 'part'; END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'emergency.asked', c.id::text, jsonb_build_object('reason', why, 'urgency', how_urgent, 'parts', only_classes));
  INSERT INTO referral_emergencyaccess (id, case_id, reference, organisation_id, asked_by_id, role, lead_id, classes, reason, urgency, text, asked_at, outcome, review_text)
    VALUES (new_id, c.id, of_reference, desk_organisation(), desk_user(), desk_role(), c.lead_id, only_classes, why, how_urgent, sealed, now(), '', ''::bytea);
  PERFORM desk_private.emergency_tell(new_id, 'emergency_asked', array_remove(desk_private.emergency_colleagues('agree'), desk_user()));
  RETURN '';
END $$;

-- Yes or no, by a second person. Never by the one who asked, under whichever membership.
CREATE OR REPLACE FUNCTION answer_emergency(of uuid, yes boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM referral_emergencyaccess WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT emergency_may('agree') OR e.asked_by_id = desk_user() THEN
    RAISE EXCEPTION 'not yours to answer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF e.approved IS NOT NULL OR e.opened_at IS NOT NULL OR e.asked_at <= now() - interval '60 minutes' THEN RETURN false; END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN yes THEN 'emergency.agreed' ELSE 'emergency.declined' END, e.case_id::text, '{}');
  UPDATE referral_emergencyaccess SET approved = yes, answered_by_id = desk_user(), answered_at = now() WHERE id = of;
  PERFORM desk_private.emergency_tell(of, 'emergency_answered', ARRAY[e.asked_by_id]);
  RETURN true;
END $$;

-- Opens it for sixty minutes: after a yes; or alone where a life may depend on it and nobody answered for ten minutes.
-- Lead and data protection are told in the same moment. '' when it opened, else why not: opened, declined, lapsed, wait.
CREATE OR REPLACE FUNCTION open_glass(of uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM referral_emergencyaccess WHERE id = of AND organisation_id = desk_organisation() AND asked_by_id = desk_user() AND role = desk_role() FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'not a request of yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF desk_private.is_protected(e.case_id) OR desk_private.is_kept_apart(e.case_id) THEN RETURN 'none'; END IF;
  IF e.opened_at IS NOT NULL THEN RETURN 'opened'; END IF;
  IF e.approved IS false THEN RETURN 'declined'; END IF;
  IF e.asked_at <= now() - interval '60 minutes' THEN RETURN 'lapsed'; END IF;
  IF e.approved IS NULL AND (e.urgency <> 'life' OR e.asked_at > now() - interval '10 minutes') THEN RETURN 'wait'; END IF;
  -- Two requests that wait are not two that open: the first must be reviewed before.
  PERFORM pg_advisory_xact_lock(hashtextextended('emergency ' || desk_user()::text, 0));
  IF EXISTS (SELECT 1 FROM referral_emergencyaccess o WHERE o.asked_by_id = desk_user() AND o.opened_at IS NOT NULL AND o.reviewed_at IS NULL) THEN
    RETURN 'review';
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN e.approved THEN 'emergency.opened' ELSE 'emergency.opened_alone' END, e.case_id::text,
            jsonb_build_object('parts', e.classes, 'until', now() + interval '60 minutes'));
  UPDATE referral_emergencyaccess SET opened_at = now(), ends_at = now() + interval '60 minutes', review_due_at = now() + interval '72 hours' WHERE id = of;
  PERFORM desk_private.emergency_tell(of, 'emergency_opened', ARRAY(
    SELECT DISTINCT x FROM unnest(e.lead_id || desk_private.emergency_colleagues('review')) x WHERE x <> desk_user()));
  RETURN '';
END $$;

-- By who opened it, by the lead, and by who reviews.
CREATE OR REPLACE FUNCTION end_emergency(of uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM referral_emergencyaccess WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT (desk_user() IN (e.asked_by_id, e.lead_id) OR emergency_may('review')) THEN
    RAISE EXCEPTION 'not yours to end' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF e.ends_at IS NULL OR e.ends_at <= now() THEN RETURN false; END IF;
  UPDATE referral_emergencyaccess SET ends_at = now() WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'emergency.ended', e.case_id::text, '{}');
  RETURN true;
END $$;

-- After it ended, once, by the lead, a supervisor or data protection: somebody who neither asked nor agreed.
CREATE OR REPLACE FUNCTION review_emergency(of uuid, finding text, sealed bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM referral_emergencyaccess WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT (e.lead_id = desk_user() OR emergency_may('review')) OR desk_user() IN (e.asked_by_id, e.answered_by_id) THEN
    RAISE EXCEPTION 'not yours to review' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF e.opened_at IS NULL OR e.ends_at > now() OR e.reviewed_at IS NOT NULL THEN RETURN false; END IF;
  UPDATE referral_emergencyaccess SET reviewed_by_id = desk_user(), reviewed_at = now(), outcome = finding, review_text = sealed WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'emergency.reviewed', e.case_id::text, jsonb_build_object('outcome', finding));
  PERFORM desk_private.emergency_tell(of, 'emergency_reviewed', ARRAY[e.asked_by_id]);
  RETURN true;
END $$;

DO $emergency$
DECLARE
  row record;
BEGIN
  IF to_regclass('public.referral_emergencyaccess') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_emergencyaccess ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_emergencyaccess FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_emergencyaccess;
  CREATE POLICY owner ON referral_emergencyaccess TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS concerned ON referral_emergencyaccess;
  CREATE POLICY concerned ON referral_emergencyaccess FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (
      (SELECT desk_user()) IN (asked_by_id, answered_by_id, lead_id) OR (SELECT emergency_may('review'))
      OR ((SELECT emergency_may('agree')) AND approved IS NULL AND opened_at IS NULL AND asked_at > now() - interval '60 minutes')));
  REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_emergencyaccess FROM trm_app;

  -- Read only, these parts only: no note, no event, no consent, no referral, no case row.
  FOR row IN SELECT * FROM (VALUES ('referral_summary', 'summary'), ('referral_identity', 'identity'), ('referral_whereabouts', 'whereabouts'),
      ('referral_health', 'health'), ('referral_travel', 'travel')) AS x(t, class) LOOP
    EXECUTE format('DROP POLICY IF EXISTS read_in_emergency ON %I', row.t);
    EXECUTE format('CREATE POLICY read_in_emergency ON %I FOR SELECT TO trm_app USING (case_id = ANY ((SELECT emergencies(%L))::uuid[]))', row.t, row.class);
  END LOOP;
END $emergency$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
