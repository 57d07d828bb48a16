-- Protection mode: a case that only named colleagues know of. While it holds, grants go to the named only (a trigger on the grant
-- tables), and the journey with all that hangs on it is kept apart from everybody else of the organisation (restrictive policies, so that
-- no other policy, of today or later, opens it). Two people set it, two lift it, and at least two are named.

-- The journeys that the acting person does not know of: the own organisation's case is protected and she or he is not named, or the person
-- is missing (68) and she or he neither leads the case nor is a supervisor.
CREATE OR REPLACE FUNCTION kept_apart() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  acting jsonb := desk_acting();  -- once: most policies ask this
  ours uuid := acting->>'organisation';
  me uuid := acting->>'user';
BEGIN
  RETURN ARRAY(SELECT p.journey_id FROM referral_protection p
      WHERE p.organisation_id = ours AND p.confirmed_at IS NOT NULL AND p.lifted_at IS NULL AND me <> ALL (p.names)
    UNION ALL SELECT a.journey_id FROM referral_absence a JOIN referral_case c ON c.id = a.case_id
      WHERE a.organisation_id = ours AND a.found_at IS NULL AND c.lead_id <> me AND acting->>'role' <> 'supervisor');
END $$;

CREATE OR REPLACE FUNCTION desk_private.is_protected(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_protection p WHERE p.case_id = of_case AND p.confirmed_at IS NOT NULL AND p.lifted_at IS NULL);
END $$;

CREATE OR REPLACE FUNCTION protected_to_the_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.expires_at IS NULL OR NEW.expires_at > now()) AND EXISTS (
       SELECT 1 FROM referral_protection p WHERE p.case_id = NEW.content_object_id AND p.confirmed_at IS NOT NULL AND p.lifted_at IS NULL
          AND (TG_TABLE_NAME = 'referral_casegroupgrant' OR (to_jsonb(NEW)->>'user_id')::uuid <> ALL (p.names))) THEN
    RAISE EXCEPTION 'this case is open to the named only' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION desk_private.protection_tell(of uuid, what text, who uuid[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
    SELECT gen_random_uuid(), p.organisation_id, someone, what, now() FROM referral_protection p, unnest(who) AS someone
     WHERE p.id = of AND someone <> desk_user();
END $$;

-- By the lead, or by a supervisor to whom the case is open. '' or why not: there, names.
CREATE OR REPLACE FUNCTION propose_protection(new_id uuid, of_case uuid, why text, whom uuid[]) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.*, j.reference INTO c FROM referral_case x JOIN referral_journey j ON j.id = x.journey_id
   WHERE x.id = of_case AND x.organisation_id = desk_organisation() FOR UPDATE OF x;
  IF NOT FOUND OR NOT desk_private.works_on(of_case) OR NOT (c.lead_id = desk_user() OR desk_role() = 'supervisor') THEN
    RAISE EXCEPTION 'not yours to protect' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT 1 FROM referral_protection p WHERE p.case_id = of_case AND p.lifted_at IS NULL) THEN RETURN 'there'; END IF;
  IF (SELECT count(DISTINCT one) FROM unnest(whom) one) < 2 OR c.lead_id <> ALL (whom)
     OR EXISTS (SELECT 1 FROM unnest(whom) one WHERE NOT desk_private.works_here(one)) THEN RETURN 'names'; END IF;
  INSERT INTO referral_protection (id, case_id, journey_id, reference, organisation_id, reason, names, lead_id, proposed_by_id, proposed_at)
    VALUES (new_id, c.id, c.journey_id, c.reference, c.organisation_id, why, whom, c.lead_id, desk_user(), now());
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'protection.proposed', of_case::text, jsonb_build_object('reason', why, 'names', cardinality(whom)));
  RETURN '';
END $$;

-- The second of the two: a supervisor where the lead proposed, the lead where a supervisor did. Everybody who is not named loses the
-- case at this moment, teams and open emergency access included.
CREATE OR REPLACE FUNCTION confirm_protection(of uuid, yes boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p record;
  someone uuid;
BEGIN
  SELECT * INTO p FROM referral_protection WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR p.proposed_by_id = desk_user() OR NOT (
       CASE WHEN p.proposed_by_id = p.lead_id THEN desk_role() = 'supervisor' ELSE p.lead_id = desk_user() END) THEN
    RAISE EXCEPTION 'not yours to confirm' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p.confirmed_at IS NOT NULL OR p.lifted_at IS NOT NULL THEN RETURN false; END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN yes THEN 'protection.set' ELSE 'protection.declined' END, p.case_id::text, '{}');
  IF NOT yes THEN
    UPDATE referral_protection SET lifted_at = now(), lifted_by_id = desk_user() WHERE id = of;
    RETURN true;
  END IF;
  UPDATE referral_protection SET confirmed_at = now(), confirmed_by_id = desk_user() WHERE id = of;
  UPDATE referral_casegroupgrant SET expires_at = now() WHERE content_object_id = p.case_id AND (expires_at IS NULL OR expires_at > now());
  UPDATE referral_caseusergrant SET expires_at = now() WHERE content_object_id = p.case_id AND user_id <> ALL (p.names)
    AND (expires_at IS NULL OR expires_at > now());
  UPDATE referral_emergencyaccess SET ends_at = now() WHERE case_id = p.case_id AND ends_at > now();
  FOREACH someone IN ARRAY p.names LOOP
    PERFORM desk_private.grant_case(p.case_id, someone, NULL, NULL, NULL, 'named');
  END LOOP;
  PERFORM desk_private.protection_tell(of, 'protection_set', p.names);
  RETURN true;
END $$;

-- Adds a name, or takes one away. By somebody named; the lead stays, and two stay. '' or why not: two, lead, name.
CREATE OR REPLACE FUNCTION change_name(of uuid, who uuid, stays boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p record;
BEGIN
  SELECT x.*, c.lead_id AS leads INTO p FROM referral_protection x JOIN referral_case c ON c.id = x.case_id
   WHERE x.id = of AND x.organisation_id = desk_organisation() AND x.confirmed_at IS NOT NULL AND x.lifted_at IS NULL FOR UPDATE OF x;
  IF NOT FOUND OR desk_user() <> ALL (p.names) THEN RAISE EXCEPTION 'not yours to change' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF stays THEN
    IF NOT desk_private.works_here(who) OR who = ANY (p.names) THEN RETURN 'name'; END IF;
    UPDATE referral_protection SET names = names || who WHERE id = of;
    PERFORM desk_private.grant_case(p.case_id, who, NULL, NULL, NULL, 'named');
  ELSE
    IF who = p.leads THEN RETURN 'lead'; END IF;
    IF (SELECT count(*) FROM unnest(p.names) one WHERE one <> who AND desk_private.works_here(one)) < 2 THEN RETURN 'two'; END IF;
    UPDATE referral_caseusergrant SET expires_at = now() WHERE content_object_id = p.case_id AND user_id = who;
    UPDATE referral_protection SET names = array_remove(names, who) WHERE id = of;
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN stays THEN 'protection.named' ELSE 'protection.unnamed' END, p.case_id::text, jsonb_build_object('user', who));
  PERFORM desk_private.protection_tell(of, 'protection_names', p.names);
  RETURN '';
END $$;

-- The first of the named proposes to lift it, a second lifts it. `back`: the proposal is taken off, the protection stays.
-- Afterwards the case is open to those who were named, and to whom they open it.
CREATE OR REPLACE FUNCTION lift_protection(of uuid, back boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p record;
  done text;
BEGIN
  SELECT * INTO p FROM referral_protection WHERE id = of AND organisation_id = desk_organisation()
     AND confirmed_at IS NOT NULL AND lifted_at IS NULL FOR UPDATE;
  IF NOT FOUND OR desk_user() <> ALL (p.names) THEN RAISE EXCEPTION 'not yours to lift' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF back THEN
    UPDATE referral_protection SET lift_proposed_by_id = NULL, lift_proposed_at = NULL WHERE id = of;
    done := 'kept';
  ELSIF p.lift_proposed_by_id IS NULL THEN
    UPDATE referral_protection SET lift_proposed_by_id = desk_user(), lift_proposed_at = now() WHERE id = of;
    done := 'lift_proposed';
  ELSIF p.lift_proposed_by_id = desk_user() THEN
    RETURN 'same';
  ELSE
    UPDATE referral_protection SET lifted_by_id = desk_user(), lifted_at = now() WHERE id = of;
    done := 'lifted';
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'protection.' || done, p.case_id::text, '{}');
  PERFORM desk_private.protection_tell(of, 'protection_lift', p.names);
  RETURN '';
END $$;

DO $protection$
DECLARE
  row record;
BEGIN
  IF to_regclass('public.referral_protection') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_protection ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_protection FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_protection;
  CREATE POLICY owner ON referral_protection TO trm_owner USING (true) WITH CHECK (true);
  -- Once it holds, by the named only. Before, also by who may be the second of the two.
  DROP POLICY IF EXISTS concerned ON referral_protection;
  CREATE POLICY concerned ON referral_protection FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND lifted_at IS NULL AND (
      (SELECT desk_user()) = ANY (names)
      OR (confirmed_at IS NULL AND ((SELECT desk_user()) IN (lead_id, proposed_by_id) OR (SELECT desk_role()) = 'supervisor'))));
  REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_protection FROM trm_app;

  FOR row IN SELECT * FROM (VALUES ('referral_caseusergrant'), ('referral_casegroupgrant')) AS x(t) LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS protected_to_the_named ON %I', row.t);
    EXECUTE format('CREATE TRIGGER protected_to_the_named BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION protected_to_the_named()', row.t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER protected_to_the_named', row.t);
  END LOOP;
  -- Journey, legs, signatures and events follow the party; packages, parts and messages follow the referral; parts of the case follow it.
  FOR row IN SELECT * FROM (VALUES ('referral_journeyparty'), ('referral_referral'), ('referral_case'), ('referral_task'), ('referral_notice')) AS x(t) LOOP
    EXECUTE format('DROP POLICY IF EXISTS kept_apart ON %I', row.t);
    EXECUTE format('CREATE POLICY kept_apart ON %I AS RESTRICTIVE TO trm_app USING (
      journey_id IS NULL OR journey_id <> ALL ((SELECT kept_apart())::uuid[]))', row.t);
  END LOOP;
END $protection$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
