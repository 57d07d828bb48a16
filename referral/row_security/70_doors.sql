-- The doors: the only ways a case begins, is opened to somebody, or a journey becomes visible. Each writes its audit entry.

CREATE OR REPLACE FUNCTION desk_private.works_here(who uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.accounts_membership m JOIN public.accounts_user u ON u.id = m.user_id
    WHERE m.user_id = who AND m.organisation_id = public.desk_organisation() AND m.ended_at IS NULL AND u.is_active) $$;

-- Whether the acting person is in this team, under whichever membership.
CREATE OR REPLACE FUNCTION desk_private.is_in(team int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.accounts_team t JOIN public.accounts_membership_teams x ON x.team_id = t.id
    JOIN public.accounts_membership m ON m.id = x.membership_id
   WHERE t.group_id = team AND m.user_id = public.desk_user() AND m.ended_at IS NULL) $$;

CREATE OR REPLACE FUNCTION desk_private.view_case() RETURNS int LANGUAGE sql STABLE AS $$
  SELECT p.id FROM public.auth_permission p JOIN public.django_content_type t ON t.id = p.content_type_id
   WHERE t.app_label = 'referral' AND p.codename = 'view_case' $$;

CREATE OR REPLACE FUNCTION desk_private.grant_case(of_case uuid, who uuid, team int, only_classes text[], until timestamptz, why text)
RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF who IS NOT NULL THEN
    INSERT INTO referral_caseusergrant (key, content_object_id, organisation_id, sort_at, classes, granted_by_id, granted_at, expires_at, reason, permission_id, user_id)
      SELECT gen_random_uuid(), c.id, c.organisation_id, c.opened_at, only_classes, desk_user(), now(), until, why, desk_private.view_case(), who
        FROM referral_case c WHERE c.id = of_case
      ON CONFLICT (user_id, permission_id, content_object_id) DO UPDATE
        SET classes = CASE WHEN referral_caseusergrant.classes IS NULL AND (referral_caseusergrant.expires_at IS NULL OR referral_caseusergrant.expires_at > now())
                           THEN NULL ELSE excluded.classes END,
            expires_at = CASE WHEN referral_caseusergrant.classes IS NULL AND referral_caseusergrant.expires_at IS NULL THEN NULL ELSE excluded.expires_at END,
            granted_by_id = excluded.granted_by_id, granted_at = excluded.granted_at, reason = excluded.reason;
  ELSE
    INSERT INTO referral_casegroupgrant (key, content_object_id, organisation_id, sort_at, classes, granted_by_id, granted_at, expires_at, reason, permission_id, group_id)
      SELECT gen_random_uuid(), c.id, c.organisation_id, c.opened_at, only_classes, desk_user(), now(), until, why, desk_private.view_case(), team
        FROM referral_case c WHERE c.id = of_case
      ON CONFLICT (group_id, permission_id, content_object_id) DO UPDATE SET expires_at = excluded.expires_at;
  END IF;
END $$;

-- A case begins: from a new contact (`from_referral` NULL, the journey was made by the acting organisation a moment ago) or from
-- a referral that this organisation has accepted. The lead gets the first grant.
CREATE OR REPLACE FUNCTION open_case(new_case uuid, of_journey uuid, at_side text, at_stage int, in_status text, lead uuid, from_referral uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  fine boolean;
BEGIN
  IF desk_user() IS NULL OR NOT desk_role_may('referral', 'add') THEN
    RAISE EXCEPTION 'nobody acts who may open a case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT desk_private.works_here(lead) THEN
    RAISE EXCEPTION 'the lead does not work here' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF from_referral IS NULL THEN
    SELECT j.opened_by_id = desk_organisation() AND NOT EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = j.id)
      INTO fine FROM referral_journey j WHERE j.id = of_journey;
  ELSE
    SELECT r.receiver_id = desk_organisation() AND r.journey_id = of_journey AND r.status = 'accepted'
           AND r.kind NOT IN ('travel_document', 'information')
      INTO fine FROM referral_referral r WHERE r.id = from_referral;
  END IF;
  IF fine IS NOT TRUE THEN
    RAISE EXCEPTION 'this journey is not open to you' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO referral_case (id, journey_id, organisation_id, side, stage, status, lead_id, opened_from, opened_at, version)
    VALUES (new_case, of_journey, desk_organisation(), at_side, at_stage, in_status, lead, from_referral, now(), 1);
  PERFORM desk_private.grant_case(new_case, lead, NULL, NULL, NULL, 'opened');
  PERFORM desk_private.let_see(of_journey, desk_organisation(), desk_country());
  PERFORM desk_private.let_coordinators_see(of_journey, desk_country());
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'case.opened', new_case::text, '{}');
END $$;

CREATE OR REPLACE FUNCTION desk_private.let_see(of_journey uuid, who uuid, of_country text) RETURNS void LANGUAGE sql
SET search_path = public, pg_temp AS $$
  INSERT INTO referral_journeyparty (id, journey_id, organisation_id, country, visible_from)
    VALUES (gen_random_uuid(), of_journey, who, of_country, now())
    ON CONFLICT (journey_id, organisation_id, country) DO UPDATE SET hidden_at = NULL $$;

CREATE OR REPLACE FUNCTION desk_private.let_coordinators_see(of_journey uuid, of_country text) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = of_journey AND desk_private.kept_from(c.id, of_country)) THEN
    PERFORM desk_private.let_see(of_journey, NULL, of_country);
  END IF;
END $$;

-- The first package to a country lets its coordinators see the journey. Called by `send`, for a referral to share care only.
CREATE OR REPLACE FUNCTION show_journey(sent_referral uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
BEGIN
  SELECT x.journey_id, o.country INTO r FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id
   WHERE x.id = sent_referral AND x.sender_id = desk_organisation() AND x.status = 'sent' AND x.kind = 'transfer'
     AND EXISTS (SELECT 1 FROM referral_packagepart p WHERE p.referral_id = x.id AND p.recalled_at IS NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'not a referral that you sent' USING ERRCODE = 'insufficient_privilege'; END IF;
  PERFORM desk_private.let_coordinators_see(r.journey_id, r.country);
END $$;

-- Closed by the sender before anybody there accepted: the journey leaves that country's lists.
CREATE OR REPLACE FUNCTION hide_journey(withdrawn_referral uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
BEGIN
  SELECT x.journey_id, x.receiver_id, o.country INTO r FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id
   WHERE x.id = withdrawn_referral AND x.sender_id = desk_organisation() AND x.status IN ('withdrawn', 'declined');
  IF NOT FOUND THEN RAISE EXCEPTION 'not a referral that you closed' USING ERRCODE = 'insufficient_privilege'; END IF;
  UPDATE referral_journeyparty p SET hidden_at = now()
   WHERE p.journey_id = r.journey_id AND p.country = r.country AND p.hidden_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM referral_case c JOIN accounts_organisation o ON o.id = c.organisation_id
                      WHERE c.journey_id = r.journey_id AND o.country = r.country)
     AND NOT EXISTS (SELECT 1 FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id
                      WHERE x.journey_id = r.journey_id AND o.country = r.country AND x.kind NOT IN ('travel_document', 'information')
                        AND x.status IN ('sent', 'asked', 'accepted', 'expired', 'completed'));
END $$;

-- Whether this state is asked nothing (50): yes or no, no reason, for everybody to whom the case is open.
CREATE OR REPLACE FUNCTION kept_from(of_case uuid, state text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT desk_private.granted(of_case, NULL) AND desk_private.kept_from(of_case, state) $$;

-- Whether nobody of this state is asked (58), in the same way.
CREATE OR REPLACE FUNCTION closed_to(of_case uuid, state text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT desk_private.granted(of_case, NULL) AND desk_private.closed_to(of_case, state) $$;

-- From an asylum claim on, the coordinators of the person's own country see the journey no more, also where somebody there took the
-- person into care and keeps the own case.
CREATE OR REPLACE FUNCTION hide_from_origin(of_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT desk_private.granted(of_case, NULL) THEN RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  UPDATE referral_journeyparty p SET hidden_at = now() FROM referral_case c
   WHERE c.id = of_case AND p.journey_id = c.journey_id AND p.organisation_id IS NULL AND p.hidden_at IS NULL
     AND p.country <> desk_country() AND desk_private.kept_from(of_case, p.country);
END $$;

-- Opens a case to a colleague or a team. A supervisor assigns to others, never to her- or himself; whoever works the case shares it.
-- For a second signature: named classes, seven days at most.
CREATE OR REPLACE FUNCTION assign(of_case uuid, who uuid, team int, only_classes text[], until timestamptz, why text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c referral_case;
BEGIN
  SELECT * INTO c FROM referral_case WHERE id = of_case AND organisation_id = desk_organisation();
  IF NOT FOUND OR NOT (
       (desk_role() = 'supervisor' AND who IS DISTINCT FROM desk_user() AND NOT desk_private.is_in(team))
       OR (desk_role_may('evidence', 'add') AND desk_private.works_on(of_case))) THEN
    RAISE EXCEPTION 'you may not assign this case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF why = 'signature' AND (only_classes IS NULL OR until IS NULL OR until > clock_timestamp() + interval '7 days') THEN
    RAISE EXCEPTION 'a second signature opens named classes for seven days' USING ERRCODE = 'check_violation';
  END IF;
  IF (who IS NOT NULL AND NOT desk_private.works_here(who))
     OR (team IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_team t WHERE t.group_id = team AND t.organisation_id = desk_organisation()))
     OR (who IS NULL) = (team IS NULL) THEN
    RAISE EXCEPTION 'not a colleague or team of yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM desk_private.grant_case(of_case, who, team, only_classes, until, why);
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'case.assigned', of_case::text, jsonb_build_object('user', who, 'team', team, 'why', why));
END $$;

-- By a supervisor, by whoever works on the case, and by everybody for her- or himself.
CREATE OR REPLACE FUNCTION unassign(of_case uuid, who uuid, team int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_case WHERE id = of_case AND organisation_id = desk_organisation())
     OR NOT (desk_role() = 'supervisor' OR (who = desk_user() AND team IS NULL)
             OR (desk_role_may('evidence', 'add') AND desk_private.works_on(of_case))) THEN
    RAISE EXCEPTION 'you may not change this case' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF desk_private.is_protected(of_case) THEN
    RAISE EXCEPTION 'this case is open to the named only' USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM referral_caseusergrant WHERE content_object_id = of_case AND user_id = who;
  DELETE FROM referral_casegroupgrant WHERE content_object_id = of_case AND group_id = team;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'case.unassigned', of_case::text, jsonb_build_object('user', who, 'team', team));
END $$;

-- What a supervisor sees of cases nobody opened to her or him: reference, stage, lead, days. No content.
CREATE OR REPLACE FUNCTION caseload() RETURNS TABLE (case_id uuid, journey_id uuid, reference text, stage int, lead_id uuid, opened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, j.id, j.reference, c.stage::int, c.lead_id, c.opened_at FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
   WHERE c.organisation_id = desk_organisation() AND desk_role() IN ('supervisor')
     AND c.journey_id <> ALL (kept_apart()) AND desk_private.merged_into(c.id) IS NULL
     AND (NOT (SELECT guardian_acts()) OR NOT guardian_barred(c.journey_id)) $$;

-- An administrator who disables somebody sees which references need a successor, and names one. It opens nothing to the administrator.
CREATE OR REPLACE FUNCTION cases_of(colleague uuid) RETURNS TABLE (case_id uuid, reference text, stage int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, j.reference, c.stage::int FROM referral_caseusergrant g JOIN referral_case c ON c.id = g.content_object_id
    JOIN referral_journey j ON j.id = c.journey_id
   WHERE g.user_id = colleague AND g.organisation_id = desk_organisation() AND desk_role() IN ('organisation_admin', 'supervisor')
     AND (g.expires_at IS NULL OR g.expires_at > now()) AND c.journey_id <> ALL (kept_apart())
     AND (NOT (SELECT guardian_acts()) OR NOT guardian_barred(c.journey_id)) $$;

CREATE OR REPLACE FUNCTION hand_over(from_user uuid, to_user uuid) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  g referral_caseusergrant;
  moved int := 0;
BEGIN
  IF desk_role() NOT IN ('organisation_admin', 'supervisor') OR to_user = desk_user() OR NOT desk_private.works_here(to_user) THEN
    RAISE EXCEPTION 'you may not hand these cases over' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR g IN SELECT * FROM referral_caseusergrant WHERE user_id = from_user AND organisation_id = desk_organisation() LOOP
    -- A protected case stays with the others who are named.
    CONTINUE WHEN desk_private.is_protected(g.content_object_id);
    DELETE FROM referral_caseusergrant WHERE id = g.id;
    -- A look for a second signature ends with the one who was asked.
    CONTINUE WHEN g.classes IS NOT NULL OR g.expires_at <= now();
    PERFORM desk_private.grant_case(g.content_object_id, to_user, NULL, NULL, g.expires_at, 'handed_over');
    UPDATE referral_case SET lead_id = to_user WHERE id = g.content_object_id AND lead_id = from_user;
    -- What was to be done in it goes along. A signature that was asked of this very person does not.
    UPDATE referral_task SET assigned_to_id = to_user WHERE case_id = g.content_object_id AND assigned_to_id = from_user AND done_at IS NULL
       AND kind NOT IN ('second_signature', 'budget', 'close', 'guardian_confirm', 'age_confirm', 'child_step', 'merge');
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      VALUES (desk_organisation(), '', 'case.handed_over', g.content_object_id::text, jsonb_build_object('from', from_user, 'to', to_user));
    moved := moved + 1;
  END LOOP;
  RETURN moved;
END $$;

GRANT USAGE ON SCHEMA desk_private TO trm_app;
REVOKE ALL ON ALL TABLES IN SCHEMA desk_private FROM trm_app, PUBLIC;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
REVOKE EXECUTE ON ALL PROCEDURES IN SCHEMA desk_private FROM PUBLIC, trm_app;
REVOKE USAGE ON SCHEMA desk_private FROM trm_app;
