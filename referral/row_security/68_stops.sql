-- What concerns both sides at once (domain reference 3.5): the person does not travel on, or was exploited again after the return.
-- Each side learns a code and gets a task; nobody is shown what another organisation wrote.

-- Recorded by whoever is with the person: a case on this journey, open to the acting role. The holders stay the holders. False: not travelling.
CREATE OR REPLACE FUNCTION stop_travel(of_case uuid, keeper uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.id, x.journey_id, x.side INTO c FROM referral_case x WHERE x.id = of_case AND x.organisation_id = desk_organisation() AND x.closed_at IS NULL;
  IF NOT FOUND OR desk_role() NOT IN ('case_manager', 'return_organiser') OR NOT desk_private.works_on(of_case) THEN
    RAISE EXCEPTION 'not yours to stop' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF keeper IS NOT NULL AND keeper <> desk_organisation() AND NOT EXISTS (
       SELECT 1 FROM referral_leg l WHERE l.journey_id = c.journey_id AND l.organisation_id = keeper AND l.held_to IS NULL) THEN
    RAISE EXCEPTION 'nobody of this journey' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE referral_journey SET status = 'suspended', outlook = 'undecided', stage = 3, travel_on = NULL, arrives_by = NULL, changed_at = clock_timestamp()
   WHERE id = c.journey_id AND status = 'in_transit';
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate, stage, referral)
    VALUES (gen_random_uuid(), c.journey_id, 'stopped', clock_timestamp(), desk_organisation(), desk_country(), c.side, '', 3, NULL);
  UPDATE referral_task SET done_at = now(), done_by_id = CASE organisation_id WHEN desk_organisation() THEN desk_user() END
   WHERE journey_id = c.journey_id AND kind = 'missed_arrival' AND done_at IS NULL;
  PERFORM desk_private.ask_of(x.who, c.journey_id, x.what) FROM (
    SELECT keeper AS who, 'keep_safe' AS what WHERE keeper IS NOT NULL
    UNION SELECT l.organisation_id, 'cancel_bookings' FROM referral_leg l
           WHERE l.journey_id = c.journey_id AND l.held_to IS NULL AND l.side = 'destination'
    UNION SELECT l.organisation_id, 'stopped' FROM referral_leg l
           WHERE l.journey_id = c.journey_id AND l.held_to IS NULL AND l.side <> 'destination'
             AND l.organisation_id NOT IN (desk_organisation(), coalesce(keeper, desk_organisation()))) x;
  -- Each of a household decides alone, and one who stops stops nobody else. Who linked them looks who is with the others: a child may be
  -- on the way without its escort. No other organisation is told that they belong together.
  PERFORM desk_private.ask_of(h.organisation_id, o.journey_id, 'companion')
     FROM referral_householdmember mine JOIN referral_case m ON m.id = mine.case_id AND m.journey_id = c.journey_id
     JOIN referral_household h ON h.id = mine.household_id
     JOIN referral_householdmember other ON other.household_id = h.id AND other.case_id <> mine.case_id AND other.left_at IS NULL
     JOIN referral_case o ON o.id = other.case_id JOIN referral_journey j ON j.id = o.journey_id AND j.status = 'in_transit'
    WHERE mine.left_at IS NULL;
  RETURN true;
END $$;

-- Asked once somebody stands at the door of the receiving side: did the sender note that the person leaves alone? Until then it is told to nobody.
CREATE OR REPLACE FUNCTION came_alone(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_leg l WHERE l.journey_id = of_journey AND l.organisation_id = desk_organisation() AND l.held_to IS NULL)
     AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = of_journey AND c.side = 'destination' AND c.status = 'left_on_own');
END $$;

-- A closed case is opened again. Earlier consents do not revive, earlier signatures do not carry another return. Where the person was
-- exploited again, the risk counts as high until it was looked at, and who holds or held the journey in another country gets an
-- alert: that side only where it came in by a package, and never the person's own state or its country while it is kept out (50).
CREATE OR REPLACE FUNCTION begin_again(of_case uuid, why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.id, x.journey_id INTO c FROM referral_case x WHERE x.id = of_case AND x.organisation_id = desk_organisation() AND x.closed_at IS NULL;
  IF NOT FOUND OR NOT desk_role_may('journey', 'write') OR NOT desk_private.granted(of_case, NULL) OR why NOT IN ('exploited', 'contact', 'other') THEN
    RAISE EXCEPTION 'not yours to begin again' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE referral_consentitem SET withdrawn_at = now(), withdrawn_by_id = desk_user() WHERE case_id = of_case AND agreed AND withdrawn_at IS NULL;
  UPDATE referral_journey j SET gates_from = clock_timestamp() WHERE j.id = c.journey_id AND EXISTS (
    SELECT 1 FROM referral_leg l WHERE l.journey_id = j.id AND l.organisation_id = desk_organisation() AND l.held_to IS NULL);
  IF why = 'exploited' THEN
    UPDATE referral_summary SET risk_level = 'high', version = version + 1 WHERE case_id = of_case AND risk_level NOT IN ('high', 'extreme');
    PERFORM desk_private.ask_of(x.who, c.journey_id, 'high_alert') FROM (
      SELECT DISTINCT l.organisation_id AS who FROM referral_leg l
        JOIN referral_journeyparty p ON p.journey_id = l.journey_id AND p.organisation_id = l.organisation_id AND p.hidden_at IS NULL
       WHERE l.journey_id = c.journey_id AND l.organisation_id <> desk_organisation() AND NOT desk_private.kept_from(of_case, l.country)) x;
  END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'case.begun_again', of_case::text, jsonb_build_object('why', why));
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
