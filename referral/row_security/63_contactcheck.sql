-- The order of the steps for a child (rules of practice 22): best-interests assessment, check of the risk of contact, consent or a decision
-- for the child, family assessment, determination. The tables come with a later migration than the first run of these files.

-- One step after another: two at once on the same child wait for each other. Taken on inserting only, before any row is locked.
CREATE OR REPLACE FUNCTION desk_private.one_child_at_a_time(of_journey uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('child ' || of_journey::text, 0));
END $$;

CREATE OR REPLACE FUNCTION desk_private.childs_journey(of_case uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT j.id FROM public.referral_case c JOIN public.referral_journey j ON j.id = c.journey_id
           WHERE c.id = of_case AND j.child AND NOT desk_private.adult_at(j.id, now()));
END $$;

-- Where the steps stand, in whichever organisation's case they were written. Of several checks the strictest counts: each organisation's
-- newest. Of an answer on consent B4 and a decision for the child, the newer one.
CREATE OR REPLACE FUNCTION desk_private.child_order(of_journey uuid)
RETURNS TABLE (assessed timestamptz, checked timestamptz, contact text, agreed timestamptz, agreed_by text, family timestamptz, family_result text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  said record;
  decided record;
BEGIN
  SELECT s.written_at INTO assessed FROM (SELECT s.written_at, s.result FROM referral_childstep s JOIN referral_case c ON c.id = s.case_id
    WHERE c.journey_id = of_journey AND s.kind = 'assessment' ORDER BY s.written_at DESC LIMIT 1) s WHERE s.result = 'go_on';
  SELECT max(k.written_at), (array_agg(k.outcome ORDER BY array_position(ARRAY['no_contact', 'named_body', 'supervised'], k.outcome::text)))[1]
    INTO checked, contact
    FROM (SELECT DISTINCT ON (k.case_id) k.written_at, k.outcome FROM referral_contactcheck k JOIN referral_case c ON c.id = k.case_id
           WHERE c.journey_id = of_journey ORDER BY k.case_id, k.written_at DESC) k;
  SELECT o.given_at AS at, i.agreed AND i.withdrawn_at IS NULL AND o.given_by = 'guardian' AND o.assent = 'yes' AS yes INTO said
    FROM referral_consentitem i JOIN referral_consent o ON o.id = i.consent_id JOIN referral_case c ON c.id = o.case_id
   WHERE c.journey_id = of_journey AND i.purpose = 'B4' AND o.given_by <> 'not_recorded' AND NOT o.ahead ORDER BY o.given_at DESC LIMIT 1;
  SELECT s.confirmed_at AS at, s.result INTO decided FROM referral_childstep s JOIN referral_case c ON c.id = s.case_id
   WHERE c.journey_id = of_journey AND s.kind = 'decision' AND s.confirmed_at IS NOT NULL ORDER BY s.confirmed_at DESC LIMIT 1;
  IF decided.at IS NOT NULL AND (said.at IS NULL OR decided.at > said.at) THEN
    agreed := decided.at;
    agreed_by := decided.result;
  ELSIF said.yes THEN
    agreed := said.at;
    agreed_by := 'consent';
  END IF;
  SELECT s.confirmed_at, s.result INTO family, family_result FROM referral_childstep s JOIN referral_case c ON c.id = s.case_id
   WHERE c.journey_id = of_journey AND s.kind = 'family' AND s.confirmed_at IS NOT NULL ORDER BY s.confirmed_at DESC LIMIT 1;
  IF family_result = 'more' THEN family := NULL; END IF;
  RETURN NEXT;
END $$;

-- For the organisations on the way: when, and what follows for them. No reason, no word, no name.
CREATE OR REPLACE FUNCTION child_order(of_journey uuid)
RETURNS TABLE (assessed timestamptz, checked timestamptz, contact text, agreed timestamptz, agreed_by text, family timestamptz, family_result text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation() AND p.hidden_at IS NULL) THEN
    RETURN QUERY SELECT * FROM desk_private.child_order(of_journey);
  END IF;
END $$;

-- A visit or a call comes after the check, and after somebody decided that it may be.
CREATE OR REPLACE FUNCTION desk_private.family_may_be_asked(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  o record;
BEGIN
  SELECT * INTO o FROM desk_private.child_order(of_journey);
  RETURN o.assessed IS NOT NULL AND o.checked IS NOT NULL AND o.contact <> 'no_contact' AND o.agreed IS NOT NULL AND o.agreed_by <> 'without';
END $$;

CREATE OR REPLACE FUNCTION desk_private.child_may_be_determined(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  o record;
BEGIN
  SELECT * INTO o FROM desk_private.child_order(of_journey);
  RETURN o.assessed IS NOT NULL AND o.checked IS NOT NULL
     AND (o.contact = 'no_contact' OR (o.agreed IS NOT NULL AND (o.agreed_by = 'without' OR o.family IS NOT NULL)));
END $$;

-- An urgent return of a child rests on a fresh decision of child protection that two people saw (rules of practice 3).
CREATE OR REPLACE FUNCTION desk_private.child_protection_decided(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.referral_childstep s JOIN public.referral_case c ON c.id = s.case_id
    WHERE c.journey_id = of_journey AND s.kind = 'urgent' AND s.confirmed_at > now() - interval '7 days');
END $$;

CREATE OR REPLACE FUNCTION child_protection_decided(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation() AND p.hidden_at IS NULL)
     AND desk_private.child_protection_decided(of_journey);
END $$;

-- A step is written in the own name and in its turn; a second person confirms it once, and the order is looked at again.
CREATE OR REPLACE FUNCTION child_step_in_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid := desk_private.childs_journey(NEW.case_id);
  o record;
BEGIN
  IF of_journey IS NULL THEN RAISE EXCEPTION 'only a child has these steps' USING ERRCODE = 'check_violation'; END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM desk_private.one_child_at_a_time(of_journey);
    IF NEW.by_id IS DISTINCT FROM desk_user() OR NEW.confirmed_at IS NOT NULL THEN
      RAISE EXCEPTION 'a step is written in the own name, then confirmed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind IN ('urgent', 'family') AND desk_role() = 'guardian' THEN
      RAISE EXCEPTION 'a guardian does not write this step' USING ERRCODE = 'check_violation';
    END IF;
    NEW.written_at := clock_timestamp();
  ELSE
    IF OLD.confirmed_at IS NOT NULL OR NEW.confirmed_by_id IS DISTINCT FROM desk_user() OR NEW.confirmed_by_id = NEW.by_id OR desk_role() = 'guardian' THEN
      RAISE EXCEPTION 'a second person confirms, once' USING ERRCODE = 'check_violation';
    END IF;
    NEW.confirmed_at := clock_timestamp();
  END IF;
  SELECT * INTO o FROM desk_private.child_order(of_journey);
  IF (NEW.kind = 'decision' AND (o.assessed IS NULL OR o.checked IS NULL OR (o.contact = 'no_contact' AND NEW.result <> 'without')))
     OR (NEW.kind = 'family' AND NOT desk_private.family_may_be_asked(of_journey)) THEN
    RAISE EXCEPTION 'a step before this one is missing' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION contact_check_in_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid := desk_private.childs_journey(NEW.case_id);
BEGIN
  IF of_journey IS NULL THEN RAISE EXCEPTION 'only a child has these steps' USING ERRCODE = 'check_violation'; END IF;
  PERFORM desk_private.one_child_at_a_time(of_journey);
  IF NEW.by_id IS DISTINCT FROM desk_user() THEN RAISE EXCEPTION 'in the own name' USING ERRCODE = 'check_violation'; END IF;
  IF (SELECT o.assessed FROM desk_private.child_order(of_journey) o) IS NULL THEN
    RAISE EXCEPTION 'the best-interests assessment comes first' USING ERRCODE = 'check_violation';
  END IF;
  NEW.written_at := clock_timestamp();
  RETURN NEW;
END $$;

-- "No contact" is an instruction to everybody who works on the journey: a task for each case, without the reason.
CREATE OR REPLACE FUNCTION no_contact_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, assigned_to_id, due_on, made_at)
    SELECT gen_random_uuid(), c.organisation_id, c.journey_id, c.id, 'no_contact', '', ''::bytea, c.lead_id, desk_private.today_of(c.organisation_id), now()
      FROM referral_case c JOIN referral_case own ON own.journey_id = c.journey_id AND own.id = NEW.case_id
     WHERE c.id <> own.id AND c.closed_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM referral_task t WHERE t.case_id = c.id AND t.kind = 'no_contact' AND t.done_at IS NULL);
  RETURN NULL;
END $$;

-- A child's wish is never changed. It is answered once: by the panel, or by the case manager who names the panel that decided.
CREATE OR REPLACE FUNCTION contact_wish_answered_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid := desk_private.childs_journey(NEW.case_id);
  o record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF of_journey IS NULL OR NEW.by_id IS DISTINCT FROM desk_user() OR NEW.answered_at IS NOT NULL THEN
      RAISE EXCEPTION 'a child asks, then the panel answers' USING ERRCODE = 'check_violation';
    END IF;
    NEW.written_at := clock_timestamp();
    RETURN NEW;
  END IF;
  IF OLD.answered_at IS NOT NULL OR NEW.answered_by_id IS DISTINCT FROM desk_user()
     OR NOT (desk_role() = 'panel' OR (desk_role() = 'case_manager' AND octet_length(NEW.panel) > 0)) THEN
    RAISE EXCEPTION 'the panel answers, once' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO o FROM desk_private.child_order(of_journey);
  IF NEW.answer = 'yes' AND (o.checked IS NULL OR o.contact = 'no_contact') THEN
    RAISE EXCEPTION 'the check of the risk of contact comes first' USING ERRCODE = 'check_violation';
  END IF;
  NEW.answered_at := clock_timestamp();
  RETURN NEW;
END $$;

-- Contact with the family is agreed to once the check was made, and only where it left a way.
CREATE OR REPLACE FUNCTION contact_waits_for_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid := desk_private.childs_journey(NEW.case_id);
  o record;
BEGIN
  IF of_journey IS NULL OR EXISTS (SELECT 1 FROM referral_consent k WHERE k.id = NEW.consent_id AND k.ahead) THEN RETURN NEW; END IF;
  PERFORM desk_private.one_child_at_a_time(of_journey);
  SELECT * INTO o FROM desk_private.child_order(of_journey);
  IF o.assessed IS NULL OR o.checked IS NULL OR o.contact = 'no_contact' THEN
    RAISE EXCEPTION 'the check of the risk of contact comes first' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Nobody is sent to the family or the area before. The same rule: `asks_for_family` in referral/child_order.py.
CREATE OR REPLACE FUNCTION family_waits_for_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.status NOT IN ('draft', 'sent')
     OR NOT (NEW.kind = 'family' OR ('family' = ANY (NEW.services) AND (SELECT count(DISTINCT o.country) FROM accounts_organisation o
              WHERE o.id IN (NEW.sender_id, NEW.receiver_id)) = 2))
     OR NOT EXISTS (SELECT 1 FROM referral_journey j WHERE j.id = NEW.journey_id
              AND ((j.child AND NOT desk_private.adult_at(j.id, now())) OR NEW.kind = 'family')) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN PERFORM desk_private.one_child_at_a_time(NEW.journey_id); END IF;
  IF NOT desk_private.family_may_be_asked(NEW.journey_id) THEN
    RAISE EXCEPTION 'no visit before the check of the risk of contact' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The determination is the last step. That a return is not in the child's interests may be said at any time.
CREATE OR REPLACE FUNCTION determination_comes_last() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.one_child_at_a_time(NEW.journey_id);
  -- With a parent who is not suspected, the assessment and a document stand in for it (66; rules of practice 24).
  IF NEW.role = 'case_manager' AND parents_word(NEW.journey_id) = 'route' THEN RETURN NEW; END IF;
  IF NOT desk_private.child_may_be_determined(NEW.journey_id) THEN
    RAISE EXCEPTION 'a step before the determination is missing' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION urgent_return_of_a_child() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid;
BEGIN
  IF TG_TABLE_NAME = 'referral_evidence' THEN
    of_journey := desk_private.childs_journey(NEW.case_id);
  ELSIF (SELECT e.kind FROM referral_evidence e WHERE e.case_id = NEW.id AND e.gate = 'G1' AND (e.kind = 'return_request' OR e.kind LIKE 'urgent\_%')
          ORDER BY e.written_at DESC LIMIT 1) LIKE 'urgent\_%' THEN
    of_journey := desk_private.childs_journey(NEW.id);
  END IF;
  IF of_journey IS NOT NULL AND NOT desk_private.child_protection_decided(of_journey) THEN
    RAISE EXCEPTION 'no urgent return of a child without a decision of child protection' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $child_order$
DECLARE
  t text;
BEGIN
  IF to_regclass('public.referral_childstep') IS NULL THEN RETURN; END IF;

  CALL desk_private.guard('referral_childstep', $q$'evidence'$q$, ARRAY['update']);
  CALL desk_private.guard('referral_contactwish', $q$'evidence'$q$, ARRAY['update']);
  CALL desk_private.guard('referral_contactcheck', $q$'risk'$q$, ARRAY[]::text[]);
  REVOKE UPDATE ON referral_childstep, referral_contactwish FROM trm_app;
  GRANT UPDATE (confirmed_at, confirmed_by_id) ON referral_childstep TO trm_app;
  GRANT UPDATE (answer, told, panel, answered_at, answered_by_id) ON referral_contactwish TO trm_app;
  -- Evidence of gates is read by a service, a nurse and a lawyer too; what a child says of the family is not.
  FOREACH t IN ARRAY ARRAY['referral_childstep', 'referral_contactwish'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS who_decides_for_a_child ON %I', t);
    EXECUTE format('CREATE POLICY who_decides_for_a_child ON %I AS RESTRICTIVE TO trm_app USING ((SELECT desk_role()) IN (''case_manager'', ''supervisor'', ''guardian'', ''panel''))', t);
  END LOOP;

  DROP TRIGGER IF EXISTS in_turn ON referral_childstep;
  CREATE TRIGGER in_turn BEFORE INSERT OR UPDATE ON referral_childstep FOR EACH ROW WHEN (current_user <> 'trm_owner') EXECUTE FUNCTION child_step_in_turn();
  DROP TRIGGER IF EXISTS in_turn ON referral_contactcheck;
  CREATE TRIGGER in_turn BEFORE INSERT ON referral_contactcheck FOR EACH ROW EXECUTE FUNCTION contact_check_in_turn();
  DROP TRIGGER IF EXISTS is_told ON referral_contactcheck;
  CREATE TRIGGER is_told AFTER INSERT ON referral_contactcheck FOR EACH ROW WHEN (NEW.outcome = 'no_contact') EXECUTE FUNCTION no_contact_is_told();
  DROP TRIGGER IF EXISTS answered_once ON referral_contactwish;
  CREATE TRIGGER answered_once BEFORE INSERT OR UPDATE ON referral_contactwish FOR EACH ROW WHEN (current_user <> 'trm_owner') EXECUTE FUNCTION contact_wish_answered_once();
  DROP TRIGGER IF EXISTS contact_waits ON referral_consentitem;
  CREATE TRIGGER contact_waits BEFORE INSERT ON referral_consentitem FOR EACH ROW WHEN (NEW.purpose = 'B4' AND NEW.agreed)
    EXECUTE FUNCTION contact_waits_for_check();
  DROP TRIGGER IF EXISTS family_waits ON referral_referral;
  CREATE TRIGGER family_waits BEFORE INSERT OR UPDATE OF status, services, kind ON referral_referral FOR EACH ROW
    EXECUTE FUNCTION family_waits_for_check();
  DROP TRIGGER IF EXISTS comes_last ON referral_gatesignature;
  CREATE TRIGGER comes_last BEFORE INSERT ON referral_gatesignature FOR EACH ROW WHEN (NEW.kind = 'G10' AND NEW.outcome = 'passed')
    EXECUTE FUNCTION determination_comes_last();
  DROP TRIGGER IF EXISTS urgent_of_a_child ON referral_evidence;
  CREATE TRIGGER urgent_of_a_child BEFORE INSERT ON referral_evidence FOR EACH ROW WHEN (NEW.gate = 'G1' AND NEW.kind LIKE 'urgent\_%')
    EXECUTE FUNCTION urgent_return_of_a_child();
  DROP TRIGGER IF EXISTS urgent_of_a_child ON referral_case;
  CREATE TRIGGER urgent_of_a_child BEFORE UPDATE OF status ON referral_case FOR EACH ROW WHEN (NEW.status = 'return_approved')
    EXECUTE FUNCTION urgent_return_of_a_child();
END $child_order$;
