-- Disclosure without consent (rules of practice, 12): vital interest, protection of a child, order of a court. One asks by writing the row
-- and its parts in one transaction; a second person agrees, or, where minutes count, one gives it alone and a second person reviews it.
-- What was asked for never changes. Never to an authority of the person's origin: a trigger on the row says so, whoever writes it.
-- The receiver on the desk reads the parts and nothing of the case; it has no policy on the frame.

-- Which role may ask, agree, review, or read what came in. The rows come from referral/access.py.
CREATE TABLE IF NOT EXISTS desk_private.disclosure_rule (role text NOT NULL, what text NOT NULL);

CREATE OR REPLACE FUNCTION disclosure_may(something text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = desk_private, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM disclosure_rule r WHERE r.role = public.desk_role() AND r.what = something) $$;

-- Whether a body of this state is one of the person's origin: by citizenship, by the side of the journey, or, where no citizenship is
-- known, any state but the own one. The own state's bodies are those where the person is helped; after a claim of asylum, or by the
-- instruction of the summary, they too are left out, and then nobody of that state is told anything, state body or not.
CREATE OR REPLACE FUNCTION desk_private.is_of_origin(of_case uuid, state text, is_authority boolean, is_mission boolean) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  IF state = '' THEN RETURN false; END IF;
  IF desk_private.kept_from(of_case, state) THEN RETURN true; END IF;
  RETURN is_authority AND EXISTS (SELECT 1 FROM referral_case c JOIN accounts_organisation o ON o.id = c.organisation_id
      LEFT JOIN referral_summary s ON s.case_id = c.id
    WHERE c.id = of_case AND (is_mission OR state <> o.country) AND (
      cardinality(coalesce(s.citizenships, '{}')) = 0
      OR state = ANY (s.citizenships)
      OR EXISTS (SELECT 1 FROM referral_leg l WHERE l.journey_id = c.journey_id AND l.side = 'origin' AND l.country = state)
      OR EXISTS (SELECT 1 FROM referral_case x JOIN accounts_organisation y ON y.id = x.organisation_id
                  WHERE x.journey_id = c.journey_id AND x.side = 'origin' AND y.country = state)));
END $$;

-- A receiver of the desk by what it is; one outside by what was said of it, and nobody has checked that: it counts as an authority.
-- A consulate is never told anything: it speaks for another state.
CREATE OR REPLACE FUNCTION desk_private.goes_to_origin(of_case uuid, whom uuid, outside text, represents_too text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  o record;
BEGIN
  IF whom IS NULL THEN
    RETURN desk_private.is_of_origin(of_case, outside, true, false) OR desk_private.is_of_origin(of_case, represents_too, true, true);
  END IF;
  SELECT kind, country, represents INTO o FROM accounts_organisation WHERE id = whom;
  RETURN o.kind = 'consulate' OR desk_private.is_of_origin(of_case, o.represents, true, true)
    OR desk_private.is_of_origin(of_case, o.country,
         o.kind IN ('police', 'authority', 'consulate', 'social_service', 'guardianship', 'coordination'), false);
END $$;

-- Yes or no, for the form, to whom works on the case.
CREATE OR REPLACE FUNCTION goes_to_origin(of_case uuid, whom uuid, outside text, represents_too text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT desk_private.granted(of_case, NULL) AND desk_private.goes_to_origin(of_case, whom, outside, represents_too) $$;

-- Whether the acting person may decide alone now: '', review (the last one is not reviewed yet) or limit (two in thirty days).
-- It keeps others of this person waiting until the transaction ends, so that two at once do not both pass.
CREATE OR REPLACE FUNCTION disclose_alone() RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('disclosure ' || desk_user()::text, 0));
  IF EXISTS (SELECT 1 FROM referral_disclosure d WHERE d.asked_by_id = desk_user() AND d.alone AND d.reviewed_at IS NULL) THEN RETURN 'review'; END IF;
  IF (SELECT count(*) FROM referral_disclosure d WHERE d.asked_by_id = desk_user() AND d.alone AND d.asked_at > now() - interval '30 days') >= 2 THEN
    RETURN 'limit';
  END IF;
  RETURN '';
END $$;

CREATE OR REPLACE FUNCTION desk_private.disclosure_tell(of uuid, house uuid, what text, who uuid[]) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at) SELECT gen_random_uuid(), house, someone, what, now() FROM unnest(who) AS someone $$;

-- Colleagues at work in this organisation whose role has this right; of a protected case only the named.
CREATE OR REPLACE FUNCTION desk_private.disclosure_colleagues(of_case uuid, something text) RETURNS uuid[] LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT DISTINCT m.user_id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    JOIN desk_private.disclosure_rule r ON r.role = m.role AND r.what = something
   WHERE m.organisation_id = desk_organisation() AND m.ended_at IS NULL AND m.user_id <> desk_user()
     AND (NOT desk_private.is_protected(of_case) OR EXISTS (SELECT 1 FROM referral_protection p
            WHERE p.case_id = of_case AND p.confirmed_at IS NOT NULL AND p.lifted_at IS NULL AND m.user_id = ANY (p.names))));
END $$;

-- What follows from giving: the task that waits until the person was told, without a day, and who is told of it.
CREATE OR REPLACE FUNCTION desk_private.disclosure_given(of uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'disclosure.given', d.case_id::text,
            jsonb_build_object('number', d.number, 'ground', d.ground, 'to', coalesce(d.receiver_id::text, d.outside_kind), 'how', d.how, 'alone', d.alone,
              'parts', (SELECT jsonb_agg(p.data_class ORDER BY p.data_class) FROM referral_disclosedpart p WHERE p.disclosure_id = of)));
  IF NOT EXISTS (SELECT 1 FROM referral_task t WHERE t.case_id = d.case_id AND t.kind = 'tell' AND t.done_at IS NULL) THEN
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, made_at)
      VALUES (gen_random_uuid(), d.organisation_id, d.journey_id, d.case_id, 'tell', '', ''::bytea, now());
  END IF;
  PERFORM desk_private.disclosure_tell(of, d.organisation_id, 'disclosure_given',
    array_remove(ARRAY(SELECT DISTINCT x FROM unnest(ARRAY[d.lead_id, d.asked_by_id]) x), desk_user()));
  IF d.receiver_id IS NOT NULL THEN
    PERFORM desk_private.disclosure_tell(of, d.receiver_id, 'disclosure_came', ARRAY[NULL]::uuid[]);
  END IF;
END $$;

-- It begins. Whatever was sent, the database says who asks, when, of which case, and that nothing is decided yet.
CREATE OR REPLACE FUNCTION disclosure_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.*, j.reference INTO c FROM referral_case x JOIN referral_journey j ON j.id = x.journey_id
   WHERE x.id = NEW.case_id AND x.organisation_id = desk_organisation();
  IF NOT FOUND OR NOT disclosure_may('disclose') OR NOT desk_private.works_on(NEW.case_id) THEN
    RAISE EXCEPTION 'not yours to disclose' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.ground NOT IN ('vital', 'child', 'court') THEN
    RAISE EXCEPTION 'not a ground' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.receiver_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = NEW.receiver_id AND o.is_active AND o.has_account
       AND o.kind <> 'operator' AND o.id <> desk_organisation()) THEN
    RAISE EXCEPTION 'not a receiver of this desk' USING ERRCODE = 'check_violation';
  END IF;
  IF desk_private.goes_to_origin(NEW.case_id, NEW.receiver_id, NEW.outside_country, NEW.outside_represents) THEN
    RAISE EXCEPTION 'never to authorities of origin' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.alone AND disclose_alone() <> '' THEN
    RAISE EXCEPTION 'a second person is needed' USING ERRCODE = 'check_violation';
  END IF;
  NEW.journey_id := c.journey_id; NEW.reference := c.reference; NEW.organisation_id := c.organisation_id; NEW.lead_id := c.lead_id;
  NEW.asked_by_id := desk_user(); NEW.asked_at := now();
  NEW.approved := NULL; NEW.answered_by_id := NULL; NEW.answered_at := NULL; NEW.withdrawn_at := NULL;
  NEW.given_at := NULL; NEW.given_by_id := NULL; NEW.how := ''; NEW.acknowledged_at := NULL;
  NEW.reviewed_by_id := NULL; NEW.reviewed_at := NULL; NEW.outcome := ''; NEW.review_text := ''::bytea;
  NEW.told := ''; NEW.told_on := NULL; NEW.told_by_id := NULL; NEW.told_text := ''::bytea;
  NEW.review_due_at := CASE WHEN NEW.alone THEN now() + interval '72 hours' END;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN NEW.alone THEN 'disclosure.alone' ELSE 'disclosure.asked' END, c.id::text,
            jsonb_build_object('number', NEW.number, 'ground', NEW.ground));
  RETURN NEW;
END $$;

-- What was asked for stays as it was asked for. Given only once, decided, and never to the origin: also where that came to light meanwhile.
CREATE OR REPLACE FUNCTION disclosure_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.number, NEW.case_id, NEW.journey_id, NEW.reference, NEW.organisation_id, NEW.asked_by_id, NEW.asked_at, NEW.ground, NEW.alone, NEW.reason,
      NEW.receiver_id, NEW.outside_kind, NEW.outside_country, NEW.outside_represents, NEW.outside_name, NEW.person_name, NEW.person_role,
      NEW.order_number, NEW.order_issuer, NEW.order_on, NEW.order_seen_by, NEW.order_lies_at, NEW.review_due_at)
     IS DISTINCT FROM
     (OLD.id, OLD.number, OLD.case_id, OLD.journey_id, OLD.reference, OLD.organisation_id, OLD.asked_by_id, OLD.asked_at, OLD.ground, OLD.alone, OLD.reason,
      OLD.receiver_id, OLD.outside_kind, OLD.outside_country, OLD.outside_represents, OLD.outside_name, OLD.person_name, OLD.person_role,
      OLD.order_number, OLD.order_issuer, OLD.order_on, OLD.order_seen_by, OLD.order_lies_at, OLD.review_due_at)
     OR (OLD.given_at IS NOT NULL AND (NEW.given_at, NEW.given_by_id, NEW.how) IS DISTINCT FROM (OLD.given_at, OLD.given_by_id, OLD.how))
     OR (OLD.answered_at IS NOT NULL AND (NEW.approved, NEW.answered_by_id, NEW.answered_at) IS DISTINCT FROM (OLD.approved, OLD.answered_by_id, OLD.answered_at))
     OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.outcome, NEW.review_text)
          IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.outcome, OLD.review_text)) THEN
    RAISE EXCEPTION 'what was asked for stays as it is' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.given_at IS NULL AND NEW.given_at IS NOT NULL THEN
    IF NEW.withdrawn_at IS NOT NULL OR NOT (coalesce(NEW.approved, false) OR NEW.alone) THEN
      RAISE EXCEPTION 'nobody has decided that' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM referral_disclosedpart p WHERE p.disclosure_id = NEW.id) THEN
      RAISE EXCEPTION 'nothing was chosen' USING ERRCODE = 'check_violation';
    END IF;
    IF desk_private.goes_to_origin(NEW.case_id, NEW.receiver_id, NEW.outside_country, NEW.outside_represents) THEN
      RAISE EXCEPTION 'never to authorities of origin' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- A part is chosen in the transaction that asks, by who asks, and only from what she or he may read. What a part says never changes.
CREATE OR REPLACE FUNCTION may_disclose(of uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_disclosure d JOIN referral_case c ON c.id = d.case_id
    WHERE d.id = of AND d.organisation_id = desk_organisation() AND d.asked_by_id = desk_user() AND d.asked_at = now() AND d.given_at IS NULL
      AND (class = 'letter' OR (desk_private.granted(c.id, class) AND desk_private.ceiling(class, c.side, c.stage, 'read'))));
END $$;

-- What was passed on to the acting organisation, by its ids. It ends where it comes to light that the receiver is of the origin.
CREATE OR REPLACE FUNCTION disclosed_to_me() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT disclosure_may('receive') THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT d.id FROM referral_disclosure d WHERE d.receiver_id = desk_organisation() AND d.given_at IS NOT NULL
    AND NOT desk_private.goes_to_origin(d.case_id, d.receiver_id, d.outside_country, d.outside_represents));
END $$;

-- All that a receiver knows of it beside the parts: no case, no journey, no reference, no reason.
CREATE OR REPLACE FUNCTION disclosures_received() RETURNS TABLE (id uuid, number text, sender uuid, ground text, given_at timestamptz, acknowledged_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT d.id, d.number::text, d.organisation_id, d.ground::text, d.given_at, d.acknowledged_at FROM referral_disclosure d
   WHERE d.id = ANY (disclosed_to_me()) ORDER BY d.given_at DESC, d.id;
END $$;

CREATE OR REPLACE FUNCTION desk_private.disclosure_waits(of uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_disclosure d WHERE d.id = of AND d.approved IS NULL AND NOT d.alone AND d.given_at IS NULL
    AND d.withdrawn_at IS NULL AND d.asked_at > now() - interval '24 hours');
END $$;

-- The frame's key: who asked, who answered, the lead, who works on the case, who reviews, and who may agree while it waits.
-- A part's: the same, but colleagues on the case only for classes that they may read; and the receiver.
CREATE OR REPLACE FUNCTION desk_private.disclosure_key_right(of uuid, class text, verb text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  d record;
  c record;
  part text := '';
BEGIN
  IF class = 'disclosed' THEN
    SELECT p.data_class INTO part FROM referral_disclosedpart p WHERE p.id = of;
    SELECT x.* INTO d FROM referral_disclosure x JOIN referral_disclosedpart p ON p.disclosure_id = x.id WHERE p.id = of;
  ELSE
    SELECT * INTO d FROM referral_disclosure WHERE id = of;
  END IF;
  IF d.id IS NULL THEN
    RETURN verb = 'add' AND disclosure_may('disclose') AND NOT EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = of AND k.data_class = class);
  END IF;
  IF class = 'disclosed' AND verb = 'add' THEN RETURN false; END IF;
  IF d.organisation_id <> desk_organisation() THEN
    RETURN class = 'disclosed' AND d.id = ANY (disclosed_to_me());
  END IF;
  IF d.journey_id = ANY (kept_apart()) THEN RETURN false; END IF;
  SELECT * INTO c FROM referral_case WHERE id = d.case_id;
  IF desk_user() IN (d.asked_by_id, d.answered_by_id, d.lead_id, c.lead_id) OR disclosure_may('review')
     OR (verb = 'read' AND disclosure_may('agree') AND desk_private.disclosure_waits(d.id)) THEN
    RETURN true;
  END IF;
  RETURN desk_private.works_on(c.id) AND (class = 'disclosure' OR part = 'letter' OR desk_private.ceiling(part, c.side, c.stage, 'read'));
END $$;

-- The doors. Each answers '' when it is done, else a word: answered, lapsed, origin, given, reviewed, told.

-- At the end of the transaction that asks. It goes at once where one decides alone and the receiver is on the desk.
CREATE OR REPLACE FUNCTION ask_disclosure(of uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of AND asked_by_id = desk_user() AND organisation_id = desk_organisation() AND asked_at = now();
  IF NOT FOUND THEN RAISE EXCEPTION 'not asked by you now' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF d.alone AND d.receiver_id IS NOT NULL AND d.given_at IS NULL THEN
    UPDATE referral_disclosure SET given_at = now(), given_by_id = asked_by_id, how = 'page' WHERE id = of;
    PERFORM desk_private.disclosure_given(of);
  END IF;
  IF d.alone THEN
    PERFORM desk_private.disclosure_tell(of, d.organisation_id, 'disclosure_review', ARRAY(
      SELECT DISTINCT x FROM unnest(d.lead_id || desk_private.disclosure_colleagues(d.case_id, 'review')) x WHERE x <> desk_user()));
  ELSE
    PERFORM desk_private.disclosure_tell(of, d.organisation_id, 'disclosure_asked', desk_private.disclosure_colleagues(d.case_id, 'agree'));
  END IF;
  RETURN '';
END $$;

-- Yes or no, by a second person: never by who asked, under whichever membership. On a yes it goes at once to a receiver of the desk.
CREATE OR REPLACE FUNCTION answer_disclosure(of uuid, yes boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT disclosure_may('agree') OR d.asked_by_id = desk_user() OR d.journey_id = ANY (kept_apart()) THEN
    RAISE EXCEPTION 'not yours to answer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF d.alone OR d.approved IS NOT NULL OR d.given_at IS NOT NULL OR d.withdrawn_at IS NOT NULL THEN RETURN 'answered'; END IF;
  IF NOT desk_private.disclosure_waits(d.id) THEN RETURN 'lapsed'; END IF;
  IF yes AND desk_private.goes_to_origin(d.case_id, d.receiver_id, d.outside_country, d.outside_represents) THEN RETURN 'origin'; END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN yes THEN 'disclosure.agreed' ELSE 'disclosure.declined' END, d.case_id::text, jsonb_build_object('number', d.number));
  UPDATE referral_disclosure SET approved = yes, answered_by_id = desk_user(), answered_at = now() WHERE id = of;
  IF yes AND d.receiver_id IS NOT NULL THEN
    UPDATE referral_disclosure SET given_at = now(), given_by_id = d.asked_by_id, how = 'page' WHERE id = of;
    PERFORM desk_private.disclosure_given(of);
  ELSE
    PERFORM desk_private.disclosure_tell(of, d.organisation_id, 'disclosure_answered', ARRAY[d.asked_by_id]);
  END IF;
  RETURN '';
END $$;

-- To a receiver outside: by who asked, or who else works on the case, once it was decided.
CREATE OR REPLACE FUNCTION give_disclosure(of uuid, in_which_way text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR d.receiver_id IS NOT NULL OR NOT disclosure_may('disclose') OR NOT desk_private.works_on(d.case_id)
     OR in_which_way NOT IN ('telephone', 'letter', 'hand') THEN
    RAISE EXCEPTION 'not yours to give' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF d.given_at IS NOT NULL OR d.withdrawn_at IS NOT NULL THEN RETURN 'given'; END IF;
  IF d.asked_at <= now() - interval '24 hours' THEN RETURN 'lapsed'; END IF;
  IF NOT (coalesce(d.approved, false) OR d.alone) THEN RETURN 'answered'; END IF;
  IF desk_private.goes_to_origin(d.case_id, d.receiver_id, d.outside_country, d.outside_represents) THEN RETURN 'origin'; END IF;
  UPDATE referral_disclosure SET given_at = now(), given_by_id = desk_user(), how = in_which_way WHERE id = of;
  PERFORM desk_private.disclosure_given(of);
  RETURN '';
END $$;

-- Before it was given, by who asked or who works on the case.
CREATE OR REPLACE FUNCTION take_back_disclosure(of uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT (d.asked_by_id = desk_user() OR desk_private.works_on(d.case_id)) THEN
    RAISE EXCEPTION 'not yours to take back' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF d.given_at IS NOT NULL OR d.withdrawn_at IS NOT NULL THEN RETURN 'given'; END IF;
  UPDATE referral_disclosure SET withdrawn_at = now() WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'disclosure.taken_back', d.case_id::text, jsonb_build_object('number', d.number));
  RETURN '';
END $$;

-- What one decided alone is reviewed by a second person: the lead, who reviews by role, or, of a protected case, somebody named.
CREATE OR REPLACE FUNCTION review_disclosure(of uuid, finding text, sealed bytea) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT d.alone OR d.asked_by_id = desk_user() OR d.journey_id = ANY (kept_apart()) OR NOT (d.lead_id = desk_user() OR disclosure_may('review')
       OR (desk_private.is_protected(d.case_id) AND desk_private.works_on(d.case_id))) THEN
    RAISE EXCEPTION 'not yours to review' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF d.reviewed_at IS NOT NULL THEN RETURN 'reviewed'; END IF;
  UPDATE referral_disclosure SET reviewed_by_id = desk_user(), reviewed_at = now(), outcome = finding, review_text = sealed WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'disclosure.reviewed', d.case_id::text, jsonb_build_object('number', d.number, 'outcome', finding));
  PERFORM desk_private.disclosure_tell(of, d.organisation_id, 'disclosure_reviewed', ARRAY[d.asked_by_id]);
  RETURN '';
END $$;

-- The person was told, or it is written down why not: on which day, and by which colleague. The task of the case ends with the last one.
CREATE OR REPLACE FUNCTION tell_disclosure(of uuid, ended text, on_day date, who uuid, sealed bytea) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR NOT desk_private.works_on(d.case_id) OR NOT desk_private.works_here(who) OR d.given_at IS NULL
     OR on_day > current_date + 1 OR ended NOT IN ('told', 'danger', 'lost', 'forbidden', 'died') THEN
    RAISE EXCEPTION 'not yours to record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF d.told = 'told' THEN RETURN 'told'; END IF;
  UPDATE referral_disclosure SET told = ended, told_on = on_day, told_by_id = who, told_text = sealed WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN ended = 'told' THEN 'disclosure.told' ELSE 'disclosure.not_told' END, d.case_id::text,
            jsonb_build_object('number', d.number, 'how', ended));
  IF NOT EXISTS (SELECT 1 FROM referral_disclosure x WHERE x.case_id = d.case_id AND x.given_at IS NOT NULL AND x.told = '') THEN
    UPDATE referral_task SET done_at = now(), done_by_id = desk_user() WHERE case_id = d.case_id AND kind = 'tell' AND done_at IS NULL;
  END IF;
  RETURN '';
END $$;

-- By the receiver, once.
CREATE OR REPLACE FUNCTION acknowledge_disclosure(of uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d record;
BEGIN
  SELECT * INTO d FROM referral_disclosure WHERE id = of FOR UPDATE;
  IF NOT FOUND OR d.id <> ALL (disclosed_to_me()) THEN RAISE EXCEPTION 'not passed on to you' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF d.acknowledged_at IS NOT NULL THEN RETURN 'given'; END IF;
  UPDATE referral_disclosure SET acknowledged_at = now() WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'disclosure.acknowledged', of::text, jsonb_build_object('number', d.number));
  PERFORM desk_private.disclosure_tell(of, d.organisation_id, 'disclosure_read', ARRAY[d.asked_by_id]);
  RETURN '';
END $$;

-- How often, in twelve months: of the own organisation for who reviews, of the country for its coordinator. Numbers only.
CREATE OR REPLACE FUNCTION disclosure_counts() RETURNS TABLE (ground text, number bigint, decided_alone bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT d.ground::text, count(*), count(*) FILTER (WHERE d.alone) FROM referral_disclosure d JOIN accounts_organisation o ON o.id = d.organisation_id
   WHERE d.given_at > now() - interval '12 months' AND (
     (desk_role() = 'national_coordinator' AND o.country = desk_country())
     OR (disclosure_may('review') AND d.organisation_id = desk_organisation()))
   GROUP BY d.ground ORDER BY d.ground;
END $$;

DO $disclosure$
BEGIN
  IF to_regclass('public.referral_disclosure') IS NULL THEN RETURN; END IF;

  ALTER TABLE referral_disclosure ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_disclosure FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_disclosure;
  CREATE POLICY owner ON referral_disclosure TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS concerned ON referral_disclosure;
  CREATE POLICY concerned ON referral_disclosure FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (
      (SELECT desk_user()) IN (asked_by_id, answered_by_id, lead_id) OR (SELECT disclosure_may('review'))
      OR EXISTS (SELECT 1 FROM referral_case c WHERE c.id = referral_disclosure.case_id)
      OR ((SELECT disclosure_may('agree')) AND approved IS NULL AND NOT alone AND given_at IS NULL AND withdrawn_at IS NULL
          AND asked_at > now() - interval '24 hours')));
  DROP POLICY IF EXISTS asked ON referral_disclosure;
  CREATE POLICY asked ON referral_disclosure FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND asked_by_id = (SELECT desk_user()) AND (SELECT disclosure_may('disclose')));
  DROP POLICY IF EXISTS kept_apart ON referral_disclosure;
  CREATE POLICY kept_apart ON referral_disclosure AS RESTRICTIVE TO trm_app USING (journey_id <> ALL ((SELECT kept_apart())::uuid[]));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_disclosure FROM trm_app;
  DROP TRIGGER IF EXISTS begins ON referral_disclosure;
  CREATE TRIGGER begins BEFORE INSERT ON referral_disclosure FOR EACH ROW EXECUTE FUNCTION disclosure_begins();
  DROP TRIGGER IF EXISTS stays ON referral_disclosure;
  CREATE TRIGGER stays BEFORE UPDATE ON referral_disclosure FOR EACH ROW EXECUTE FUNCTION disclosure_stays();
  ALTER TABLE referral_disclosure ENABLE ALWAYS TRIGGER begins, ENABLE ALWAYS TRIGGER stays;

  ALTER TABLE referral_disclosedpart ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_disclosedpart FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_disclosedpart;
  CREATE POLICY owner ON referral_disclosedpart TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS seen ON referral_disclosedpart;
  CREATE POLICY seen ON referral_disclosedpart FOR SELECT TO trm_app USING (
    EXISTS (SELECT 1 FROM referral_disclosure d WHERE d.id = referral_disclosedpart.disclosure_id)
    OR disclosure_id = ANY ((SELECT disclosed_to_me())::uuid[]));
  DROP POLICY IF EXISTS chosen ON referral_disclosedpart;
  CREATE POLICY chosen ON referral_disclosedpart FOR INSERT TO trm_app WITH CHECK (may_disclose(disclosure_id, data_class));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_disclosedpart FROM trm_app;
END $disclosure$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
