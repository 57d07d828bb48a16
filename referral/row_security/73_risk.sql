-- Risk looked at together (rules of practice 15 to 17, domain reference 5.C). Each side's items stay in its case. On its signature a level
-- per category crosses, with consent for the class of risks. Two levels apart: a talk. Something new, and the gate asks again.
-- The tables come with a later migration than the first run of these files.

-- Whether this person agreed that these two organisations know each other's levels: the newest word in either case on the other one.
CREATE OR REPLACE FUNCTION desk_private.risk_crosses(of_journey uuid, one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM referral_case c
      JOIN LATERAL (SELECT o.id, o.given_by, i.purpose FROM referral_consent o JOIN referral_consentitem i ON i.consent_id = o.id
         WHERE o.case_id = c.id AND i.receiver_id = CASE c.organisation_id WHEN one THEN other ELSE one END
           AND desk_private.consent_holds(o.given_by, o.ahead, of_journey)
         ORDER BY o.given_at DESC, o.id DESC LIMIT 1) newest ON newest.given_by <> 'not_recorded'
      JOIN referral_consentitem i ON i.consent_id = newest.id AND i.purpose = newest.purpose AND i.data_class = 'risk' AND i.agreed
       AND i.withdrawn_at IS NULL AND i.receiver_id = CASE c.organisation_id WHEN one THEN other ELSE one END
     WHERE c.journey_id = of_journey AND c.organisation_id IN (one, other));
END $$;

CREATE OR REPLACE FUNCTION risk_crosses(of_journey uuid, theirs uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN desk_private.risk_crosses(of_journey, desk_organisation(), theirs);
END $$;

CREATE OR REPLACE FUNCTION desk_private.risk_rank(level text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT array_position(ARRAY['low', 'medium', 'high', 'extreme'], level) $$;

-- Categories where both said something and are two levels apart or more: FAR_APART in instruments/risk.py.
CREATE OR REPLACE FUNCTION desk_private.far_apart(ours smallint[], theirs smallint[]) RETURNS smallint[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(n::smallint ORDER BY n), '{}') FROM generate_subscripts(ours, 1) n
   WHERE ours[n] > 0 AND theirs[n] > 0 AND abs(ours[n] - theirs[n]) >= 2 $$;

-- A word rests on a decided tool of the own case.
CREATE OR REPLACE FUNCTION risk_word_of_a_tool() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referral_assessment a JOIN referral_case c ON c.id = a.case_id
       WHERE a.id = NEW.assessment_id AND c.journey_id = NEW.journey_id AND c.organisation_id = NEW.organisation_id
         AND a.instrument IN ('risk', 'risk_short') AND a.finished_at IS NOT NULL AND a.decision <> '') THEN
    RAISE EXCEPTION 'no decided tool of this case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Before a signature: what asked again is answered with something new, and the level of a word is the one that was decided.
CREATE OR REPLACE FUNCTION signature_answers_anew() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  before record;
BEGIN
  IF NEW.outcome IN ('asks_again', 'replaced') OR NEW.second THEN RETURN NEW; END IF;
  SELECT g.outcome, g.evidence INTO before FROM referral_gatesignature g
   WHERE g.journey_id = NEW.journey_id AND g.kind = NEW.kind AND NOT g.second AND g.outcome NOT IN ('asks_again', 'replaced')
     AND g.organisation_id = NEW.organisation_id ORDER BY g.signed_at DESC LIMIT 1;
  IF before.evidence = NEW.evidence AND EXISTS (SELECT 1 FROM referral_gatesignature g
       WHERE g.journey_id = NEW.journey_id AND g.kind = NEW.kind AND (g.outcome = 'asks_again' OR (g.outcome = 'replaced' AND g.organisation_id = NEW.organisation_id))
         AND g.signed_at > (SELECT max(x.signed_at) FROM referral_gatesignature x WHERE x.journey_id = NEW.journey_id AND x.kind = NEW.kind
           AND x.organisation_id = NEW.organisation_id AND x.evidence = NEW.evidence AND x.outcome NOT IN ('asks_again', 'replaced'))) THEN
    RAISE EXCEPTION 'something changed: look at it anew' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.kind = 'G3' AND EXISTS (SELECT 1 FROM referral_riskword w WHERE w.signature_id = NEW.id AND NOT EXISTS (
       SELECT 1 FROM referral_risk r JOIN referral_case c ON c.id = r.case_id WHERE c.journey_id = NEW.journey_id
          AND c.organisation_id = NEW.organisation_id AND r.level_returning = NEW.level)) THEN
    RAISE EXCEPTION 'not the level that was decided' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- After a level: compare it with the newest of every other side that holds the journey. The same word again asks nobody anew.
CREATE OR REPLACE FUNCTION risk_is_compared() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  before record;
  r record;
  stays smallint[];
  back smallint[];
BEGIN
  UPDATE referral_task SET done_at = now(), done_by_id = desk_user()
   WHERE journey_id = NEW.journey_id AND organisation_id = NEW.organisation_id AND kind = 'risk_again' AND done_at IS NULL;
  SELECT g.level, g.evidence INTO before FROM referral_gatesignature g WHERE g.journey_id = NEW.journey_id AND g.kind = 'G3' AND NOT g.second
     AND g.organisation_id = NEW.organisation_id AND g.id <> NEW.id AND g.level <> '' ORDER BY g.signed_at DESC LIMIT 1;
  IF before.level = NEW.level AND before.evidence = NEW.evidence THEN RETURN NULL; END IF;
  UPDATE referral_task SET done_at = now() WHERE journey_id = NEW.journey_id AND kind = 'risk_talk' AND done_at IS NULL;
  FOR r IN SELECT DISTINCT ON (g.organisation_id) g.id, g.organisation_id, g.level FROM referral_gatesignature g
      JOIN referral_leg l ON l.journey_id = g.journey_id AND l.organisation_id = g.organisation_id AND l.held_to IS NULL
      JOIN referral_journey j ON j.id = g.journey_id
     WHERE g.journey_id = NEW.journey_id AND g.kind = 'G3' AND NOT g.second AND g.level <> '' AND g.organisation_id <> NEW.organisation_id
       AND g.side <> NEW.side AND (j.gates_from IS NULL OR g.signed_at >= j.gates_from)
     ORDER BY g.organisation_id, g.signed_at DESC LOOP
    stays := '{}'; back := '{}';
    IF desk_private.risk_crosses(NEW.journey_id, NEW.organisation_id, r.organisation_id) THEN
      SELECT desk_private.far_apart(a.staying, b.staying), desk_private.far_apart(a."returning", b."returning") INTO stays, back
        FROM referral_riskword a, referral_riskword b WHERE a.signature_id = NEW.id AND b.signature_id = r.id;
    END IF;
    IF coalesce(cardinality(stays), 0) + coalesce(cardinality(back), 0) > 0
       OR abs(desk_private.risk_rank(NEW.level) - desk_private.risk_rank(r.level)) >= 2 THEN
      INSERT INTO referral_risktalk (id, journey_id, one_id, other_id, staying, "returning", opened_at)
        VALUES (gen_random_uuid(), NEW.journey_id, NEW.organisation_id, r.organisation_id, coalesce(stays, '{}'), coalesce(back, '{}'), NEW.signed_at);
      PERFORM desk_private.ask_of(x, NEW.journey_id, 'risk_talk') FROM unnest(ARRAY[NEW.organisation_id, r.organisation_id]) x;
      INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate, stage, referral)
        VALUES (gen_random_uuid(), NEW.journey_id, 'risk_talk', NEW.signed_at, NEW.organisation_id, desk_country(), NEW.side, '', NULL, NULL);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- Something happened: every side that gave a level gets a task. A code crosses, no reason.
CREATE OR REPLACE FUNCTION risk_asks_everybody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.ask_of(x.organisation_id, NEW.journey_id, 'risk_again') FROM (
    SELECT DISTINCT g.organisation_id FROM referral_gatesignature g
      JOIN referral_leg l ON l.journey_id = g.journey_id AND l.organisation_id = g.organisation_id AND l.held_to IS NULL
     WHERE g.journey_id = NEW.journey_id AND g.kind = 'G3' AND g.level <> ''
       AND NOT EXISTS (SELECT 1 FROM referral_task t WHERE t.journey_id = NEW.journey_id AND t.organisation_id = g.organisation_id
         AND t.kind = 'risk_again' AND t.done_at IS NULL)) x;
  INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate, stage, referral)
    VALUES (gen_random_uuid(), NEW.journey_id, 'look_again', NEW.signed_at, NEW.organisation_id, desk_country(), NEW.side, '', NULL, NULL);
  RETURN NULL;
END $$;

-- A talk is answered by its two organisations, each for itself.
CREATE OR REPLACE FUNCTION talk_word_of_its_side() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_risktalk t WHERE t.id = NEW.talk_id AND t.journey_id = NEW.journey_id
       AND NEW.organisation_id IN (t.one_id, t.other_id)) THEN
    RAISE EXCEPTION 'not a talk of this organisation' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE referral_task SET done_at = now(), done_by_id = desk_user() WHERE journey_id = NEW.journey_id
     AND organisation_id = NEW.organisation_id AND kind = 'risk_talk' AND done_at IS NULL;
  RETURN NEW;
END $$;

-- What stood behind a word of this organisation is no longer there, or was replaced: its gate asks again. Only where that word stands.
CREATE OR REPLACE FUNCTION desk_private.gate_asks_again(of_case uuid, gate text, what text, because uuid) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
  newest text;
BEGIN
  SELECT x.journey_id, x.organisation_id, x.side INTO c FROM referral_case x WHERE x.id = of_case;
  -- The newest of what counts: the own words for what is the own concern, everybody's for an event that concerns all.
  SELECT g.outcome INTO newest FROM referral_gatesignature g JOIN referral_journey j ON j.id = g.journey_id
   WHERE g.journey_id = c.journey_id AND g.kind = gate AND NOT g.second AND (j.gates_from IS NULL OR g.signed_at >= j.gates_from)
     AND CASE what WHEN 'replaced' THEN g.organisation_id = c.organisation_id ELSE g.outcome <> 'replaced' END
   ORDER BY g.signed_at DESC LIMIT 1;
  IF desk_user() IS NULL OR coalesce(newest, what) IN ('asks_again', 'replaced') THEN RETURN; END IF;
  -- Of whom not everybody on the way knows, nobody learns it from a gate (72).
  IF EXISTS (SELECT 1 FROM referral_leg l JOIN referral_journey j ON j.id = l.journey_id AND j.arrived_at IS NULL
       WHERE l.journey_id = c.journey_id AND l.held_to IS NULL
         AND NOT desk_private.told_of_organisation(c.journey_id, c.organisation_id, l.organisation_id, NULL)) THEN RETURN; END IF;
  INSERT INTO referral_gatesignature (id, journey_id, kind, organisation_id, side, role, by_id, outcome, level, second, signed_at, evidence)
    VALUES (gen_random_uuid(), c.journey_id, gate, c.organisation_id, c.side, desk_role(), desk_user(), what, '', false, clock_timestamp(), because);
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'gate.asks_again', of_case::text, jsonb_build_object('gate', gate));
END $$;

CREATE OR REPLACE FUNCTION evidence_is_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM referral_gatesignature g JOIN referral_case c ON c.journey_id = g.journey_id AND c.organisation_id = g.organisation_id
       WHERE c.id = NEW.case_id AND g.kind = NEW.gate AND g.evidence = NEW.id AND NOT EXISTS (
         SELECT 1 FROM referral_gatesignature x WHERE x.journey_id = g.journey_id AND x.kind = g.kind AND x.organisation_id = g.organisation_id
            AND NOT x.second AND x.evidence IS DISTINCT FROM NEW.id AND x.signed_at > g.signed_at)) THEN
    PERFORM desk_private.gate_asks_again(NEW.case_id, NEW.gate, 'replaced', NEW.id);
  END IF;
  RETURN NULL;
END $$;

-- B3 is what G4 rests on, B8 what G1 rests on.
CREATE OR REPLACE FUNCTION consent_behind_a_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.gate_asks_again(NEW.case_id, CASE NEW.purpose WHEN 'B3' THEN 'G4' ELSE 'G1' END, 'replaced', NEW.id);
  RETURN NULL;
END $$;

-- A later decision with a tool takes the place of the one that was signed.
CREATE OR REPLACE FUNCTION tool_behind_a_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  at_gate text := CASE NEW.instrument WHEN 'options_counselling' THEN 'G1' WHEN 'travel_checklist' THEN 'G11' ELSE 'G3' END;
BEGIN
  IF EXISTS (SELECT 1 FROM referral_evidence e JOIN referral_gatesignature g ON g.evidence = e.id AND g.kind = at_gate
       WHERE e.case_id = NEW.case_id AND e.assessment_id <> NEW.id) THEN
    PERFORM desk_private.gate_asks_again(NEW.case_id, at_gate, 'replaced', NEW.id);
  END IF;
  RETURN NULL;
END $$;

-- The tool that a record of evidence names was finished in this very case.
CREATE OR REPLACE FUNCTION evidence_of_its_tool() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_assessment a WHERE a.id = NEW.assessment_id AND a.case_id = NEW.case_id AND a.finished_at IS NOT NULL) THEN
    RAISE EXCEPTION 'not a finished tool of this case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Events of a case that make the risk another one, whoever enters them and on which page: the person is missing, something more was told
-- of what happened, an asylum claim changed.
CREATE OR REPLACE FUNCTION event_asks_for_risk() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.gate_asks_again(NEW.case_id, 'G3', 'asks_again', NULL);
  RETURN NULL;
END $$;

DO $risk$
DECLARE
  t text;
  reads text := $q$EXISTS (SELECT 1 FROM referral_case c JOIN referral_accessrule r
      ON r.role = (SELECT desk_role()) AND r.data_class = 'risk' AND r.side = c.side AND r.stage = c.stage AND r.can_read
     WHERE c.journey_id = referral_riskword.journey_id
       AND (EXISTS (SELECT 1 FROM referral_caseusergrant g WHERE g.content_object_id = c.id AND g.user_id = (SELECT desk_user())
              AND (g.expires_at IS NULL OR g.expires_at > now()) AND (g.classes IS NULL OR 'risk' = ANY (g.classes)))
         OR EXISTS (SELECT 1 FROM referral_casegroupgrant g WHERE g.content_object_id = c.id AND g.group_id = ANY ((SELECT desk_teams())::int[])
              AND (g.expires_at IS NULL OR g.expires_at > now()) AND (g.classes IS NULL OR 'risk' = ANY (g.classes)))))$q$;
BEGIN
  IF to_regclass('public.referral_riskword') IS NULL THEN RETURN; END IF;

  FOREACH t IN ARRAY ARRAY['referral_riskword', 'referral_risktalk', 'referral_talkword'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('DROP POLICY IF EXISTS party ON %I', t);
    EXECUTE format('CREATE POLICY party ON %1$I FOR SELECT TO trm_app USING (
      EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = %1$I.journey_id))', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
  REVOKE INSERT ON referral_risktalk FROM trm_app;

  -- The own levels, and those of the other side with consent. Whoever may read risks in the own case.
  DROP POLICY IF EXISTS reads ON referral_riskword;
  EXECUTE 'CREATE POLICY reads ON referral_riskword AS RESTRICTIVE FOR SELECT TO trm_app USING (
    (organisation_id = (SELECT desk_organisation()) OR risk_crosses(journey_id, organisation_id)) AND ' || reads || ')';
  DROP POLICY IF EXISTS own_name ON referral_riskword;
  CREATE POLICY own_name ON referral_riskword FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('risk', 'add'))
    AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = referral_riskword.journey_id));
  DROP POLICY IF EXISTS own_name ON referral_talkword;
  CREATE POLICY own_name ON referral_talkword FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND by_id = (SELECT desk_user()) AND (SELECT desk_role()) = 'case_manager'
    AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = referral_talkword.journey_id));

  DROP TRIGGER IF EXISTS of_a_tool ON referral_riskword;
  CREATE TRIGGER of_a_tool BEFORE INSERT ON referral_riskword FOR EACH ROW EXECUTE FUNCTION risk_word_of_a_tool();
  DROP TRIGGER IF EXISTS of_its_side ON referral_talkword;
  CREATE TRIGGER of_its_side BEFORE INSERT ON referral_talkword FOR EACH ROW EXECUTE FUNCTION talk_word_of_its_side();
  DROP TRIGGER IF EXISTS answers_anew ON referral_gatesignature;
  CREATE TRIGGER answers_anew BEFORE INSERT ON referral_gatesignature FOR EACH ROW EXECUTE FUNCTION signature_answers_anew();
  DROP TRIGGER IF EXISTS is_compared ON referral_gatesignature;
  CREATE TRIGGER is_compared AFTER INSERT ON referral_gatesignature FOR EACH ROW
    WHEN (NEW.kind = 'G3' AND NOT NEW.second AND NEW.level <> '') EXECUTE FUNCTION risk_is_compared();
  DROP TRIGGER IF EXISTS asks_everybody ON referral_gatesignature;
  CREATE TRIGGER asks_everybody AFTER INSERT ON referral_gatesignature FOR EACH ROW
    WHEN (NEW.kind = 'G3' AND NEW.outcome = 'asks_again') EXECUTE FUNCTION risk_asks_everybody();

  DROP TRIGGER IF EXISTS of_its_tool ON referral_evidence;
  CREATE TRIGGER of_its_tool BEFORE INSERT ON referral_evidence FOR EACH ROW WHEN (NEW.assessment_id IS NOT NULL)
    EXECUTE FUNCTION evidence_of_its_tool();
  DROP TRIGGER IF EXISTS is_gone ON referral_evidence;
  CREATE TRIGGER is_gone AFTER UPDATE OF withdrawn_at ON referral_evidence FOR EACH ROW
    WHEN (NEW.withdrawn_at IS NOT NULL AND NEW.gate <> '') EXECUTE FUNCTION evidence_is_gone();
  DROP TRIGGER IF EXISTS behind_a_gate ON referral_consentitem;
  CREATE TRIGGER behind_a_gate AFTER UPDATE OF withdrawn_at ON referral_consentitem FOR EACH ROW
    WHEN (NEW.withdrawn_at IS NOT NULL AND NEW.agreed AND NEW.purpose IN ('B3', 'B8')) EXECUTE FUNCTION consent_behind_a_gate();
  DROP TRIGGER IF EXISTS behind_a_gate ON referral_assessment;
  CREATE TRIGGER behind_a_gate AFTER UPDATE OF decision ON referral_assessment FOR EACH ROW
    WHEN (NEW.decision <> '' AND OLD.decision = '' AND NEW.instrument IN ('risk', 'risk_short', 'options_counselling', 'travel_checklist'))
    EXECUTE FUNCTION tool_behind_a_gate();
  DROP TRIGGER IF EXISTS asks_for_risk ON referral_absence;
  CREATE TRIGGER asks_for_risk AFTER INSERT ON referral_absence FOR EACH ROW EXECUTE FUNCTION event_asks_for_risk();
  DROP TRIGGER IF EXISTS asks_for_risk ON referral_traffickingevent;
  CREATE TRIGGER asks_for_risk AFTER INSERT ON referral_traffickingevent FOR EACH ROW EXECUTE FUNCTION event_asks_for_risk();
  DROP TRIGGER IF EXISTS asks_for_risk ON referral_legal;
  CREATE TRIGGER asks_for_risk AFTER UPDATE OF asylum ON referral_legal FOR EACH ROW
    WHEN (NEW.asylum IS DISTINCT FROM OLD.asylum) EXECUTE FUNCTION event_asks_for_risk();
END $risk$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
