-- What was asked back. The sender’s message names a class; each receiver says what became of it, class by class. What the log shows
-- is not asked: a class that nobody there opened is answered here and now. Until everything is answered the receiver has a task, and the
-- sender too once its day has passed, or at once where the receiver has no account and somebody must ring.

CREATE OR REPLACE FUNCTION desk_private.asked_back(of_referral uuid) RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT a.data_class FROM referral_message a WHERE a.referral_id = of_referral AND a.kind = 'recall'
    GROUP BY a.data_class HAVING NOT EXISTS (SELECT 1 FROM referral_message m
      WHERE m.referral_id = of_referral AND m.kind = 'receipt' AND m.data_class = a.data_class AND m.at >= max(a.at)));
END $$;

-- By the log of reading; of a receiver without account by what was opened with a link or left on paper.
CREATE OR REPLACE FUNCTION desk_private.was_opened(of_referral uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_packagepart p JOIN referral_referral r ON r.id = p.referral_id
     WHERE r.id = of_referral AND p.data_class = class AND (p.taken_at IS NOT NULL OR EXISTS (SELECT 1 FROM audit_auditentry e
       WHERE e.organisation = r.receiver_id AND e.target = p.id::text AND e.action = 'read.' || class)))
    OR EXISTS (SELECT 1 FROM referral_partnerentry e WHERE e.referral_id = of_referral AND e.kind IN ('opened', 'opened_whole', 'file', 'paper'));
END $$;

-- Whether this class became part of the receiver’s own case, and that case is in work.
CREATE OR REPLACE FUNCTION desk_private.in_care(of_referral uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id AND c.organisation_id = r.receiver_id
      JOIN referral_packagepart p ON p.referral_id = r.id
     WHERE r.id = of_referral AND c.stage < 6 AND p.data_class = class
       AND (p.taken_at IS NOT NULL OR (p.layer = 'summary' AND p.data_class IN ('summary', 'risk') AND c.opened_from = r.id)));
END $$;

-- For the page of the answer: which of what was asked back the own case passed on, and may say so (72). Codes only.
CREATE OR REPLACE FUNCTION recalled_passed_on(of_referral uuid) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT class FROM referral_referral r, unnest(desk_private.asked_back(r.id)) class
     WHERE r.id = of_referral AND r.receiver_id = desk_organisation() AND desk_role_may('referral', 'read')
       AND r.journey_id <> ALL (kept_apart()) AND desk_private.was_opened(r.id, class) AND desk_private.was_passed_on(r.id, class));
END $$;

-- For the page of the answer: which of what was asked back the own case holds. Codes only.
CREATE OR REPLACE FUNCTION recalled_in_care(of_referral uuid) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT class FROM referral_referral r, unnest(desk_private.asked_back(r.id)) class
     WHERE r.id = of_referral AND r.receiver_id = desk_organisation() AND desk_role_may('referral', 'read')
       AND r.journey_id <> ALL (kept_apart()) AND desk_private.in_care(r.id, class));
END $$;

-- Nobody answers for another, what was not asked, or against what the log and the case show.
CREATE OR REPLACE FUNCTION recall_answer_is_true() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
  fine boolean;
BEGIN
  SELECT x.id, x.receiver_id, o.has_account,
         EXISTS (SELECT 1 FROM referral_message m WHERE m.referral_id = x.id AND m.kind = 'accept') AS accepted
    INTO r FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id WHERE x.id = NEW.referral_id;
  fine := CASE NEW.recall
    WHEN 'unopened' THEN NOT desk_private.was_opened(r.id, NEW.data_class)
    WHEN 'deleted' THEN NOT desk_private.in_care(r.id, NEW.data_class)
    WHEN 'care' THEN CASE WHEN r.has_account THEN desk_private.in_care(r.id, NEW.data_class) ELSE r.accepted END
    WHEN 'passed_on' THEN desk_private.was_opened(r.id, NEW.data_class) AND desk_private.was_passed_on(r.id, NEW.data_class)
    WHEN 'duty' THEN desk_private.was_opened(r.id, NEW.data_class)
    ELSE false END;
  IF NEW.sender_id <> r.receiver_id OR NEW.data_class <> ALL (desk_private.asked_back(r.id)) OR NOT fine THEN
    RAISE EXCEPTION 'not what became of it' USING ERRCODE = 'check_violation';
  END IF;
  NEW.at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION recall_is_answered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r record;
  theirs record;
BEGIN
  SELECT x.*, o.has_account INTO r FROM referral_referral x JOIN accounts_organisation o ON o.id = x.receiver_id WHERE x.id = NEW.referral_id;
  IF NEW.kind = 'recall' AND NOT desk_private.was_opened(r.id, NEW.data_class) THEN
    INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, recall, "on", at)
      VALUES (gen_random_uuid(), r.id, 'receipt', r.receiver_id, '', '', '', NEW.data_class, 'unopened', NULL, clock_timestamp());
    RETURN NULL;
  END IF;
  IF NEW.kind = 'receipt' THEN
    IF cardinality(desk_private.asked_back(r.id)) = 0 THEN
      UPDATE referral_task SET done_at = now(), done_by_id = desk_user()
       WHERE referral_id = r.id AND kind IN ('recall', 'recall_ask') AND done_at IS NULL;
    END IF;
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT 1 FROM referral_task t WHERE t.referral_id = r.id AND t.kind IN ('recall', 'recall_ask') AND t.done_at IS NULL) THEN
    RETURN NULL;
  END IF;
  -- RECALL_DAYS in referral/stages.py: seven.
  IF r.has_account THEN
    SELECT c.id, c.journey_id, c.lead_id INTO theirs FROM referral_case c WHERE c.journey_id = r.journey_id AND c.organisation_id = r.receiver_id;
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
      VALUES (gen_random_uuid(), r.receiver_id, theirs.journey_id, theirs.id, r.id, 'recall', '', ''::bytea,
              coalesce(theirs.lead_id, r.answered_by_id), desk_private.today_of(r.receiver_id) + 7, now());
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, referral_id, made_at)
      VALUES (gen_random_uuid(), r.receiver_id, coalesce(theirs.lead_id, r.answered_by_id), 'recall', theirs.journey_id, r.id, now());
  ELSE
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
      VALUES (gen_random_uuid(), r.sender_id, r.journey_id, NULL, r.id, 'recall_ask', '', ''::bytea, NULL, desk_private.today_of(r.sender_id) + 7, now());
  END IF;
  RETURN NULL;
END $$;

-- A receiver that had accepted gives the care back. Its leg ends, so its word on the gates counts no more (G5 is open); the sender holds
-- the journey again where nobody else in its country does, and asks anew. Who coordinates is told. On the way it rings at once.
CREATE OR REPLACE FUNCTION give_back(of_referral uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r referral_referral;
  j referral_journey;
  theirs referral_case;
  ours referral_case;
  here text;
  travelling boolean;
BEGIN
  SELECT * INTO r FROM referral_referral WHERE id = of_referral AND receiver_id = desk_organisation() AND status = 'returned'
     AND answered_by_id = desk_user();
  IF NOT FOUND OR NOT desk_role_may('referral', 'write') OR EXISTS (SELECT 1 FROM referral_notice n WHERE n.referral_id = r.id AND n.kind = 'given_back') THEN
    RAISE EXCEPTION 'not yours to give back' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO j FROM referral_journey WHERE id = r.journey_id FOR UPDATE;
  SELECT * INTO theirs FROM referral_case WHERE journey_id = r.journey_id AND organisation_id = r.sender_id;
  SELECT * INTO ours FROM referral_case WHERE journey_id = r.journey_id AND organisation_id = r.receiver_id;
  SELECT country INTO here FROM accounts_organisation WHERE id = r.sender_id;
  travelling := j.status = 'in_transit' AND j.arrived_at IS NULL AND r.kind = 'transfer';
  IF r.kind = 'transfer' THEN
    UPDATE referral_leg SET held_to = now() WHERE journey_id = j.id AND organisation_id = r.receiver_id AND held_to IS NULL;
    IF theirs.stage < 6 THEN
      INSERT INTO referral_leg (id, journey_id, organisation_id, country, side, held_from)
        VALUES (gen_random_uuid(), j.id, r.sender_id, here, theirs.side, now())
        ON CONFLICT (journey_id, country) WHERE held_to IS NULL DO NOTHING;
    END IF;
  END IF;
  INSERT INTO referral_journeyevent (id, journey_id, kind, at, organisation_id, country, side, gate, stage, referral)
    VALUES (gen_random_uuid(), j.id, 'given_back', clock_timestamp(), r.receiver_id, desk_country(), coalesce(ours.side, ''), '', ours.stage, r.id);
  INSERT INTO referral_notice (id, organisation_id, user_id, kind, journey_id, referral_id, made_at)
    VALUES (gen_random_uuid(), r.sender_id, theirs.lead_id, 'given_back', j.id, r.id, now());
  INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
    SELECT gen_random_uuid(), r.sender_id, j.id, theirs.id, r.id, what, '', ''::bytea, theirs.lead_id, desk_private.today_of(r.sender_id) + days, now()
      FROM (VALUES ('alternative', 1, true), ('nobody_meets', 0, travelling)) AS x(what, days, fits) WHERE fits;
  IF r.kind = 'transfer' THEN
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
      SELECT gen_random_uuid(), office, j.id, NULL, r.id, 'holder_lost', '', ''::bytea, NULL, desk_private.today_of(office) + CASE WHEN travelling THEN 0 ELSE 1 END, now()
        FROM unnest(desk_private.offices(j.id, ARRAY[here, desk_country()])) office;
  END IF;
END $$;

-- The coordination of these countries, where it sees the journey.
CREATE OR REPLACE FUNCTION desk_private.offices(of_journey uuid, countries text[]) RETURNS uuid[] LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT DISTINCT o.id FROM accounts_organisation o JOIN accounts_membership m ON m.organisation_id = o.id
    JOIN referral_journeyparty p ON p.journey_id = of_journey AND p.organisation_id IS NULL AND p.country = o.country AND p.hidden_at IS NULL
   WHERE o.country = ANY (countries) AND m.role = 'national_coordinator' AND m.ended_at IS NULL);
END $$;

-- Care that was handed on and that nobody has confirmed for a day, and care that was given back and that nobody has taken: for whoever
-- oversees the sender's work, and for the coordinators who see the journey. References, organisations and hours; no case.
CREATE OR REPLACE FUNCTION unconfirmed_holders() RETURNS TABLE (reference text, sender text, receiver text, from_country text, to_country text,
  since timestamptz, given_back boolean, escalated boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT j.reference::text, s.name::text, o.name::text, s.country::text, o.country::text, x.since, x.given_back,
      x.since <= now() - interval '72 hours'
    FROM (SELECT r.*, CASE r.status WHEN 'returned' THEN r.answered_at ELSE r.sent_at END AS since, r.status = 'returned' AS given_back
            FROM referral_referral r WHERE r.kind = 'transfer' AND r.status IN ('sent', 'asked', 'expired', 'returned')) x
    JOIN referral_journey j ON j.id = x.journey_id AND j.status <> 'closed'
    JOIN accounts_organisation s ON s.id = x.sender_id JOIN accounts_organisation o ON o.id = x.receiver_id
   WHERE (x.given_back OR x.since <= now() - interval '24 hours') AND x.journey_id <> ALL (kept_apart())
     AND ((x.sender_id = desk_organisation() AND desk_role() IN ('supervisor', 'focal_point'))
       OR (desk_role() = 'national_coordinator' AND EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = x.journey_id
             AND p.organisation_id IS NULL AND p.country = desk_country() AND p.hidden_at IS NULL)
             AND desk_private.told_of(x.id, NULL, desk_country())))
     AND NOT (x.given_back AND EXISTS (SELECT 1 FROM referral_referral a WHERE a.journey_id = x.journey_id AND a.sender_id = x.sender_id
             AND a.kind = 'transfer' AND a.status IN ('accepted', 'completed') AND a.answered_at > x.since))
   ORDER BY x.since, j.reference LIMIT 50;
END $$;

-- An answer ends what was waiting for one; a yes ends the search for who takes over.
CREATE OR REPLACE FUNCTION referral_ends_its_watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_task SET done_at = now() WHERE referral_id = NEW.id AND kind = 'not_confirmed' AND done_at IS NULL
     AND NEW.status NOT IN ('sent', 'asked', 'expired');
  IF NEW.status = 'accepted' AND NEW.kind = 'transfer' THEN
    UPDATE referral_task SET done_at = now() WHERE journey_id = NEW.journey_id AND kind IN ('holder_lost', 'nobody_meets') AND done_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS ends_its_watch ON referral_referral;
CREATE TRIGGER ends_its_watch AFTER UPDATE OF status ON referral_referral FOR EACH ROW WHEN (OLD.status <> NEW.status)
  EXECUTE FUNCTION referral_ends_its_watch();

-- A correction that waits for its second signature is not with the receiver. Another person than the packer, who was asked, lets it go.
CREATE OR REPLACE FUNCTION release_package(of_package uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  k referral_package;
BEGIN
  SELECT * INTO k FROM referral_package WHERE id = of_package AND held AND sender_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR k.packed_by_id IS NOT DISTINCT FROM desk_user()
     OR NOT EXISTS (SELECT 1 FROM referral_task t WHERE t.referral_id = k.referral_id AND t.kind = 'second_signature'
                     AND t.assigned_to_id = desk_user() AND t.done_at IS NULL)
     OR EXISTS (SELECT 1 FROM referral_packagepart p WHERE p.package_id = k.id AND p.recalled_at IS NOT NULL) THEN
    RAISE EXCEPTION 'not yours to sign' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE referral_package SET held = false, packed_at = clock_timestamp() WHERE id = k.id;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'referral.second_signature', k.referral_id::text, jsonb_build_object('number', k.number));
END $$;

-- Who packs is the one who acts; and a receipt confirms a package of its own referral that is there.
CREATE OR REPLACE FUNCTION package_in_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.packed_by_id := coalesce(desk_user(), NEW.packed_by_id);
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION receipt_of_its_package() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_package k JOIN referral_referral r ON r.id = k.referral_id
       WHERE k.id = NEW.package_id AND k.referral_id = NEW.referral_id AND NOT k.held AND NEW.kind = 'receipt' AND NEW.sender_id = r.receiver_id) THEN
    RAISE EXCEPTION 'not a package to confirm' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

DO $held$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'referral_package' AND column_name = 'held') THEN
    RETURN;
  END IF;
  DROP POLICY IF EXISTS not_held ON referral_package;
  CREATE POLICY not_held ON referral_package AS RESTRICTIVE FOR SELECT TO trm_app USING (NOT held OR sender_id = (SELECT desk_organisation()));
  DROP TRIGGER IF EXISTS in_own_name ON referral_package;
  CREATE TRIGGER in_own_name BEFORE INSERT ON referral_package FOR EACH ROW EXECUTE FUNCTION package_in_own_name();
  DROP TRIGGER IF EXISTS of_its_package ON referral_message;
  CREATE TRIGGER of_its_package BEFORE INSERT ON referral_message FOR EACH ROW WHEN (NEW.package_id IS NOT NULL)
    EXECUTE FUNCTION receipt_of_its_package();
END $held$;

-- Scheduled work sees no case: a task about a referral that the sender owes finds its case and its lead here.
CREATE OR REPLACE FUNCTION task_finds_its_lead() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT c.id, c.lead_id INTO NEW.case_id, NEW.assigned_to_id FROM referral_referral r
    JOIN referral_case c ON c.journey_id = r.journey_id AND c.organisation_id = r.sender_id
   WHERE r.id = NEW.referral_id AND r.sender_id = NEW.organisation_id;  -- no row: a coordinator’s, who has no case
  RETURN NEW;
END $$;

-- The column comes with a later migration than the first run of these files.
DO $crossing$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'referral_message' AND column_name = 'recall') THEN
    RETURN;
  END IF;
  DROP TRIGGER IF EXISTS answer_is_true ON referral_message;
  CREATE TRIGGER answer_is_true BEFORE INSERT ON referral_message FOR EACH ROW
    WHEN (NEW.kind = 'receipt' AND (NEW.data_class <> '' OR NEW.recall <> '')) EXECUTE FUNCTION recall_answer_is_true();
  ALTER TABLE referral_message ENABLE ALWAYS TRIGGER answer_is_true;
  DROP TRIGGER IF EXISTS is_answered ON referral_message;
  CREATE TRIGGER is_answered AFTER INSERT ON referral_message FOR EACH ROW
    WHEN (NEW.kind = 'recall' OR (NEW.kind = 'receipt' AND NEW.data_class <> '')) EXECUTE FUNCTION recall_is_answered();
  DROP TRIGGER IF EXISTS finds_its_lead ON referral_task;
  CREATE TRIGGER finds_its_lead BEFORE INSERT ON referral_task FOR EACH ROW
    WHEN (NEW.kind IN ('recall_ask', 'not_confirmed') AND NEW.case_id IS NULL) EXECUTE FUNCTION task_finds_its_lead();
END $crossing$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
