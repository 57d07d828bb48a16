-- Complaints: what a person says about a body that assists. It is read by the body outside that was chosen, and in the case of another
-- organisation than the one complained about. Whoever works in the house that is meant writes it down and cannot read it again.
-- The table comes with a later migration than the first run of these files, so the statements on it wait until it exists.

-- The words. The chosen body, or whoever works on the case; never the body that is meant.
CREATE OR REPLACE FUNCTION desk_private.complaint_key_right(of uuid, verb text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT * INTO c FROM referral_complaint WHERE id = of;
  IF NOT FOUND THEN
    RETURN verb = 'add' AND NOT EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = of);
  END IF;
  IF c.about_id = desk_organisation() THEN RETURN false; END IF;
  IF c.to_id = desk_organisation() AND coalesce(desk_role() IN ('supervisor', 'focal_point', 'national_coordinator', 'data_protection'), false) THEN RETURN true; END IF;
  RETURN verb = 'read' AND c.case_id IS NOT NULL AND desk_private.works_on(c.case_id);
END $$;

-- In the case, only that the person heard the answer is written; at the chosen body, an answer is given once.
CREATE OR REPLACE FUNCTION desk_private.judge_complaint() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.read_at, NEW.answer, NEW.told, NEW.answered_at, NEW.answered_by_id) IS DISTINCT FROM (OLD.read_at, OLD.answer, OLD.told, OLD.answered_at, OLD.answered_by_id)
     AND (OLD.answered_at IS NOT NULL OR OLD.to_id IS DISTINCT FROM desk_organisation() OR NOT coalesce(desk_role() IN ('supervisor', 'focal_point', 'national_coordinator', 'data_protection'), false)) THEN
    RAISE EXCEPTION 'the chosen body answers, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.answered_at IS NOT NULL AND OLD.answered_at IS NULL AND NEW.answered_by_id IS DISTINCT FROM desk_user() THEN
    RAISE EXCEPTION 'whoever answers signs for it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.heard_at IS NOT NULL AND NEW.heard_at IS DISTINCT FROM OLD.heard_at OR NEW.heard_at IS NOT NULL AND NEW.answered_at IS NULL THEN
    RAISE EXCEPTION 'an answer is heard once, after it was given' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DO $complaints$
BEGIN
  IF to_regclass('referral_complaint') IS NULL THEN RETURN; END IF;
  ALTER TABLE referral_complaint ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_complaint FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_complaint;
  CREATE POLICY owner ON referral_complaint TO trm_owner USING (true) WITH CHECK (true);
  DROP POLICY IF EXISTS outside ON referral_complaint;
  CREATE POLICY outside ON referral_complaint FOR SELECT TO trm_app USING (about_id <> (SELECT desk_organisation()) AND (
    (to_id = (SELECT desk_organisation()) AND (SELECT desk_role()) IN ('supervisor', 'focal_point', 'national_coordinator', 'data_protection'))
    OR (case_id IS NOT NULL AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id = case_id))));
  -- It stays in the country where it was written: a complaint tells nobody abroad, and no country of origin, that there is somebody.
  DROP POLICY IF EXISTS written ON referral_complaint;
  CREATE POLICY written ON referral_complaint FOR INSERT TO trm_app WITH CHECK (written_in_id = (SELECT desk_organisation())
    AND (SELECT desk_role_may('services', 'read')) AND answered_at IS NULL AND read_at IS NULL AND heard_at IS NULL
    AND EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = to_id AND o.country = (SELECT desk_country()))
    AND (case_id IS NULL OR EXISTS (SELECT 1 FROM referral_case c WHERE c.id = case_id)));
  DROP POLICY IF EXISTS answered ON referral_complaint;
  CREATE POLICY answered ON referral_complaint FOR UPDATE TO trm_app USING (about_id <> (SELECT desk_organisation()) AND (
    (to_id = (SELECT desk_organisation()) AND (SELECT desk_role()) IN ('supervisor', 'focal_point', 'national_coordinator', 'data_protection'))
    OR (case_id IS NOT NULL AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id = case_id))));
  REVOKE UPDATE, DELETE, TRUNCATE ON referral_complaint FROM trm_app;
  GRANT UPDATE (read_at, answer, told, answered_at, answered_by_id, heard_at) ON referral_complaint TO trm_app;
  DROP TRIGGER IF EXISTS judge ON referral_complaint;
  CREATE TRIGGER judge BEFORE UPDATE ON referral_complaint FOR EACH ROW EXECUTE FUNCTION desk_private.judge_complaint();
END $complaints$;

-- Places of work: one number for all who worked in one place. The application reads neither the table nor whose others are.
CREATE OR REPLACE FUNCTION site_of(of_case uuid, the_mark text, fresh text) RETURNS TABLE (id uuid, number text) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT desk_private.works_on(of_case) THEN RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  INSERT INTO referral_worksite (id, number, mark, made_at) VALUES (gen_random_uuid(), fresh, the_mark, now()) ON CONFLICT (mark) DO NOTHING;
  RETURN QUERY SELECT w.id, w.number::text FROM referral_worksite w WHERE w.mark = the_mark;
END $$;

-- How many others are counted at the place of this link, in a word. People in protected cases are counted nowhere.
CREATE OR REPLACE FUNCTION others_at_site(link uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  l record;
  others int;
BEGIN
  SELECT s.site, s.case_id, c.journey_id INTO l FROM referral_sitelink s JOIN referral_case c ON c.id = s.case_id WHERE s.id = link;
  IF NOT FOUND OR NOT desk_private.granted(l.case_id, 'services') THEN
    RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT count(DISTINCT c.journey_id) INTO others FROM referral_sitelink s JOIN referral_case c ON c.id = s.case_id
   WHERE s.site = l.site AND s.ended_at IS NULL AND c.journey_id <> l.journey_id
     AND NOT EXISTS (SELECT 1 FROM referral_protection p WHERE p.journey_id = c.journey_id AND p.confirmed_at IS NOT NULL AND p.lifted_at IS NULL);
  RETURN CASE WHEN others = 0 THEN 'none' WHEN others = 1 THEN 'one' WHEN others < 5 THEN 'some' ELSE 'many' END;
END $$;

-- Whoever signs as the second person is a supervisor, signs in the own name, and once.
CREATE OR REPLACE FUNCTION desk_private.judge_budget() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.second_by_id IS NOT NULL OR NEW.second_by_id IS DISTINCT FROM desk_user() OR desk_role() IS DISTINCT FROM 'supervisor' THEN
    RAISE EXCEPTION 'a supervisor signs a budget as the second person, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- A first signature is the acting person's own, and brings no second one along.
CREATE OR REPLACE FUNCTION desk_private.judge_new_budget() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.by_id IS DISTINCT FROM desk_user() OR NEW.second_by_id IS NOT NULL THEN
    RAISE EXCEPTION 'whoever signs a budget signs for it alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- A payment is of a line of its own case.
CREATE OR REPLACE FUNCTION desk_private.judge_payment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_budgetline b WHERE b.id = NEW.line_id AND b.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'not a line of this case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $care$
BEGIN
  IF to_regclass('referral_budgetline') IS NULL THEN RETURN; END IF;
  CALL desk_private.guard('referral_budgetline', $q$'services'$q$, ARRAY['update']);
  CALL desk_private.guard('referral_payment', $q$'services'$q$, ARRAY[]::text[]);
  CALL desk_private.guard('referral_planagreement', $q$'services'$q$, ARRAY[]::text[]);
  CALL desk_private.guard('referral_budgetapproval', $q$'evidence'$q$, ARRAY['update']);
  REVOKE UPDATE ON referral_budgetapproval FROM trm_app;
  GRANT UPDATE (second_by_id, second_at) ON referral_budgetapproval TO trm_app;
  CALL desk_private.guard('referral_sitelink', $q$'services'$q$, ARRAY['update']);
  REVOKE UPDATE ON referral_sitelink FROM trm_app;
  GRANT UPDATE (ended_at) ON referral_sitelink TO trm_app;
  DROP TRIGGER IF EXISTS judge_second ON referral_budgetapproval;
  CREATE TRIGGER judge_second BEFORE UPDATE OF second_by_id ON referral_budgetapproval FOR EACH ROW EXECUTE FUNCTION desk_private.judge_budget();
  DROP TRIGGER IF EXISTS judge_first ON referral_budgetapproval;
  CREATE TRIGGER judge_first BEFORE INSERT ON referral_budgetapproval FOR EACH ROW EXECUTE FUNCTION desk_private.judge_new_budget();
  DROP TRIGGER IF EXISTS judge ON referral_payment;
  CREATE TRIGGER judge BEFORE INSERT ON referral_payment FOR EACH ROW EXECUTE FUNCTION desk_private.judge_payment();

  ALTER TABLE referral_worksite ENABLE ROW LEVEL SECURITY;
  ALTER TABLE referral_worksite FORCE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS owner ON referral_worksite;
  CREATE POLICY owner ON referral_worksite TO trm_owner USING (true) WITH CHECK (true);
  REVOKE ALL ON referral_worksite FROM trm_app;
  REVOKE DELETE, TRUNCATE ON referral_programme FROM trm_app;
END $care$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
