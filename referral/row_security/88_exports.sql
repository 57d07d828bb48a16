-- Files on their way out (`exchange`). Whoever ordered one opens it, for a day, as long as the rights to everything in it still stand;
-- they are asked again here, at the key. The tables come with a later migration, so the statements on them wait until they exist.

-- Every case in this array is open to who acts now, still at the stage at which it was written out (where one is given).
CREATE OR REPLACE FUNCTION desk_private.all_granted(cases uuid[], stages smallint[]) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  apart uuid[] := kept_apart();
BEGIN
  RETURN NOT EXISTS (
    SELECT 1 FROM unnest(cases, stages) AS x (id, stage) LEFT JOIN referral_case c ON c.id = x.id AND c.organisation_id = desk_organisation()
     WHERE c.id IS NULL OR c.journey_id = ANY (apart) OR x.stage <> c.stage
        OR NOT (EXISTS (SELECT 1 FROM referral_caseusergrant g WHERE g.content_object_id = c.id AND g.user_id = desk_user()
                  AND g.organisation_id = desk_organisation() AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now()))
             OR EXISTS (SELECT 1 FROM referral_casegroupgrant g WHERE g.content_object_id = c.id AND g.group_id = ANY (desk_teams())
                  AND g.organisation_id = desk_organisation() AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now()))));
END $$;

-- Who orders what: ORDERS of `exchange/export_models.py`.
CREATE OR REPLACE FUNCTION desk_private.orders(of_kind text, of_role text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE of_kind WHEN 'court' THEN of_role IN ('case_manager', 'lawyer') WHEN 'cases' THEN of_role IN ('case_manager', 'supervisor')
    WHEN 'referrals' THEN of_role IN ('case_manager', 'supervisor') ELSE of_role = 'case_manager' END $$;

-- The key of the file: to write it while it is made, to open it while it is ready. Of the reason: also for the second person.
CREATE OR REPLACE FUNCTION desk_private.export_key_right(of uuid, class text, verb text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  e record;
  c referral_case;
BEGIN
  SELECT * INTO e FROM exchange_export x WHERE x.id = of;
  IF NOT FOUND THEN
    RETURN class = 'exportwhy' AND verb = 'add' AND NOT EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = of AND k.data_class = class);
  END IF;
  IF e.organisation_id IS DISTINCT FROM desk_organisation() THEN RETURN false; END IF;
  IF class = 'exportwhy' THEN
    RETURN verb = 'read' AND (e.membership_id::text = desk_membership() OR (desk_role() IN ('case_manager', 'supervisor')
      AND (e.state = 'waiting' OR e.answered_by_id = desk_user()) AND (e.case_id IS NULL OR NOT desk_private.is_kept_apart(e.case_id))));
  END IF;
  IF e.membership_id::text IS DISTINCT FROM desk_membership() OR NOT desk_private.orders(e.kind, desk_role()) THEN RETURN false; END IF;
  IF verb = 'add' AND e.state <> 'queued' THEN RETURN false; END IF;
  IF verb = 'read' AND (e.state <> 'ready' OR e.expires_at <= now()) THEN RETURN false; END IF;
  IF e.case_id IS NOT NULL THEN
    SELECT * INTO c FROM referral_case WHERE id = e.case_id;
    RETURN desk_private.works_on(e.case_id) AND NOT EXISTS (
      SELECT 1 FROM unnest(e.classes) x WHERE NOT desk_private.granted(e.case_id, x) OR NOT desk_private.ceiling(x, c.side, c.stage, 'read'));
  END IF;
  RETURN e.kind = 'referrals' OR desk_private.all_granted(e.row_ids, e.stages);
END $$;

-- Asked by a policy: a case that is kept from who acts. It says nothing of cases elsewhere.
CREATE OR REPLACE FUNCTION export_kept_apart(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN desk_private.is_kept_apart(of_case);
END $$;

-- An order is made in the own name, for a case that is open, and waits where two people are needed. What it asks for never changes.
CREATE OR REPLACE FUNCTION export_is_ordered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF desk_user() IS NULL OR NEW.by_id <> desk_user() OR NEW.membership_id::text <> desk_membership()
     OR NOT desk_private.orders(NEW.kind, desk_role()) OR NEW.answered_by_id IS NOT NULL OR NEW.expires_at IS NOT NULL
     OR NEW.state <> (CASE WHEN NEW.kind IN ('court', 'htcds', 'htcdsstat', 'ctdc') THEN 'waiting' ELSE 'queued' END) THEN
    RAISE EXCEPTION 'an export is ordered in the own name' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.case_id IS NOT NULL AND NOT (desk_private.works_on(NEW.case_id) AND EXISTS (
       SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id
        WHERE c.id = NEW.case_id AND c.organisation_id = desk_organisation() AND j.reference = NEW.reference)) THEN
    RAISE EXCEPTION 'not a case of yours' USING ERRCODE = 'check_violation';
  END IF;
  NEW.ordered_at := now();
  RETURN NEW;
END $$;

-- Who may agree to it is told that it waits, and whoever ordered it that it was answered. A notice says nothing of what is in it.
CREATE OR REPLACE FUNCTION export_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      SELECT gen_random_uuid(), NEW.organisation_id, u.id, 'export_asked', now()
        FROM (SELECT DISTINCT u.id FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
               WHERE m.organisation_id = NEW.organisation_id AND m.ended_at IS NULL AND m.role = 'supervisor' AND u.id <> NEW.by_id) u;
  ELSE
    INSERT INTO referral_notice (id, organisation_id, user_id, kind, made_at)
      VALUES (gen_random_uuid(), NEW.organisation_id, NEW.by_id, 'export_answered', now());
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION export_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'queued' AND (NEW.classes, NEW.row_ids, NEW.stages, NEW.size) IS DISTINCT FROM (OLD.classes, OLD.row_ids, OLD.stages, OLD.size) THEN
    RAISE EXCEPTION 'what is in it was written when it was made' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = NEW.state THEN
    IF desk_user() IS NOT NULL AND NEW.expires_at IS DISTINCT FROM OLD.expires_at THEN RAISE EXCEPTION 'it ends when it ends' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW;
  END IF;
  IF NOT (OLD.state, NEW.state) IN (('waiting', 'queued'), ('waiting', 'refused'), ('waiting', 'ended'), ('waiting', 'stopped'), ('queued', 'ready'),
      ('queued', 'empty'), ('queued', 'stopped'), ('queued', 'ended'), ('ready', 'ended')) THEN
    RAISE EXCEPTION 'an export does not go back' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'waiting' AND NEW.state = 'queued' AND (NEW.answered_by_id IS NULL OR NEW.answered_by_id = NEW.by_id) THEN
    RAISE EXCEPTION 'a second person agrees' USING ERRCODE = 'check_violation';
  END IF;
  NEW.expires_at := CASE NEW.state WHEN 'ready' THEN now() + interval '24 hours' ELSE OLD.expires_at END;
  IF NEW.state NOT IN ('queued', 'ready') THEN NEW.ended_at := now(); END IF;
  RETURN NEW;
END $$;

-- Whatever way it ended: the key of the file and its pieces go in the same transaction. The order and its reason stay.
CREATE OR REPLACE FUNCTION destroy_ended_export() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM referral_casekey WHERE owner = NEW.id AND data_class = 'exportfile';
  DELETE FROM exchange_exportpiece WHERE of_id = NEW.id;
  RETURN NULL;
END $$;

-- The second person: somebody else of the organisation. '' when it was taken, else why not.
CREATE OR REPLACE FUNCTION answer_export(of uuid, agrees boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT * INTO e FROM exchange_export x WHERE x.id = of AND x.organisation_id = desk_organisation() FOR UPDATE;
  IF NOT FOUND OR desk_role() NOT IN ('case_manager', 'supervisor') OR (e.case_id IS NOT NULL AND desk_private.is_kept_apart(e.case_id)) THEN
    RAISE EXCEPTION 'not an export of yours' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF e.by_id = desk_user() THEN RETURN 'own'; END IF;
  IF e.state <> 'waiting' OR e.ordered_at < now() - interval '24 hours' THEN RETURN 'answered'; END IF;
  UPDATE exchange_export SET answered_by_id = desk_user(), answered_at = now(), state = CASE WHEN agrees THEN 'queued' ELSE 'refused' END WHERE id = of;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
    VALUES (desk_organisation(), '', CASE WHEN agrees THEN 'export.agreed' ELSE 'export.refused' END, of::text, '{}');
  RETURN '';
END $$;

-- For the process that makes the files: which is next, and under whose rights. It is told nothing else.
CREATE OR REPLACE FUNCTION next_export() RETURNS TABLE (export uuid, membership uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT x.id, x.membership_id FROM exchange_export x WHERE x.state = 'queued' ORDER BY x.tries, x.ordered_at, x.id LIMIT 1;
END $$;

-- After its day a file is destroyed. What nobody answered or made in a day stops, and so does what somebody ordered who has left.
CREATE OR REPLACE FUNCTION end_old_exports() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e record;
  ended int := 0;
BEGIN
  FOR e IN UPDATE exchange_export x SET state = CASE x.state WHEN 'ready' THEN 'ended' ELSE 'stopped' END
     WHERE (x.state = 'ready' AND x.expires_at <= now()) OR (x.state IN ('waiting', 'queued') AND x.ordered_at < now() - interval '24 hours')
        OR (x.state IN ('waiting', 'queued', 'ready') AND NOT EXISTS (
          SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id JOIN accounts_organisation o ON o.id = m.organisation_id
           WHERE m.id = x.membership_id AND m.ended_at IS NULL AND u.is_active AND o.is_active AND desk_private.orders(x.kind, m.role)))
    RETURNING x.id, x.state
  LOOP
    INSERT INTO audit_auditentry (organisation, actor, action, target, detail)
      VALUES ('00000000-0000-0000-0000-000000000000', '', 'export.' || e.state, e.id::text, '{}');
    ended := ended + 1;
  END LOOP;
  RETURN ended;
END $$;

DO $exports$
DECLARE t text;
BEGIN
  IF to_regclass('public.exchange_exportpiece') IS NULL THEN RETURN; END IF;

  FOREACH t IN ARRAY ARRAY['exchange_export', 'exchange_exportpiece'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;

  DROP POLICY IF EXISTS ordered ON exchange_export;
  CREATE POLICY ordered ON exchange_export FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (membership_id::text = (SELECT desk_membership())
      OR ((SELECT desk_role()) IN ('case_manager', 'supervisor') AND (state = 'waiting' OR answered_by_id = (SELECT desk_user()))
        AND (case_id IS NULL OR NOT export_kept_apart(case_id)))));
  DROP POLICY IF EXISTS order_it ON exchange_export;
  CREATE POLICY order_it ON exchange_export FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND membership_id::text = (SELECT desk_membership()) AND by_id = (SELECT desk_user())
    AND state IN ('waiting', 'queued') AND done = 0 AND opened = 0);
  DROP POLICY IF EXISTS made ON exchange_export;
  CREATE POLICY made ON exchange_export FOR UPDATE TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND membership_id::text = (SELECT desk_membership()) AND state IN ('waiting', 'queued', 'ready'))
    WITH CHECK (true);
  GRANT UPDATE (state, rows, done, tries, classes, row_ids, stages, size, opened) ON exchange_export TO trm_app;

  DROP POLICY IF EXISTS ordered ON exchange_exportpiece;
  CREATE POLICY ordered ON exchange_exportpiece FOR SELECT TO trm_app USING (EXISTS (
    SELECT 1 FROM exchange_export x WHERE x.id = of_id AND x.membership_id::text = (SELECT desk_membership()) AND x.state = 'ready'
      AND x.expires_at > now()));
  DROP POLICY IF EXISTS made ON exchange_exportpiece;
  CREATE POLICY made ON exchange_exportpiece FOR INSERT TO trm_app WITH CHECK (EXISTS (
    SELECT 1 FROM exchange_export x WHERE x.id = of_id AND x.membership_id::text = (SELECT desk_membership()) AND x.state = 'queued'));

  DROP TRIGGER IF EXISTS is_ordered ON exchange_export;
  CREATE TRIGGER is_ordered BEFORE INSERT ON exchange_export FOR EACH ROW EXECUTE FUNCTION export_is_ordered();
  DROP TRIGGER IF EXISTS moves ON exchange_export;
  CREATE TRIGGER moves BEFORE UPDATE ON exchange_export FOR EACH ROW EXECUTE FUNCTION export_moves();
  DROP TRIGGER IF EXISTS is_told ON exchange_export;
  CREATE TRIGGER is_told AFTER INSERT ON exchange_export FOR EACH ROW WHEN (NEW.state = 'waiting') EXECUTE FUNCTION export_is_told();
  DROP TRIGGER IF EXISTS answer_is_told ON exchange_export;
  CREATE TRIGGER answer_is_told AFTER UPDATE OF answered_by_id ON exchange_export FOR EACH ROW
    WHEN (OLD.answered_by_id IS NULL AND NEW.answered_by_id IS NOT NULL) EXECUTE FUNCTION export_is_told();
  DROP TRIGGER IF EXISTS destroy_ended ON exchange_export;
  CREATE TRIGGER destroy_ended AFTER UPDATE OF state ON exchange_export FOR EACH ROW
    WHEN (NEW.state NOT IN ('waiting', 'queued', 'ready')) EXECUTE FUNCTION destroy_ended_export();
END $exports$;
