-- A gate passes without what it asks for in two ways only: the period is given up (G2), or an adult refuses, informed (G4, G5, G9).
-- Neither stands without a word on why, kept in the signer's own case, by the role that may say it (rules of practice 1 and 24).
CREATE OR REPLACE FUNCTION given_up_with_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
  child boolean := EXISTS (SELECT 1 FROM referral_journey j WHERE j.id = NEW.journey_id AND j.child AND NOT desk_private.adult_at(j.id, now()));
BEGIN
  SELECT x.* INTO e FROM referral_evidence x JOIN referral_case c ON c.id = x.case_id
   WHERE x.id = NEW.evidence AND c.journey_id = NEW.journey_id AND c.organisation_id = NEW.organisation_id AND x.gate = NEW.kind
     AND x.withdrawn_at IS NULL AND x.text <> ''::bytea;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'given up without a reason' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.outcome = 'informed_refusal' AND child THEN
    RAISE EXCEPTION 'a refusal does not pass for a child' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.role <> 'case_manager' AND NOT (child AND NEW.role = 'guardian') THEN
    RAISE EXCEPTION 'not said by the role that may' USING ERRCODE = 'check_violation';
  END IF;
  -- For a child the authority agreed: its name and the day of its word.
  IF NEW.outcome = 'waived' AND child AND (e.issuer = ''::bytea OR e.dated_on IS NULL) THEN
    RAISE EXCEPTION 'the authority is not named' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The sheet of the determination, in whichever case of the journey it was decided, after the newest check of the risk of contact (22).
CREATE OR REPLACE FUNCTION determination_sheet(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation() AND p.hidden_at IS NULL)
     AND coalesce((SELECT NOT (a.decision = 'agree' AND a.proposal IN ('not_heard', 'too_few', 'not_enough_known'))
           FROM referral_assessment a JOIN referral_case c ON c.id = a.case_id
          WHERE c.journey_id = of_journey AND a.instrument = 'bid' AND a.decision <> ''
            AND a.finished_at > coalesce((SELECT o.checked FROM desk_private.child_order(of_journey) o), '-infinity')
          ORDER BY a.finished_at DESC LIMIT 1), false);
END $$;

-- Whether consent to data going abroad (B3) stands in any case of the journey: each case's newest answer. No word, no receiver.
CREATE OR REPLACE FUNCTION consent_abroad_stands(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation() AND p.hidden_at IS NULL)
     AND EXISTS (SELECT 1 FROM referral_case c
          JOIN LATERAL (SELECT o.id, o.given_by, o.ahead FROM referral_consent o JOIN referral_consentitem i ON i.consent_id = o.id AND i.purpose = 'B3'
             WHERE o.case_id = c.id ORDER BY o.given_at DESC, o.id DESC LIMIT 1) newest ON newest.given_by <> 'not_recorded'
          JOIN referral_consentitem i ON i.consent_id = newest.id AND i.purpose = 'B3' AND i.agreed AND i.withdrawn_at IS NULL
         WHERE c.journey_id = of_journey AND desk_private.consent_holds(newest.given_by, newest.ahead, of_journey));
END $$;

-- What was signed for is no longer what stands there: the gate asks again, as long as the person has not left.
CREATE OR REPLACE FUNCTION desk_private.changed_before_the_way(of_case uuid, gate text, because uuid) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
       WHERE c.id = of_case AND j.arrived_at IS NULL AND j.status NOT IN ('in_transit', 'closed')) THEN
    PERFORM desk_private.gate_asks_again(of_case, gate, 'replaced', because);
  END IF;
END $$;

-- Arguments: the gate. Which changes count is written where the trigger is made.
CREATE OR REPLACE FUNCTION changed_behind_a_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.changed_before_the_way(NEW.case_id, TG_ARGV[0], NULL);
  RETURN NULL;
END $$;

-- Another sheet was decided: whoever signed the determination looks again, in whichever organisation.
CREATE OR REPLACE FUNCTION sheet_behind_a_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM desk_private.changed_before_the_way(x.id, 'G10', NEW.id)
    FROM referral_case x JOIN referral_case own ON own.journey_id = x.journey_id WHERE own.id = NEW.case_id;
  RETURN NULL;
END $$;

DO $gates$
BEGIN
  IF to_regclass('public.referral_gatesignature') IS NULL THEN RETURN; END IF;
  DROP TRIGGER IF EXISTS given_up_with_words ON referral_gatesignature;
  CREATE TRIGGER given_up_with_words BEFORE INSERT ON referral_gatesignature FOR EACH ROW
    WHEN ((NEW.outcome = 'waived' AND NEW.kind = 'G2') OR (NEW.outcome = 'informed_refusal' AND NEW.kind IN ('G4', 'G5', 'G9')))
    EXECUTE FUNCTION given_up_with_words();

  IF to_regclass('public.referral_budgetline') IS NULL THEN RETURN; END IF;
  DROP TRIGGER IF EXISTS behind_a_gate ON referral_plangoal;
  DROP TRIGGER IF EXISTS behind_a_gate_new ON referral_plangoal;
  CREATE TRIGGER behind_a_gate_new AFTER INSERT ON referral_plangoal FOR EACH ROW WHEN (NEW.phase = 'reintegration')
    EXECUTE FUNCTION changed_behind_a_gate('G9');
  CREATE TRIGGER behind_a_gate AFTER UPDATE ON referral_plangoal FOR EACH ROW
    WHEN (NEW.phase = 'reintegration' AND (NEW.status = 'dropped' OR NEW.status = OLD.status) AND NEW.version <> OLD.version)
    EXECUTE FUNCTION changed_behind_a_gate('G9');
  DROP TRIGGER IF EXISTS behind_a_gate ON referral_planagreement;
  CREATE TRIGGER behind_a_gate AFTER INSERT ON referral_planagreement FOR EACH ROW
    WHEN (NEW.phase = 'reintegration' AND NEW.said = 'not_yet') EXECUTE FUNCTION changed_behind_a_gate('G9');
  DROP TRIGGER IF EXISTS behind_a_gate ON referral_budgetline;
  DROP TRIGGER IF EXISTS behind_a_gate_new ON referral_budgetline;
  CREATE TRIGGER behind_a_gate_new AFTER INSERT ON referral_budgetline FOR EACH ROW EXECUTE FUNCTION changed_behind_a_gate('G9');
  CREATE TRIGGER behind_a_gate AFTER UPDATE ON referral_budgetline FOR EACH ROW
    WHEN ((NEW.family, NEW.quantity, NEW.unit_cost, NEW.currency, NEW.rate, NEW.mode, NEW.payer, NEW.payee, NEW.status = 'cancelled')
      IS DISTINCT FROM (OLD.family, OLD.quantity, OLD.unit_cost, OLD.currency, OLD.rate, OLD.mode, OLD.payer, OLD.payee, OLD.status = 'cancelled'))
    EXECUTE FUNCTION changed_behind_a_gate('G9');
  DROP TRIGGER IF EXISTS behind_a_gate ON referral_travel;
  CREATE TRIGGER behind_a_gate AFTER UPDATE ON referral_travel FOR EACH ROW WHEN (NEW.version <> OLD.version)
    EXECUTE FUNCTION changed_behind_a_gate('G11');
  DROP TRIGGER IF EXISTS another_document ON referral_travel;
  CREATE TRIGGER another_document AFTER UPDATE ON referral_travel FOR EACH ROW
    WHEN ((NEW.document, NEW.document_kind, NEW.document_until) IS DISTINCT FROM (OLD.document, OLD.document_kind, OLD.document_until))
    EXECUTE FUNCTION changed_behind_a_gate('G6');
  DROP TRIGGER IF EXISTS another_period ON referral_legal;
  CREATE TRIGGER another_period AFTER UPDATE ON referral_legal FOR EACH ROW
    WHEN ((NEW.reflection_from, NEW.reflection_to) IS DISTINCT FROM (OLD.reflection_from, OLD.reflection_to))
    EXECUTE FUNCTION changed_behind_a_gate('G2');
  DROP TRIGGER IF EXISTS another_claim ON referral_legal;
  CREATE TRIGGER another_claim AFTER UPDATE OF asylum ON referral_legal FOR EACH ROW WHEN (NEW.asylum IS DISTINCT FROM OLD.asylum)
    EXECUTE FUNCTION changed_behind_a_gate('G7');
  DROP TRIGGER IF EXISTS sheet_behind_a_gate ON referral_assessment;
  CREATE TRIGGER sheet_behind_a_gate AFTER UPDATE OF decision ON referral_assessment FOR EACH ROW
    WHEN (NEW.decision <> '' AND OLD.decision = '' AND NEW.instrument = 'bid') EXECUTE FUNCTION sheet_behind_a_gate();
END $gates$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
