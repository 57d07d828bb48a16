-- The day on which a child becomes an adult (rules of practice 23). From the first minute of that day, where the person is, by this
-- database's clock: guardians read nothing, and what was agreed for the child shares nothing new. No job is needed for it; the scheduled
-- work only makes tasks. No birth date is read: the record of the age holds the first day on which the person decides alone, at the
-- latest that is possible. An age in doubt is a child's until two people confirm a decision. See docs/adr/0016.

-- Which day it is in a country: the zone in which the day begins last. Written by `apply` from `directory/zones.py`.
CREATE TABLE IF NOT EXISTS desk_private.country_zone (country text PRIMARY KEY, zone text NOT NULL);

CREATE OR REPLACE FUNCTION desk_private.day_in(of_country text, moment timestamptz) RETURNS date LANGUAGE plpgsql STABLE
SET search_path = desk_private, pg_catalog, pg_temp AS $$
DECLARE
  found_zone text;
BEGIN
  SELECT z.zone INTO found_zone FROM country_zone z WHERE z.country = of_country;
  IF NOT FOUND THEN RETURN (moment AT TIME ZONE interval '-12 hours')::date; END IF;
  RETURN (moment AT TIME ZONE found_zone)::date;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN (moment AT TIME ZONE interval '-12 hours')::date;  -- nowhere does a day begin later
END $$;

-- Today, where this organisation works: the day of a task that this database makes for it.
CREATE OR REPLACE FUNCTION desk_private.today_of(body uuid) RETURNS date LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN desk_private.day_in((SELECT country FROM accounts_organisation WHERE id = body), now());
END $$;

-- Where the person is: after the arrival the country that receives, before it what the holder wrote down, else where the person was met.
CREATE OR REPLACE FUNCTION desk_private.person_country(of_journey uuid) RETURNS text LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(
      CASE WHEN j.arrived_at IS NOT NULL THEN (SELECT l.country FROM referral_leg l
        WHERE l.journey_id = j.id AND l.side = 'origin' AND l.held_to IS NULL ORDER BY l.held_from DESC LIMIT 1) END,
      (SELECT w.country FROM referral_whereabouts w JOIN referral_case c ON c.id = w.case_id JOIN referral_leg l
          ON l.journey_id = c.journey_id AND l.organisation_id = c.organisation_id AND l.held_to IS NULL
        WHERE c.journey_id = j.id AND w.country <> '' ORDER BY l.held_from, l.id LIMIT 1),
      j.found_in) FROM referral_journey j WHERE j.id = of_journey);
END $$;

-- The first day as an adult, for the whole journey; NULL: not known, a child. A decision of two people goes before a doubt, a doubt
-- before birth dates, and of several birth dates the youngest counts. A birth date by which the person was an adult already when it
-- was typed makes nobody an adult: that takes a decision. A guardian's office has no say in when it ends.
CREATE OR REPLACE FUNCTION desk_private.adult_from(of_journey uuid) RETURNS date LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  d record;
  doubt record;
BEGIN
  SELECT r.* INTO doubt FROM referral_agerecord r JOIN referral_case c ON c.id = r.case_id
   WHERE c.journey_id = of_journey AND r.source = 'dispute' ORDER BY r.entered_at DESC, r.id LIMIT 1;
  SELECT r.* INTO d FROM referral_agerecord r JOIN referral_case c ON c.id = r.case_id
   WHERE c.journey_id = of_journey AND r.source = 'decision' AND r.confirmed_at IS NOT NULL AND r.settled <> 'overturned'
   ORDER BY r.confirmed_at DESC, r.id LIMIT 1;
  IF d.id IS NOT NULL AND NOT (d.contested_at IS NOT NULL AND d.settled = '' AND d.child_meanwhile) THEN RETURN d.adult_on; END IF;
  IF d.id IS NOT NULL OR doubt.id IS NOT NULL THEN RETURN doubt.adult_on; END IF;
  RETURN (SELECT max(n.adult_on) FROM (
      SELECT DISTINCT ON (r.case_id) CASE WHEN r.adult_on > (r.entered_at AT TIME ZONE 'UTC')::date THEN r.adult_on END AS adult_on, c.stage
        FROM referral_agerecord r JOIN referral_case c ON c.id = r.case_id JOIN accounts_organisation o ON o.id = c.organisation_id
       WHERE c.journey_id = of_journey AND r.source = 'birth_date' AND o.kind <> 'guardianship'
       ORDER BY r.case_id, r.entered_at DESC, r.id) n
    WHERE n.stage <> 6 OR NOT EXISTS (SELECT 1 FROM referral_case x WHERE x.journey_id = of_journey AND x.stage <> 6));
END $$;

CREATE OR REPLACE FUNCTION desk_private.adult_at(of_journey uuid, moment timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  since date := desk_private.adult_from(of_journey);
BEGIN
  RETURN since IS NOT NULL AND desk_private.day_in(desk_private.person_country(of_journey), moment) >= since;
END $$;

-- Child or adult now: yes or no, for the organisations on the way. Nobody is told the day.
CREATE OR REPLACE FUNCTION came_of_age(of_journeys uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT j FROM unnest(of_journeys) j WHERE desk_private.adult_at(j, now()) AND EXISTS (
    SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = j AND (p.organisation_id = desk_organisation()
       OR (p.organisation_id IS NULL AND p.country = desk_country() AND desk_role() = 'national_coordinator'))));
END $$;

-- Whether asking has begun: 30 days before, from the Monday of that week, so that the day of asking is not the day of birth.
CREATE OR REPLACE FUNCTION desk_private.asks_from(since date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT date_trunc('week', since - 30)::date $$;

CREATE OR REPLACE FUNCTION comes_of_age_soon(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid;
  since date;
BEGIN
  SELECT c.journey_id INTO of_journey FROM referral_case c WHERE c.id = of_case AND c.organisation_id = desk_organisation();
  IF NOT FOUND OR NOT desk_private.granted(of_case, NULL) THEN RETURN false; END IF;
  since := desk_private.adult_from(of_journey);
  RETURN since IS NOT NULL AND NOT desk_private.adult_at(of_journey, now())
     AND desk_private.day_in(desk_private.person_country(of_journey), now()) >= desk_private.asks_from(since);
END $$;

-- Whether what this consent says holds now: once the person decides alone, only the person's own word.
CREATE OR REPLACE FUNCTION desk_private.consent_holds(given text, given_ahead boolean, of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF desk_private.adult_at(of_journey, now()) THEN RETURN given = 'person'; END IF;
  RETURN NOT given_ahead;
END $$;

-- A task for every side that works with the person and sees the journey. Its words say nothing but what the journey shows.
CREATE OR REPLACE FUNCTION desk_private.task_for_sides(of_journey uuid, what text, only_holders boolean, moment timestamptz) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, assigned_to_id, due_on, made_at)
    SELECT gen_random_uuid(), c.organisation_id, c.journey_id, c.id, what, '', ''::bytea, c.lead_id, desk_private.day_in(o.country, moment) + CASE what WHEN 'before_18' THEN 14 ELSE 3 END, moment
      FROM referral_case c JOIN accounts_organisation o ON o.id = c.organisation_id
     WHERE c.journey_id = of_journey AND c.stage <> 6 AND o.kind <> 'guardianship'
       AND EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = c.organisation_id AND p.hidden_at IS NULL)
       AND (NOT only_holders OR EXISTS (SELECT 1 FROM referral_leg l WHERE l.journey_id = of_journey AND l.organisation_id = c.organisation_id AND l.held_to IS NULL))
       AND NOT EXISTS (SELECT 1 FROM referral_task t WHERE t.case_id = c.id AND t.kind = what AND t.done_at IS NULL);
END $$;

-- For the scheduled work: the tasks of who turns 18. It is told how many, never whose day it is.
CREATE OR REPLACE FUNCTION note_coming_of_age(moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  j record;
  since date;
  today date;
  made int := 0;
BEGIN
  FOR j IN SELECT x.id, coalesce(n.asked, false) AS asked FROM referral_journey x LEFT JOIN referral_comingofage n ON n.journey_id = x.id
            WHERE x.child AND x.status <> 'closed' AND NOT coalesce(n.told, false) AND EXISTS (
              SELECT 1 FROM referral_agerecord r JOIN referral_case c ON c.id = r.case_id
               WHERE c.journey_id = x.id AND r.adult_on <= moment::date + 40) LOOP
    since := desk_private.adult_from(j.id);
    today := desk_private.day_in(desk_private.person_country(j.id), moment);
    CONTINUE WHEN since IS NULL OR today < desk_private.asks_from(since) OR (today < since AND j.asked);
    made := made + 1;
    INSERT INTO referral_comingofage (journey_id, asked, told) VALUES (j.id, true, today >= since)
      ON CONFLICT (journey_id) DO UPDATE SET asked = true, told = excluded.told;
    IF today < since THEN
      PERFORM desk_private.task_for_sides(j.id, 'before_18', true, moment);
    ELSE
      UPDATE referral_task t SET done_at = moment FROM referral_case c WHERE c.id = t.case_id AND c.journey_id = j.id
         AND t.kind IN ('before_18', 'guardian', 'guardian_confirm', 'new_guardian') AND t.done_at IS NULL;
      PERFORM desk_private.task_for_sides(j.id, 'of_age', false, moment);
    END IF;
  END LOOP;
  RETURN made;
END $$;

-- The path for children begins, for all sides, and a guardian is asked for.
CREATE OR REPLACE FUNCTION desk_private.begin_child_path(of_case uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  c referral_case;
BEGIN
  SELECT * INTO c FROM referral_case WHERE id = of_case;
  UPDATE referral_journey SET child = true WHERE id = c.journey_id AND NOT child;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM desk_private.task_for_sides(c.journey_id, 'child_path', false, now());
  INSERT INTO referral_task (id, organisation_id, journey_id, case_id, kind, gate, text, assigned_to_id, due_on, made_at)
    VALUES (gen_random_uuid(), c.organisation_id, c.journey_id, c.id, 'guardian', '', ''::bytea, c.lead_id, desk_private.today_of(c.organisation_id), now());
END $$;

-- Kept with the birth date, by whoever may write it. The first day is taken as it is; another day needs a reason, and both stay in the
-- history. `surely`: the first day as an adult at the earliest; who is surely a child is on the path for children from here on.
CREATE OR REPLACE FUNCTION keep_age(new_id uuid, of_case uuid, first_day date, surely date, how_exact text, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c referral_case;
  last record;
BEGIN
  SELECT * INTO c FROM referral_case WHERE id = of_case FOR UPDATE;
  IF NOT FOUND OR desk_user() IS NULL OR NOT desk_private.key_right(of_case, 'identity', 'add') THEN
    RAISE EXCEPTION 'not an age that you write' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF guardian_acts() THEN RETURN; END IF;  -- its own copy; it has no say
  SELECT r.adult_on, r.exactness INTO last FROM referral_agerecord r WHERE r.case_id = of_case AND r.source = 'birth_date'
   ORDER BY r.entered_at DESC, r.id LIMIT 1;
  IF FOUND THEN
    IF (last.adult_on, last.exactness) IS NOT DISTINCT FROM (first_day, how_exact) THEN RETURN; END IF;
    IF coalesce(why, '') = '' AND (last.adult_on IS NULL OR first_day IS NULL OR greatest(last.adult_on, first_day) > current_date - 3653) THEN RAISE EXCEPTION 'another date needs a reason' USING ERRCODE = 'check_violation'; END IF;
  ELSIF first_day IS NULL OR (first_day <= current_date AND NOT EXISTS (SELECT 1 FROM referral_journey j WHERE j.id = c.journey_id AND j.child)) THEN
    RETURN;
  ELSE
    why := '';
  END IF;
  INSERT INTO referral_agerecord (id, case_id, source, adult_on, exactness, reason, outcome, kind, method, number, issuer, seen_by, born, text,
      dated_on, entered_by_id, entered_at, child_meanwhile, settled)
    VALUES (new_id, of_case, 'birth_date', first_day, how_exact, why, '', '', '', ''::bytea, ''::bytea, ''::bytea, ''::bytea, ''::bytea,
      NULL, desk_user(), clock_timestamp(), true, '');
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'age.date_kept', of_case::text, jsonb_build_object('exactness', how_exact, 'reason', why));
  IF surely > current_date THEN PERFORM desk_private.begin_child_path(of_case); END IF;
END $$;

-- One by one person, the next step by a second. What a word says is never changed.
CREATE OR REPLACE FUNCTION age_by_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c referral_case;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.source = 'birth_date' THEN RETURN NEW; END IF;  -- by `keep_age` only, see the policy
  IF desk_user() IS NULL OR desk_role() NOT IN ('case_manager', 'supervisor') OR guardian_acts() THEN
    RAISE EXCEPTION 'not an age that you decide' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO c FROM referral_case WHERE id = NEW.case_id;
  PERFORM 1 FROM referral_journey WHERE id = c.journey_id FOR UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF NEW.entered_by_id <> desk_user() OR NEW.confirmed_at IS NOT NULL OR NEW.contested_at IS NOT NULL OR NEW.settled <> '' THEN
      RAISE EXCEPTION 'a word on the age is entered, then confirmed' USING ERRCODE = 'check_violation';
    END IF;
    NEW.entered_at := clock_timestamp();
    IF NEW.source <> 'decision' AND NEW.reason = '' THEN RAISE EXCEPTION 'this needs a reason' USING ERRCODE = 'check_violation'; END IF;
    IF NEW.source = 'dispute' AND EXISTS (SELECT 1 FROM referral_agerecord r JOIN referral_case x ON x.id = r.case_id
         WHERE x.journey_id = c.journey_id AND r.source = 'decision' AND r.confirmed_at IS NOT NULL AND r.settled <> 'overturned') THEN
      RAISE EXCEPTION 'it was decided: contest the decision' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome = 'adult' THEN NEW.adult_on := NULL; END IF;
    RETURN NEW;
  END IF;
  IF OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id)
     OR OLD.contested_at IS NOT NULL AND (NEW.contested_at, NEW.contested_by_id, NEW.child_meanwhile) IS DISTINCT FROM (OLD.contested_at, OLD.contested_by_id, OLD.child_meanwhile)
     OR OLD.settled <> '' THEN
    RAISE EXCEPTION 'this was said once' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL THEN
    IF NEW.confirmed_by_id IS DISTINCT FROM desk_user() OR NEW.entered_by_id = desk_user() OR NEW.source NOT IN ('decision', 'path_end') THEN
      RAISE EXCEPTION 'a second person confirms' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.source = 'path_end' AND (desk_role() <> 'supervisor' OR NOT desk_private.adult_at(c.journey_id, now())) THEN
      RAISE EXCEPTION 'the protection of a child ends for an adult, with a supervisor' USING ERRCODE = 'check_violation';
    END IF;
    NEW.confirmed_at := clock_timestamp();
    IF NEW.outcome = 'adult' THEN NEW.adult_on := desk_private.day_in(desk_private.person_country(c.journey_id), now()); END IF;
  END IF;
  IF NEW.contested_at IS NOT NULL AND OLD.contested_at IS NULL THEN
    IF NEW.contested_by_id IS DISTINCT FROM desk_user() OR NEW.confirmed_at IS NULL OR NEW.source <> 'decision' THEN
      RAISE EXCEPTION 'a decision that stands is contested, in the own name' USING ERRCODE = 'check_violation';
    END IF;
    NEW.contested_at := clock_timestamp();
  END IF;
  IF NEW.settled <> '' THEN
    IF NEW.settled_by_id IS DISTINCT FROM desk_user() OR NEW.contested_at IS NULL OR NEW.contested_by_id = desk_user() THEN
      RAISE EXCEPTION 'a second person writes how the appeal ended' USING ERRCODE = 'check_violation';
    END IF;
    NEW.settled_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;

-- What follows for the journey: the path for children begins or ends, and who was told is told anew where the day moved.
CREATE OR REPLACE FUNCTION age_changes_path() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid;
BEGIN
  SELECT journey_id INTO of_journey FROM referral_case WHERE id = NEW.case_id;
  IF (NEW.source = 'dispute' AND TG_OP = 'INSERT') OR (NEW.source = 'decision' AND NEW.confirmed_at IS NOT NULL AND (
       (NEW.outcome = 'child' AND NEW.settled <> 'overturned') OR (NEW.outcome = 'adult' AND NOT desk_private.adult_at(of_journey, now())))) THEN
    IF NOT desk_private.adult_at(of_journey, now()) THEN PERFORM desk_private.begin_child_path(NEW.case_id); END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.source = 'path_end' AND OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL THEN
    UPDATE referral_journey SET child = false WHERE id = of_journey;
  END IF;
  IF NOT desk_private.adult_at(of_journey, now()) THEN
    UPDATE referral_comingofage SET asked = false, told = false WHERE journey_id = of_journey;
    UPDATE referral_task t SET done_at = now() FROM referral_case c WHERE c.id = t.case_id AND c.journey_id = of_journey
       AND t.kind IN ('of_age', 'before_18') AND t.done_at IS NULL;
  END IF;
  RETURN NULL;
END $$;

-- A consent ahead is the own word of a child who turns 18 soon.
CREATE OR REPLACE FUNCTION consent_ahead_is_near() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.ahead AND NOT comes_of_age_soon(NEW.case_id) THEN
    RAISE EXCEPTION 'asked ahead from 30 days before' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.given_by IN ('guardian', 'public_body') AND desk_private.adult_at((SELECT journey_id FROM referral_case WHERE id = NEW.case_id), now()) THEN
    RAISE EXCEPTION 'the person decides alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- Accepting opens the identified part: that is new sharing, and rests on what holds now, not on what held when it was sent.
CREATE OR REPLACE FUNCTION rests_on_consent(of_referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (
    SELECT 1 FROM referral_packagepart p JOIN referral_package k ON k.id = p.package_id JOIN referral_referral r ON r.id = p.referral_id
     WHERE p.referral_id = of_referral AND p.recalled_at IS NULL AND k.sender_id = r.sender_id AND desk_private.adult_at(r.journey_id, now())
       AND NOT EXISTS (SELECT 1 FROM referral_consentitem i JOIN referral_consent o ON o.id = i.consent_id JOIN referral_case c ON c.id = i.case_id
         WHERE c.journey_id = r.journey_id AND c.organisation_id = r.sender_id AND i.receiver_id = r.receiver_id AND i.purpose = k.purpose
           AND i.data_class = p.data_class AND i.agreed AND i.withdrawn_at IS NULL AND desk_private.consent_holds(o.given_by, o.ahead, r.journey_id)));
END $$;

CREATE OR REPLACE FUNCTION accepted_with_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT rests_on_consent(NEW.id) THEN
    RAISE EXCEPTION 'what was agreed has ended' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- What a child of 16 or 17 keeps from the guardian (rules of practice 20), on the whole journey. Asked for guardians only.
CREATE OR REPLACE FUNCTION desk_private.is_kept(of_case uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_keptfromguardian k JOIN referral_case c ON c.id = k.case_id
    JOIN referral_case mine ON mine.journey_id = c.journey_id WHERE mine.id = of_case AND k.part = class AND k.ended_at IS NULL);
END $$;

CREATE OR REPLACE FUNCTION guardian_sees(of_case uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT desk_private.is_kept(of_case, class);
END $$;

CREATE OR REPLACE FUNCTION guardian_sees_part(of_referral uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id
    JOIN referral_keptfromguardian k ON k.case_id = c.id WHERE r.id = of_referral AND k.part = class AND k.ended_at IS NULL);
END $$;

-- '' or why not: law, age, young. The law of the country where the person is, as two people published it; a row of the seed is not enough.
CREATE OR REPLACE FUNCTION may_keep_from_guardian(of_case uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_journey uuid;
  since date;
  here text;
BEGIN
  SELECT c.journey_id INTO of_journey FROM referral_case c WHERE c.id = of_case AND c.organisation_id = desk_organisation();
  IF NOT FOUND OR NOT desk_private.granted(of_case, NULL) OR guardian_acts() THEN RETURN 'none'; END IF;
  since := desk_private.adult_from(of_journey);
  here := desk_private.person_country(of_journey);
  IF since IS NULL THEN RETURN 'age'; END IF;
  IF desk_private.day_in(here, now()) < since - interval '2 years' THEN RETURN 'young'; END IF;
  IF NOT EXISTS (SELECT 1 FROM directory_fact f WHERE f.country = here AND f.topic = 'child_keeps' AND f.state = 'published' AND f.yes
       AND f.published_by_id IS NOT NULL AND f.confidence IN ('high', 'medium')) THEN RETURN 'law'; END IF;
  RETURN '';
END $$;

CREATE OR REPLACE FUNCTION kept_in_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL OR guardian_acts() THEN RAISE EXCEPTION 'not yours to keep' USING ERRCODE = 'insufficient_privilege'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.by_id <> desk_user() OR NEW.ended_at IS NOT NULL THEN RAISE EXCEPTION 'in the own name' USING ERRCODE = 'check_violation'; END IF;
    IF may_keep_from_guardian(NEW.case_id) <> '' THEN RAISE EXCEPTION 'neither the age nor the law allows it' USING ERRCODE = 'check_violation'; END IF;
    NEW.at := now();
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL OR NEW.ended_by_id IS DISTINCT FROM desk_user() THEN RAISE EXCEPTION 'ended once, in the own name' USING ERRCODE = 'check_violation'; END IF;
  NEW.ended_at := now();
  RETURN NEW;
END $$;

-- What the child will want as an adult is not the guardian's to read.
CREATE OR REPLACE FUNCTION consent_is_ahead(of_consent uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_consent o WHERE o.id = of_consent AND o.ahead);
END $$;

DO $ageing$
DECLARE
  row record;
BEGIN
  IF to_regclass('public.referral_agerecord') IS NULL THEN RETURN; END IF;

  CALL desk_private.guard('referral_agerecord', $q$'identity'$q$, ARRAY[]::text[]);
  DROP POLICY IF EXISTS not_by_guardian ON referral_agerecord;
  CREATE POLICY not_by_guardian ON referral_agerecord AS RESTRICTIVE TO trm_app USING (NOT (SELECT guardian_acts()));
  DROP POLICY IF EXISTS by_door ON referral_agerecord;
  CREATE POLICY by_door ON referral_agerecord AS RESTRICTIVE FOR INSERT TO trm_app WITH CHECK (source <> 'birth_date');
  -- The second person, who may not write the birth date but compares the document.
  DROP POLICY IF EXISTS second ON referral_agerecord;
  CREATE POLICY second ON referral_agerecord FOR UPDATE TO trm_app USING (
    (SELECT desk_role()) IN ('case_manager', 'supervisor') AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id = referral_agerecord.case_id));
  GRANT UPDATE (confirmed_at, confirmed_by_id, contested_at, contested_by_id, child_meanwhile, settled, settled_by_id, settled_at) ON referral_agerecord TO trm_app;
  DROP TRIGGER IF EXISTS by_two ON referral_agerecord;
  CREATE TRIGGER by_two BEFORE INSERT OR UPDATE OF confirmed_at, confirmed_by_id, contested_at, contested_by_id, child_meanwhile, settled, settled_by_id, settled_at ON referral_agerecord
    FOR EACH ROW EXECUTE FUNCTION age_by_two();
  DROP TRIGGER IF EXISTS changes_path ON referral_agerecord;
  CREATE TRIGGER changes_path AFTER INSERT OR UPDATE OF confirmed_at, confirmed_by_id, contested_at, contested_by_id, child_meanwhile, settled, settled_by_id, settled_at ON referral_agerecord
    FOR EACH ROW EXECUTE FUNCTION age_changes_path();

  ALTER TABLE referral_comingofage ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_comingofage FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_comingofage;
  CREATE POLICY owner ON referral_comingofage TO trm_owner USING (true) WITH CHECK (true);
  REVOKE ALL ON referral_comingofage FROM trm_app;

  DROP POLICY IF EXISTS ahead ON referral_consent;
  CREATE POLICY ahead ON referral_consent AS RESTRICTIVE TO trm_app USING (NOT ahead OR NOT (SELECT guardian_acts()));
  DROP POLICY IF EXISTS ahead ON referral_consentitem;
  CREATE POLICY ahead ON referral_consentitem AS RESTRICTIVE TO trm_app USING (NOT (SELECT guardian_acts()) OR NOT consent_is_ahead(consent_id));
  DROP TRIGGER IF EXISTS ahead_is_near ON referral_consent;
  CREATE TRIGGER ahead_is_near BEFORE INSERT ON referral_consent FOR EACH ROW EXECUTE FUNCTION consent_ahead_is_near();
  DROP TRIGGER IF EXISTS with_consent ON referral_referral;
  CREATE TRIGGER with_consent BEFORE UPDATE OF status ON referral_referral FOR EACH ROW
    WHEN (NEW.status = 'accepted' AND OLD.status IN ('sent', 'asked', 'expired')) EXECUTE FUNCTION accepted_with_consent();

  CALL desk_private.guard('referral_keptfromguardian', $q$'consent'$q$, ARRAY['update']);
  REVOKE UPDATE ON referral_keptfromguardian FROM trm_app;
  GRANT UPDATE (ended_at, ended_by_id) ON referral_keptfromguardian TO trm_app;
  DROP POLICY IF EXISTS not_by_guardian ON referral_keptfromguardian;
  CREATE POLICY not_by_guardian ON referral_keptfromguardian AS RESTRICTIVE TO trm_app USING (NOT (SELECT guardian_acts()));
  DROP TRIGGER IF EXISTS own_name ON referral_keptfromguardian;
  CREATE TRIGGER own_name BEFORE INSERT OR UPDATE ON referral_keptfromguardian FOR EACH ROW EXECUTE FUNCTION kept_in_own_name();

  FOR row IN SELECT * FROM (VALUES
      ('referral_health', $q$guardian_sees(case_id, 'health')$q$), ('referral_account', $q$guardian_sees(case_id, 'account')$q$),
      ('referral_traffickingevent', $q$guardian_sees(case_id, 'account')$q$), ('referral_note', 'guardian_sees(case_id, data_class)'),
      ('referral_assessment', 'guardian_sees(case_id, data_class)'), ('referral_answer', 'guardian_sees(case_id, data_class)'),
      ('referral_packagepart', 'guardian_sees_part(referral_id, data_class)')
    ) AS x(t, rule) LOOP
    EXECUTE format('DROP POLICY IF EXISTS kept_from_guardian ON %I', row.t);
    EXECUTE format('CREATE POLICY kept_from_guardian ON %I AS RESTRICTIVE TO trm_app USING (NOT (SELECT guardian_acts()) OR %s)', row.t, row.rule);
  END LOOP;
  -- Nor does the log tell a guardian that something was written and is kept, or how the guardian and the age are judged. For every
  -- child alike, so that what is missing says nothing.
  DROP POLICY IF EXISTS kept_from_guardian ON audit_auditentry;
  CREATE POLICY kept_from_guardian ON audit_auditentry AS RESTRICTIVE FOR SELECT TO trm_app USING (
    (SELECT desk_role()) IS DISTINCT FROM 'guardian' OR NOT (
      action LIKE 'wish.%' OR action LIKE 'age.%' OR action LIKE 'guardian.%' OR action = 'event.added'
      OR action IN ('read.health', 'write.health', 'read.account', 'write.account')
      OR coalesce(detail->>'part', detail->>'data_class', '') IN ('health', 'account')));
END $ageing$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
