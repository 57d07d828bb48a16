-- Erasing. A part of a case is erased by destroying its key, emptying what that key sealed, and clearing what in clear would still say who
-- it was (referral/retention.py). The coded row, the journey, consents as codes and the log stay. Nobody erases alone: the scheduled work
-- or a colleague proposes, a supervisor or data protection confirms, and a hold stops it. See docs/adr/0033. The tables come with a later
-- migration than the first run of these files.

-- (table, data class or '' where the row has its own, what is set). The rows come from referral/retention.py.
CREATE TABLE IF NOT EXISTS desk_private.erasable (t text NOT NULL, class text NOT NULL, sets text NOT NULL);

-- Whatever destroys a key, it is written down which, so that a copy of the data that is put back loses it again. Not written down is what
-- ends by itself in a few days there, too. Long enough for every copy that is kept.
CREATE OR REPLACE FUNCTION key_is_destroyed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_erasedkey (key, owner, data_class, erased_at) VALUES (OLD.id, OLD.owner, OLD.data_class, now()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION desk_private.empty_parts(of_case uuid, parts text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  FOR e IN SELECT * FROM desk_private.erasable LOOP
    IF e.class = '' THEN
      EXECUTE format('UPDATE %I SET %s WHERE case_id = $1 AND data_class = ANY ($2)', e.t, e.sets) USING of_case, parts;
    ELSIF e.class = ANY (parts) THEN
      EXECUTE format('UPDATE %I SET %s WHERE case_id = $1', e.t, e.sets) USING of_case;
    END IF;
  END LOOP;
END $$;

-- Here and now, with the copies that were sent from it and the records that are read under it. What a receiver took into its own case in
-- work is that case's (rules of practice 10).
CREATE OR REPLACE FUNCTION desk_private.erase_parts(of_case uuid, parts text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  c record;
  sent uuid[];
BEGIN
  FOR c IN SELECT x.* FROM referral_case x WHERE x.id = of_case OR x.id IN (
      SELECT m.other_id FROM referral_merge m WHERE m.main_id = of_case AND m.approved_at IS NOT NULL AND m.ended_at IS NULL) LOOP
    sent := ARRAY(SELECT p.id FROM referral_packagepart p JOIN referral_package k ON k.id = p.package_id JOIN referral_referral r ON r.id = p.referral_id
                   WHERE r.journey_id = c.journey_id AND k.sender_id = c.organisation_id AND p.data_class = ANY (parts));
    UPDATE referral_packagepart SET recalled_at = now() WHERE id = ANY (sent) AND recalled_at IS NULL;
    UPDATE referral_packagepart SET content = '' WHERE id = ANY (sent);
    UPDATE referral_evidencefile SET removed_at = now(), removed_by_id = desk_user()
     WHERE case_id = c.id AND data_class = ANY (parts) AND removed_at IS NULL AND state <> 'refused';
    DELETE FROM referral_unsentform WHERE case_id = c.id;
    DELETE FROM referral_casekey WHERE owner = ANY (sent) OR (owner = c.id AND data_class = ANY (parts));
    PERFORM desk_private.empty_parts(c.id, parts);
  END LOOP;
END $$;

-- Whether the acting organisation erased this part of its case since: then it reads no copy either that it was sent before.
CREATE OR REPLACE FUNCTION desk_private.erased_since(of_case uuid, part text, since timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_erasure e WHERE e.case_id = of_case AND e.state = 'done' AND part = ANY (e.classes) AND e.answered_at > since);
END $$;

CREATE OR REPLACE FUNCTION desk_private.is_held(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_erasurehold h WHERE h.case_id = of_case AND h.ended_at IS NULL AND h.until >= current_date
    AND (h.confirmed_at IS NOT NULL OR h.set_at > now() - interval '14 days'));
END $$;

-- The day up to which the data of somebody who came as a child is kept at least; NULL for others. Where the birth date is not known, the
-- youngest that it can be counts.
CREATE OR REPLACE FUNCTION desk_private.kept_for_child(c referral_case, years int) RETURNS date LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  band text := (SELECT s.age_band FROM referral_summary s WHERE s.case_id = c.id);
BEGIN
  IF band NOT IN ('0-8', '9-17', 'child') AND NOT (SELECT j.child FROM referral_journey j WHERE j.id = c.journey_id)
     AND NOT EXISTS (SELECT 1 FROM referral_agerecord r WHERE r.case_id = c.id) THEN RETURN NULL; END IF;
  RETURN coalesce(desk_private.adult_from(c.journey_id) + make_interval(years => years - 18),
                  c.opened_at + make_interval(years => years - CASE band WHEN '9-17' THEN 9 ELSE 0 END))::date;
END $$;

-- When the time of each part is over. No row: it is kept as long as the case is open. What is due for travel after the arrival does not
-- wait for the end of the case.
CREATE OR REPLACE FUNCTION desk_private.ends(c referral_case, rules jsonb) RETURNS TABLE (part text, begins timestamptz, ends_on date) LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  own jsonb := coalesce(rules->(SELECT o.country FROM accounts_organisation o WHERE o.id = c.organisation_id), rules->'default');
  arrived timestamptz := (SELECT j.arrived_at FROM referral_journey j WHERE j.id = c.journey_id AND c.stage >= 5 AND j.status <> 'in_transit');
  child date := desk_private.kept_for_child(c, (own->>'child_until')::int);
BEGIN
  RETURN QUERY SELECT x.part, x.begins, greatest((x.begins + make_interval(days => (x.rule->>'days')::int))::date,
                                                 CASE WHEN (x.rule->>'child')::boolean THEN child END)
    FROM (SELECT k.key AS part, k.value AS rule, CASE WHEN k.value->>'after' = 'arrived' THEN coalesce(arrived, c.closed_at) ELSE c.closed_at END AS begins
            FROM jsonb_each(own->'parts') k) x
   WHERE x.begins IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION kept_until(of_case uuid, rules jsonb) RETURNS TABLE (part text, ends_on date) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT desk_private.works_on(of_case) THEN RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  RETURN QUERY SELECT e.part, e.ends_on FROM referral_case c, desk_private.ends(c, rules) e WHERE c.id = of_case;
END $$;

-- For the scheduled work: what is due and was not proposed yet. One row a case. What waits for a case that was opened again lapses.
CREATE OR REPLACE FUNCTION propose_erasures(rules jsonb, moment timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  made int;
BEGIN
  DELETE FROM referral_erasedkey WHERE erased_at < moment - interval '400 days';
  -- Two weeks after a no, what was sent for it is gone; the sender has its own case. Nobody is asked: nothing is lost.
  WITH unwanted AS (
    UPDATE referral_packagepart p SET recalled_at = moment, content = '' FROM referral_referral r
     WHERE r.id = p.referral_id AND r.status = 'declined' AND r.answered_at < moment - interval '14 days' AND p.recalled_at IS NULL AND p.taken_at IS NULL
    RETURNING p.id)
  DELETE FROM referral_casekey k USING unwanted u WHERE k.owner = u.id;
  UPDATE referral_erasure e SET state = 'lapsed' FROM referral_case c
   WHERE c.id = e.case_id AND e.state = 'proposed' AND e.why = 'period' AND c.closed_at IS NULL AND e.classes <> ARRAY['travel']::varchar[];
  -- First, all at once, whose time may be over: as if nobody had come as a child, for whom it only ends later. Only these are asked one by one.
  INSERT INTO referral_erasure (id, case_id, journey_id, reference, organisation_id, why, classes, proposed_on, state, kept_for)
    WITH period AS MATERIALIZED (
      SELECT o.id AS organisation, k.key AS part, (k.value->>'days')::int AS days, k.value->>'after' = 'arrived' AS from_arrival
        FROM accounts_organisation o CROSS JOIN LATERAL jsonb_each(coalesce(rules->o.country::text, rules->'default')->'parts') k),
    near AS MATERIALIZED (
      SELECT DISTINCT c.id FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id JOIN period p ON p.organisation = c.organisation_id
       CROSS JOIN LATERAL (SELECT CASE WHEN p.from_arrival AND c.stage >= 5 AND j.status <> 'in_transit' THEN coalesce(j.arrived_at, c.closed_at)
                                       ELSE c.closed_at END AS begins) b
       WHERE (c.closed_at IS NOT NULL OR (c.stage = 5 AND j.arrived_at IS NOT NULL)) AND (b.begins + make_interval(days => p.days))::date <= moment::date
         AND (p.part IN ('summary', 'travel') OR EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = c.id AND k.data_class = p.part))
         AND NOT EXISTS (SELECT 1 FROM referral_erasure x WHERE x.case_id = c.id AND x.state = 'proposed' AND x.why = 'period')
         AND NOT EXISTS (SELECT 1 FROM referral_erasure x WHERE x.case_id = c.id AND x.state = 'done' AND p.part = ANY (x.classes) AND x.answered_at > b.begins))
    SELECT gen_random_uuid(), c.id, c.journey_id, j.reference, c.organisation_id, 'period', array_agg(e.part ORDER BY e.part), moment::date, 'proposed', ''
      FROM near n JOIN referral_case c ON c.id = n.id JOIN referral_journey j ON j.id = c.journey_id CROSS JOIN LATERAL desk_private.ends(c, rules) e
     WHERE (c.closed_at IS NOT NULL OR (c.stage = 5 AND j.arrived_at IS NOT NULL)) AND e.ends_on <= moment::date
       AND (e.part IN ('summary', 'travel') OR EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = c.id AND k.data_class = e.part))
       AND NOT EXISTS (SELECT 1 FROM referral_erasure x WHERE x.case_id = c.id AND (
             (x.state = 'proposed' AND (x.why = 'period' OR e.part = ANY (x.classes)))
             OR (e.part = ANY (x.classes) AND (x.state = 'done' AND x.answered_at > e.begins OR x.state = 'kept' AND x.kept_until > moment::date))))
       AND NOT EXISTS (SELECT 1 FROM referral_merge m WHERE m.other_id = c.id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL)
       AND NOT desk_private.is_held(c.id)
     GROUP BY c.id, c.journey_id, j.reference, c.organisation_id;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;

-- The person asks. Agreements to share those parts end with it, also in a case that is closed. '' or why not: there, open, merged.
CREATE OR REPLACE FUNCTION ask_erasure(new_id uuid, of_case uuid, parts text[]) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  c record;
BEGIN
  SELECT x.*, j.reference INTO c FROM referral_case x JOIN referral_journey j ON j.id = x.journey_id WHERE x.id = of_case AND x.organisation_id = desk_organisation() FOR UPDATE OF x;
  IF NOT FOUND OR desk_role() NOT IN ('case_manager', 'supervisor') OR NOT desk_private.works_on(of_case)
     OR coalesce(cardinality(parts), 0) = 0 OR 'referral' = ANY (parts) OR 'journey' = ANY (parts) THEN
    RAISE EXCEPTION 'not yours to ask for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF desk_private.merged_into(of_case) IS NOT NULL THEN RETURN 'merged'; END IF;
  IF c.closed_at IS NULL AND NOT parts <@ ARRAY['account', 'health', 'legal'] THEN RETURN 'open'; END IF;
  IF EXISTS (SELECT 1 FROM referral_erasure e WHERE e.case_id = of_case AND e.why = 'request' AND e.state = 'proposed') THEN RETURN 'there'; END IF;
  UPDATE referral_consentitem SET withdrawn_at = now(), withdrawn_by_id = desk_user()
   WHERE case_id = of_case AND data_class = ANY (parts) AND agreed AND withdrawn_at IS NULL;
  INSERT INTO referral_erasure (id, case_id, journey_id, reference, organisation_id, why, classes, proposed_on, asked_by_id, state, kept_for)
    VALUES (new_id, of_case, c.journey_id, c.reference, c.organisation_id, 'request', parts, current_date, desk_user(), 'proposed', '');
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'erasure.asked', of_case::text, jsonb_build_object('parts', parts));
  RETURN '';
END $$;

-- By a second person of the same organisation. '' or why not: answered, held, open, until.
CREATE OR REPLACE FUNCTION answer_erasure(of uuid, yes boolean, why_kept text, keep_until date) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT x.*, c.closed_at INTO e FROM referral_erasure x JOIN referral_case c ON c.id = x.case_id WHERE x.id = of AND x.organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR desk_role() NOT IN ('supervisor', 'data_protection') OR e.asked_by_id IS NOT DISTINCT FROM desk_user()
     OR desk_private.is_kept_apart(e.case_id) THEN
    RAISE EXCEPTION 'not yours to confirm' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF e.state <> 'proposed' THEN RETURN 'answered'; END IF;
  IF NOT yes THEN
    IF why_kept = '' OR keep_until IS NULL OR keep_until NOT BETWEEN current_date + 1 AND current_date + 366 THEN RETURN 'until'; END IF;
    UPDATE referral_erasure SET state = 'kept', answered_by_id = desk_user(), answered_at = clock_timestamp(), kept_for = why_kept, kept_until = keep_until WHERE id = of;
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      VALUES (desk_organisation(), '', 'erasure.kept', e.case_id::text, jsonb_build_object('parts', e.classes, 'why', why_kept, 'until', keep_until));
    RETURN '';
  END IF;
  IF desk_private.is_held(e.case_id) THEN RETURN 'held'; END IF;
  IF e.closed_at IS NULL AND NOT e.classes::text[] <@ (CASE e.why WHEN 'period' THEN ARRAY['travel'] ELSE ARRAY['account', 'health', 'legal'] END) THEN RETURN 'open'; END IF;
  PERFORM desk_private.erase_parts(e.case_id, e.classes::text[]);
  UPDATE referral_erasure SET state = 'done', answered_by_id = desk_user(), answered_at = clock_timestamp() WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'erasure.done', e.case_id::text, jsonb_build_object('parts', e.classes, 'why', e.why));
  RETURN '';
END $$;

CREATE OR REPLACE FUNCTION withdraws_after_closing(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN desk_role() = 'case_manager' AND desk_private.works_on(of_case)
    AND EXISTS (SELECT 1 FROM referral_case c WHERE c.id = of_case AND c.organisation_id = desk_organisation() AND c.closed_at IS NOT NULL);
END $$;

-- A hold: at most 180 days, renewed by another one. It holds at once, and ends after 14 days unless a second person confirmed it.
CREATE OR REPLACE FUNCTION set_hold(new_id uuid, of_case uuid, reason text, until_day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_role() NOT IN ('case_manager', 'supervisor', 'lawyer') OR NOT desk_private.works_on(of_case)
     OR until_day NOT BETWEEN current_date AND current_date + 180 THEN
    RAISE EXCEPTION 'not yours to hold' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO referral_erasurehold (id, case_id, journey_id, reference, organisation_id, why, until, set_by_id, set_at)
    SELECT new_id, c.id, c.journey_id, j.reference, c.organisation_id, reason, until_day, desk_user(), now()
      FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id WHERE c.id = of_case;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', 'hold.set', of_case::text, jsonb_build_object('why', reason, 'until', until_day));
END $$;

-- Confirmed by a second person, or ended: by one of those, or by whoever may set one in this case.
CREATE OR REPLACE FUNCTION answer_hold(of uuid, yes boolean) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  h record;
  second boolean;
BEGIN
  SELECT * INTO h FROM referral_erasurehold WHERE id = of AND organisation_id = desk_organisation() FOR UPDATE;
  second := FOUND AND desk_role() IN ('supervisor', 'data_protection') AND h.set_by_id <> desk_user() AND NOT desk_private.is_kept_apart(h.case_id);
  IF NOT second AND (yes OR h.id IS NULL OR desk_role() NOT IN ('case_manager', 'supervisor', 'lawyer') OR NOT desk_private.works_on(h.case_id)) THEN
    RAISE EXCEPTION 'not yours to answer' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF h.ended_at IS NOT NULL OR (yes AND h.confirmed_at IS NOT NULL) THEN RETURN false; END IF;
  UPDATE referral_erasurehold SET confirmed_at = CASE WHEN yes THEN now() ELSE confirmed_at END, confirmed_by_id = CASE WHEN yes THEN desk_user() ELSE confirmed_by_id END,
         ended_at = CASE WHEN yes THEN NULL ELSE now() END, ended_by_id = CASE WHEN yes THEN NULL ELSE desk_user() END WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN yes THEN 'hold.confirmed' ELSE 'hold.ended' END, h.case_id::text, '{}');
  RETURN true;
END $$;

-- On a copy of the data that was put back, by the owner: what was erased since that copy is erased again. `keys`: rows of
-- referral_erasedkey that were kept beside the copies. Returns how many of them were there.
CREATE OR REPLACE FUNCTION desk_private.replay_erasures(keys jsonb) RETURNS int LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  k record;
  gone int := 0;
BEGIN
  FOR k IN SELECT * FROM jsonb_to_recordset(keys) AS x (key uuid, owner uuid, data_class text) LOOP
    DELETE FROM referral_casekey WHERE id = k.key;
    CONTINUE WHEN NOT FOUND;
    gone := gone + 1;
    DELETE FROM referral_draft WHERE id = k.owner AND k.data_class = 'draft';
    UPDATE referral_packagepart SET recalled_at = coalesce(recalled_at, now()), content = '' WHERE id = k.owner;
    PERFORM desk_private.empty_parts(k.owner, ARRAY[k.data_class]);
  END LOOP;
  RETURN gone;
END $$;

DO $erasure$
DECLARE t text;
BEGIN
  IF to_regclass('public.referral_erasure') IS NULL THEN RETURN; END IF;

  FOREACH t IN ARRAY ARRAY['referral_erasure', 'referral_erasurehold', 'referral_erasedkey'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
  REVOKE ALL ON referral_erasedkey FROM trm_app;

  -- Codes and dates: for who confirms, and for those to whom the case is open. Not of a case that one does not know of (59).
  FOREACH t IN ARRAY ARRAY['referral_erasure', 'referral_erasurehold'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS concerned ON %I', t);
    EXECUTE format('CREATE POLICY concerned ON %1$I FOR SELECT TO trm_app USING (organisation_id = (SELECT desk_organisation()) AND (
      (SELECT desk_role()) IN (''supervisor'', ''data_protection'') OR EXISTS (SELECT 1 FROM referral_case c WHERE c.id = %1$I.case_id)))', t);
    EXECUTE format('DROP POLICY IF EXISTS kept_apart ON %I', t);
    EXECUTE format('CREATE POLICY kept_apart ON %I AS RESTRICTIVE TO trm_app USING (journey_id <> ALL ((SELECT kept_apart())::uuid[]))', t);
  END LOOP;

  -- Taken back also after the end of the case; nothing else of a consent changes there (30).
  DROP POLICY IF EXISTS withdrawn_after_closing ON referral_consentitem;
  CREATE POLICY withdrawn_after_closing ON referral_consentitem FOR UPDATE TO trm_app USING (withdrawn_at IS NULL AND withdraws_after_closing(case_id))
    WITH CHECK (withdrawn_at IS NOT NULL AND withdrawn_by_id = (SELECT desk_user()) AND withdraws_after_closing(case_id));

  DROP TRIGGER IF EXISTS is_destroyed ON referral_casekey;
  CREATE TRIGGER is_destroyed AFTER DELETE ON referral_casekey FOR EACH ROW
    WHEN (OLD.data_class NOT IN ('unsent', 'scan', 'import', 'exportfile', 'exportwhy')) EXECUTE FUNCTION key_is_destroyed();
  -- What was deleted leaves the file of the table within minutes, not when a fifth of it has changed.
  ALTER TABLE referral_casekey SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
END $erasure$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
REVOKE ALL ON desk_private.erasable FROM PUBLIC;
