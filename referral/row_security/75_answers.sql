-- What a receiver answers. It is no party of the journey before it accepts, and police, authorities and consulates never are.

-- The answer stands in the journey in the receiver's name; the sender's lead is told. A decline gives the sender a task, and the
-- journey leaves that country's lists unless somebody else there was asked or works on it.
CREATE OR REPLACE FUNCTION tell_answer(of_referral uuid, what text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  r referral_referral;
  theirs referral_case;
  ours referral_case;
BEGIN
  SELECT * INTO r FROM referral_referral WHERE id = of_referral AND receiver_id = desk_organisation();
  IF NOT FOUND OR NOT desk_role_may('referral', 'write') OR NOT (
       (what = 'question' AND r.status = 'asked') OR (what = 'declined' AND r.status = 'declined')
       OR (what IN ('accepted', 'feedback') AND r.status IN ('accepted', 'completed'))
       OR (what = 'document' AND r.kind = 'travel_document' AND r.status IN ('accepted', 'completed'))) THEN
    RAISE EXCEPTION 'not your answer to give' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO theirs FROM referral_case WHERE journey_id = r.journey_id AND organisation_id = r.sender_id;
  SELECT * INTO ours FROM referral_case WHERE journey_id = r.journey_id AND organisation_id = r.receiver_id;
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, referral_id, made_at)
    VALUES (gen_random_uuid(), r.sender_id, theirs.lead_id, what, r.journey_id, r.id, now());
  -- That police or an authority was told something is between the two organisations.
  IF r.kind <> 'information' THEN
    INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate, stage, referral)
      VALUES (gen_random_uuid(), r.journey_id, what, clock_timestamp(), r.receiver_id, desk_country(), coalesce(ours.side, ''), '', ours.stage, r.id);
  END IF;
  IF what = 'declined' THEN
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
      VALUES (gen_random_uuid(), r.sender_id, r.journey_id, theirs.id, r.id, 'alternative', '', ''::bytea, theirs.lead_id, desk_private.today_of(r.sender_id) + 1, now());
    PERFORM desk_private.leave_lists(r.journey_id, desk_country());
  END IF;
END $$;

CREATE OR REPLACE FUNCTION desk_private.leave_lists(of_journey uuid, of_country text) RETURNS void LANGUAGE sql
SET search_path = public, pg_temp AS $$
  UPDATE referral_journeyparty p SET hidden_at = now()
   WHERE p.journey_id = of_journey AND p.country = of_country AND p.hidden_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM referral_case c JOIN accounts_organisation o ON o.id = c.organisation_id
                      WHERE c.journey_id = of_journey AND o.country = of_country)
     AND NOT EXISTS (SELECT 1 FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id
                      WHERE x.journey_id = of_journey AND o.country = of_country AND x.kind NOT IN ('travel_document', 'information')
                        AND x.status IN ('sent', 'asked', 'accepted', 'expired', 'completed')) $$;

-- Care that was taken over is held by the receiver in its country, unless somebody there holds it already.
CREATE OR REPLACE FUNCTION hold_journey(of_referral uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  ours record;
BEGIN
  SELECT c.journey_id, c.organisation_id, c.side INTO ours FROM referral_referral r
    JOIN referral_case c ON c.journey_id = r.journey_id AND c.organisation_id = r.receiver_id
   WHERE r.id = of_referral AND r.receiver_id = desk_organisation() AND r.status = 'accepted' AND r.kind = 'transfer';
  IF NOT FOUND THEN RAISE EXCEPTION 'not a journey that you took over' USING ERRCODE = 'insufficient_privilege'; END IF;
  INSERT INTO referral_leg (id, journey_id, organisation_id, country, side, held_from)
    VALUES (gen_random_uuid(), ours.journey_id, ours.organisation_id, desk_country(), ours.side, now())
    ON CONFLICT (journey_id, country) WHERE held_to IS NULL DO NOTHING;
END $$;

-- Whoever accepts for a colleague writes the summary of the new case, and nothing else, in the transaction of accepting.
CREATE OR REPLACE FUNCTION introduce_case(of_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_case c JOIN referral_referral r ON r.id = c.opened_from
                  WHERE c.id = of_case AND c.organisation_id = desk_organisation() AND c.opened_at = now()
                    AND r.answered_by_id = desk_user() AND r.status = 'accepted')
     OR EXISTS (SELECT 1 FROM referral_summary s WHERE s.case_id = of_case) THEN
    RAISE EXCEPTION 'not a case that you accepted just now' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM desk_private.grant_case(of_case, desk_user(), NULL, ARRAY['summary'], now() + interval '1 second', 'opened');
END $$;

REVOKE EXECUTE ON FUNCTION desk_private.leave_lists(uuid, text) FROM PUBLIC, trm_app;
