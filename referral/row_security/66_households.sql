-- Households (rules of practice 24): one day of travel, files and consents apart. A link opens nothing: it is seen by whoever works on
-- both cases, others of one case learn only that somebody travels along. Written through these doors alone.
-- The tables come with a later migration than the first run of these files.

DO $households$
BEGIN
  IF to_regclass('public.referral_householdmember') IS NULL THEN RETURN; END IF;

  -- The household in which this case is now. A closed case travels no more.
  CREATE OR REPLACE FUNCTION desk_private.household_of(of_case uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT m.household_id FROM public.referral_householdmember m JOIN public.referral_case c ON c.id = m.case_id
     WHERE m.case_id = of_case AND m.left_at IS NULL AND c.stage <> 6 $$;

  CREATE OR REPLACE FUNCTION desk_private.in_household(of_household uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(m.case_id ORDER BY m.case_id), '{}') FROM public.referral_householdmember m
      JOIN public.referral_case c ON c.id = m.case_id
     WHERE m.household_id = of_household AND m.left_at IS NULL AND c.stage <> 6 $$;

  CREATE OR REPLACE FUNCTION desk_private.works_on_all(cases uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT 1 FROM unnest(cases) one WHERE NOT desk_private.works_on(one)) $$;

  -- Whether the acting person works on this case and on another one of the same household.
  CREATE OR REPLACE FUNCTION household_seen(of_household uuid, of_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
    SELECT desk_private.works_on(of_case) AND EXISTS (SELECT 1 FROM referral_householdmember m
      WHERE m.household_id = of_household AND m.case_id <> of_case AND desk_private.works_on(m.case_id)) $$;

  -- For whoever may open the case: its day, who else travels where that is open too, and whether there is somebody else. Not how many.
  CREATE OR REPLACE FUNCTION travels_with(of_case uuid)
  RETURNS TABLE (day date, leaves timestamptz, arrives timestamptz, cases uuid[], others boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    h referral_household;
    rest uuid[];
    open uuid[] := '{}';
  BEGIN
    IF NOT desk_private.granted(of_case, NULL) THEN RETURN; END IF;
    SELECT * INTO h FROM referral_household x WHERE x.id = desk_private.household_of(of_case);
    rest := array_remove(desk_private.in_household(h.id), of_case);
    IF h.id IS NULL OR rest = '{}' THEN RETURN; END IF;
    IF desk_private.works_on(of_case) THEN
      open := ARRAY(SELECT one FROM unnest(rest) one WHERE desk_private.works_on(one));
    END IF;
    RETURN QUERY SELECT h.travel_on, h.leaves_at, h.arrives_at, open, cardinality(open) < cardinality(rest);
  END $$;

  -- The day of the household into the journeys that this organisation holds, and into the plans that exist.
  CREATE OR REPLACE FUNCTION desk_private.spread_day(of_household uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  DECLARE
    h referral_household;
  BEGIN
    SELECT * INTO h FROM referral_household WHERE id = of_household;
    UPDATE referral_journey j SET travel_on = h.travel_on, arrives_by = h.arrives_at, changed_at = now()
      FROM referral_case c WHERE c.id = ANY (desk_private.in_household(h.id)) AND j.id = c.journey_id AND c.side = 'destination'
       AND j.status NOT IN ('in_transit', 'closed', 'suspended')
       AND EXISTS (SELECT 1 FROM referral_leg l WHERE l.journey_id = j.id AND l.organisation_id = h.organisation_id AND l.held_to IS NULL);
    UPDATE referral_travel t SET leaves_at = h.leaves_at, arrives_at = h.arrives_at, version = t.version + 1
      FROM referral_case c WHERE c.id = ANY (desk_private.in_household(h.id)) AND t.case_id = c.id AND c.side = 'destination'
       AND (t.leaves_at, t.arrives_at) IS DISTINCT FROM (h.leaves_at, h.arrives_at);
  END $$;

  -- By a case manager of both, and of all who travel along already. '' or why not: open, moving, other, there, days.
  CREATE OR REPLACE FUNCTION link_household(new_id uuid, of_case uuid, other uuid, this_is text, other_is text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    mine uuid; theirs uuid; everybody uuid[]; days date[]; planned record;
  BEGIN
    IF desk_role() <> 'case_manager' OR of_case = other OR NOT desk_private.works_on_all(ARRAY[of_case, other]) THEN
      RAISE EXCEPTION 'not two cases of yours' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- In one order for everybody: two who link at once wait here, the second then sees what the first one did.
    PERFORM 1 FROM referral_case c WHERE c.id IN (of_case, other) ORDER BY c.id FOR UPDATE;
    mine := desk_private.household_of(of_case);
    theirs := desk_private.household_of(other);
    IF mine = theirs THEN RETURN 'there'; END IF;
    IF mine IS NOT NULL AND theirs IS NOT NULL THEN RETURN 'other'; END IF;
    PERFORM 1 FROM referral_household h WHERE h.id = coalesce(mine, theirs) FOR UPDATE;
    everybody := desk_private.in_household(coalesce(mine, theirs)) || of_case || other;
    IF NOT desk_private.works_on_all(everybody) THEN RETURN 'open'; END IF;
    IF EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
        WHERE c.id = ANY (everybody) AND (c.stage = 6 OR j.status IN ('in_transit', 'closed'))) THEN RETURN 'moving'; END IF;
    SELECT array_agg(DISTINCT j.travel_on) INTO days FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
     WHERE c.id = ANY (everybody) AND j.travel_on IS NOT NULL;
    IF cardinality(days) > 1 THEN RETURN 'days'; END IF;
    IF mine IS NULL AND theirs IS NULL THEN
      INSERT INTO referral_household (id, organisation_id, made_at) VALUES (new_id, desk_organisation(), now());
      mine := new_id;
    END IF;
    mine := coalesce(mine, theirs);
    INSERT INTO referral_householdmember (id, household_id, case_id, part, joined_by_id, joined_at, why)
      SELECT gen_random_uuid(), mine, x.of, x.part, desk_user(), now(), '' FROM (VALUES (of_case, this_is), (other, other_is)) x (of, part)
       WHERE desk_private.household_of(x.of) IS NULL;
    IF days IS NOT NULL THEN
      SELECT t.leaves_at, j.arrives_by INTO planned FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
        LEFT JOIN referral_travel t ON t.case_id = c.id WHERE c.id = ANY (everybody) AND j.travel_on = days[1]
       ORDER BY t.leaves_at NULLS LAST LIMIT 1;
      UPDATE referral_household SET travel_on = days[1], leaves_at = planned.leaves_at, arrives_at = planned.arrives_by WHERE id = mine;
    END IF;
    -- A plan without a day of the journey gives way: there is one place where the day is set.
    PERFORM desk_private.spread_day(mine);
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      SELECT desk_organisation(), '', 'household.linked', x.of::text, jsonb_build_object('part', x.part)
        FROM (VALUES (of_case, this_is), (other, other_is)) x (of, part);
    RETURN '';
  END $$;

  -- One leaves the household, with a reason, by a case manager of all of them. '' or why not: gone, open, moving.
  CREATE OR REPLACE FUNCTION leave_household(of_case uuid, reason text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  DECLARE
    h uuid; everybody uuid[];
  BEGIN
    IF desk_role() <> 'case_manager' OR NOT desk_private.works_on(of_case) OR reason = '' THEN
      RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT x.id INTO h FROM referral_household x WHERE x.id = desk_private.household_of(of_case) FOR UPDATE;
    IF h IS NULL OR desk_private.household_of(of_case) IS NULL THEN RETURN 'gone'; END IF;
    everybody := desk_private.in_household(h);
    IF NOT desk_private.works_on_all(everybody) THEN RETURN 'open'; END IF;
    IF EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
        WHERE c.id = ANY (everybody) AND j.status = 'in_transit') THEN RETURN 'moving'; END IF;
    -- Nobody is a household alone.
    UPDATE referral_householdmember m SET left_at = now(), left_by_id = desk_user(), why = reason
     WHERE m.household_id = h AND m.left_at IS NULL AND (m.case_id = of_case OR cardinality(everybody) < 3);
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      SELECT desk_organisation(), '', 'household.left', one::text, jsonb_build_object('why', reason)
        FROM unnest(everybody) one WHERE one = of_case OR cardinality(everybody) < 3;
    RETURN '';
  END $$;

  -- The day, for all of them. '' or why not: gone, open, moving.
  CREATE OR REPLACE FUNCTION set_household_day(of_case uuid, day date, leaves timestamptz, arrives timestamptz) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    h uuid; everybody uuid[];
  BEGIN
    IF NOT desk_role_may('travel', 'write') OR NOT desk_private.works_on(of_case) THEN
      RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT x.id INTO h FROM referral_household x WHERE x.id = desk_private.household_of(of_case) FOR UPDATE;
    IF h IS NULL THEN RETURN 'gone'; END IF;
    everybody := desk_private.in_household(h);
    IF NOT desk_private.works_on_all(everybody) THEN RETURN 'open'; END IF;
    IF EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
        WHERE c.id = ANY (everybody) AND j.status IN ('in_transit', 'closed')) THEN RETURN 'moving'; END IF;
    UPDATE referral_household SET travel_on = day, leaves_at = leaves, arrives_at = arrives WHERE id = h;
    PERFORM desk_private.spread_day(h);
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      SELECT desk_organisation(), '', 'household.day', one::text, '{}' FROM unnest(everybody) one;
    RETURN '';
  END $$;

  -- Judged at the end of the transaction: no journey has another day than its household, and nobody departs without the others.
  CREATE OR REPLACE FUNCTION household_travels_together() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  DECLARE
    h record;
  BEGIN
    SELECT x.id, x.travel_on, j.travel_on AS day, j.status, c.id AS of_case INTO h
      FROM referral_case c JOIN referral_household x ON x.id = desk_private.household_of(c.id) JOIN referral_journey j ON j.id = c.journey_id
     WHERE c.journey_id = NEW.id AND c.side = 'destination' AND EXISTS (SELECT 1 FROM referral_leg l
           WHERE l.journey_id = NEW.id AND l.organisation_id = c.organisation_id AND l.held_to IS NULL);
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF h.day IS NOT NULL AND h.day IS DISTINCT FROM h.travel_on THEN
      RAISE EXCEPTION 'a household travels on one day' USING ERRCODE = 'check_violation';
    END IF;
    IF h.status = 'in_transit' AND EXISTS (SELECT 1 FROM unnest(desk_private.in_household(h.id)) one JOIN referral_case c ON c.id = one
         JOIN referral_journey j ON j.id = c.journey_id WHERE one <> h.of_case AND j.status <> 'in_transit'
            AND (j.arrived_at IS NULL OR j.arrived_at::date < h.travel_on)) THEN
      RAISE EXCEPTION 'nobody of a household departs without the others' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END $$;
  DROP TRIGGER IF EXISTS household_together ON referral_journey;
  CREATE CONSTRAINT TRIGGER household_together AFTER UPDATE OF status, travel_on ON referral_journey
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION household_travels_together();

  ALTER TABLE referral_household ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_household FORCE ROW LEVEL SECURITY;
  ALTER TABLE referral_householdmember ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_householdmember FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_household;
  CREATE POLICY owner ON referral_household TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS owner ON referral_householdmember;
  CREATE POLICY owner ON referral_householdmember TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS both_open ON referral_householdmember;
  CREATE POLICY both_open ON referral_householdmember FOR SELECT TO trm_app USING (household_seen(household_id, case_id));
  DROP POLICY IF EXISTS both_open ON referral_household;
  CREATE POLICY both_open ON referral_household FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation())
    AND EXISTS (SELECT 1 FROM referral_householdmember m WHERE m.household_id = referral_household.id));
  REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_household, referral_householdmember FROM trm_app;
END $households$;

-- The parent with whom a child travels. '' for nobody, 'decides', or 'route': the short way to the best interests. It ends with any
-- suspicion, with a guardian, and with the household; what was found out before somebody joined says nothing of the one who joined.
CREATE OR REPLACE FUNCTION parents_word(of_journey uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  a record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_journeyparty p JOIN referral_journey j ON j.id = p.journey_id
      WHERE p.journey_id = of_journey AND p.hidden_at IS NULL AND j.child AND (p.organisation_id = desk_organisation()
        OR (p.organisation_id IS NULL AND p.country = desk_country() AND desk_role() = 'national_coordinator')))
     OR EXISTS (SELECT 1 FROM referral_guardianship g JOIN referral_case c ON c.id = g.case_id
                 WHERE c.journey_id = of_journey AND g.confirmed_at IS NOT NULL AND g.ended_at IS NULL)
     OR desk_private.adult_at(of_journey, now()) THEN  -- 64: an adult decides alone
    RETURN '';
  END IF;
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT ON (x.case_id) x.suspected FROM referral_parentalcare x JOIN referral_case c ON c.id = x.case_id
      WHERE c.journey_id = of_journey ORDER BY x.case_id, x.written_at DESC) newest WHERE newest.suspected <> 'no') THEN
    RETURN '';
  END IF;
  SELECT x.basis, x.doubt INTO a FROM referral_parentalcare x JOIN referral_case c ON c.id = x.case_id
   WHERE c.journey_id = of_journey AND EXISTS (SELECT 1 FROM referral_householdmember own
       JOIN referral_householdmember parent ON parent.household_id = own.household_id AND parent.part = 'parent'
        AND parent.case_id <> own.case_id AND parent.case_id = ANY (desk_private.in_household(own.household_id))
      WHERE own.case_id = x.case_id AND own.left_at IS NULL AND own.part = 'child' AND parent.left_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM referral_householdmember own JOIN referral_householdmember parent ON parent.household_id = own.household_id
      WHERE own.case_id = x.case_id AND own.left_at IS NULL AND parent.left_at IS NULL
        AND (parent.part = 'parent' OR parent.case_id = own.case_id) AND parent.joined_at > x.written_at)
   ORDER BY x.written_at DESC LIMIT 1;
  IF NOT FOUND THEN RETURN ''; END IF;
  -- The assessment is the one of the child's way (63): one record for both rules.
  RETURN CASE WHEN a.basis <> '' AND a.doubt = 'none' AND (SELECT o.assessed FROM desk_private.child_order(of_journey) o) IS NOT NULL
    THEN 'route' ELSE 'decides' END;
END $$;

-- In one's own name, now, by a case manager, for a child.
CREATE OR REPLACE FUNCTION parental_care_as_found() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.by_id IS DISTINCT FROM desk_user() OR desk_role() IS DISTINCT FROM 'case_manager' THEN
    RAISE EXCEPTION 'not yours to say' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id WHERE c.id = NEW.case_id AND j.child) THEN
    RAISE EXCEPTION 'only a child has a parent who decides' USING ERRCODE = 'check_violation';
  END IF;
  NEW.written_at := clock_timestamp();
  RETURN NEW;
END $$;

-- What a parent agreed to who may be part of it shares nothing new, from this very statement.
CREATE OR REPLACE FUNCTION parental_care_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_consentitem i SET withdrawn_at = now(), withdrawn_by_id = desk_user()
    FROM referral_consent o JOIN referral_case c ON c.id = o.case_id
   WHERE i.consent_id = o.id AND c.journey_id = (SELECT x.journey_id FROM referral_case x WHERE x.id = NEW.case_id)
     AND o.given_by = 'parent' AND i.agreed AND i.withdrawn_at IS NULL;
  RETURN NULL;
END $$;

-- Only the youngest are not asked.
CREATE OR REPLACE FUNCTION too_young_is_small() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.assent = 'too_young' AND NOT EXISTS (SELECT 1 FROM referral_summary s WHERE s.case_id = NEW.case_id AND s.age_band = '0-8') THEN
    RAISE EXCEPTION 'this child can be asked' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS too_young_is_small ON referral_consent;
CREATE TRIGGER too_young_is_small BEFORE INSERT ON referral_consent FOR EACH ROW EXECUTE FUNCTION too_young_is_small();

DO $care$
BEGIN
  IF to_regclass('public.referral_parentalcare') IS NULL THEN RETURN; END IF;
  CALL desk_private.guard('referral_parentalcare', $q$'evidence'$q$, ARRAY[]::text[]);
  DROP TRIGGER IF EXISTS as_found ON referral_parentalcare;
  CREATE TRIGGER as_found BEFORE INSERT ON referral_parentalcare FOR EACH ROW EXECUTE FUNCTION parental_care_as_found();
  DROP TRIGGER IF EXISTS ends ON referral_parentalcare;
  CREATE TRIGGER ends AFTER INSERT ON referral_parentalcare FOR EACH ROW WHEN (NEW.suspected <> 'no') EXECUTE FUNCTION parental_care_ends();
END $care$;

-- Which referrals were sent by one form is said once, by the sender, as they are sent.
CREATE OR REPLACE FUNCTION referral_stays_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.together IS DISTINCT FROM OLD.together THEN
    RAISE EXCEPTION 'what was sent together stays so' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS stays_together ON referral_referral;
CREATE TRIGGER stays_together BEFORE UPDATE ON referral_referral FOR EACH ROW EXECUTE FUNCTION referral_stays_together();

-- Pregnancy (rules of practice 25): the words in the class of health; what they steer, where the person agreed, is read with the summary
-- and written by whoever may write about health in this very case, or works on it as its case manager, who reads none of it.
CREATE OR REPLACE FUNCTION tells_pregnancy(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN desk_role() = 'case_manager' AND desk_private.works_on(of_case) AND EXISTS (
    SELECT 1 FROM referral_case c WHERE c.id = of_case AND c.organisation_id = desk_organisation()
      AND desk_private.ceiling('summary', c.side, c.stage, 'add'));
END $$;

DO $pregnancy$
BEGIN
  IF to_regclass('public.referral_travellimit') IS NULL THEN RETURN; END IF;
  CALL desk_private.guard('referral_pregnancy', $q$'health'$q$, ARRAY[]::text[]);
  CALL desk_private.guard('referral_travellimit', $q$'health'$q$, ARRAY[]::text[]);
  DROP POLICY IF EXISTS read_class ON referral_travellimit;
  CREATE POLICY read_class ON referral_travellimit FOR SELECT TO trm_app USING (
    EXISTS (SELECT 1 FROM referral_summary s WHERE s.case_id = referral_travellimit.case_id));
  DROP POLICY IF EXISTS tell ON referral_pregnancy;
  CREATE POLICY tell ON referral_pregnancy FOR INSERT TO trm_app WITH CHECK (tells_pregnancy(case_id));
  DROP POLICY IF EXISTS tell ON referral_travellimit;
  CREATE POLICY tell ON referral_travellimit FOR INSERT TO trm_app WITH CHECK (tells_pregnancy(case_id));
END $pregnancy$;
