-- Files of people on their way in (`exchange`). Only the membership that brought a file reads what it holds; its organisation sees
-- that the same file came before. The tables come with a later migration, so the statements on them wait until they exist.

-- Whether the acting membership may open the key of this file (asked by `key_right`, 60): as long as the file lies here.
CREATE OR REPLACE FUNCTION desk_private.brought(import uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN desk_role() = 'case_manager' AND EXISTS (SELECT 1 FROM exchange_peopleimport i WHERE i.id = import
    AND i.organisation_id = desk_organisation() AND i.membership_id::text = desk_membership() AND i.state IN ('looked_at', 'queued'));
END $$;

-- Whatever way it ended: its key is destroyed and its rows are deleted in the same transaction.
CREATE OR REPLACE FUNCTION destroy_ended_import() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM referral_casekey WHERE owner = NEW.id AND data_class = 'import';
  DELETE FROM exchange_importbatch WHERE of_id = NEW.id;
  DELETE FROM exchange_knownrow WHERE of_id = NEW.id;
  RETURN NULL;
END $$;

-- For the process that takes the files in: which is next, and under whose rights. It is told nothing else.
CREATE OR REPLACE FUNCTION next_import() RETURNS TABLE (import uuid, membership uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT i.id, i.membership_id FROM exchange_peopleimport i WHERE i.state = 'queued' ORDER BY i.tries, i.queued_at, i.id LIMIT 1;
END $$;

-- After 24 hours nothing of a file lies here any more. And an import whose person may not import any more ends.
CREATE OR REPLACE FUNCTION end_old_imports() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended int;
BEGIN
  UPDATE exchange_peopleimport i SET state = CASE i.state WHEN 'queued' THEN 'stopped' ELSE 'dropped' END, ended_at = now()
   WHERE i.state IN ('looked_at', 'queued') AND (i.made_at < now() - interval '24 hours' OR NOT EXISTS (
     SELECT 1 FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
      WHERE m.id = i.membership_id AND m.ended_at IS NULL AND u.is_active AND m.role = 'case_manager'));
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;

DO $imports$
DECLARE t text;
BEGIN
  IF to_regclass('public.exchange_knownrow') IS NULL THEN RETURN; END IF;

  FOREACH t IN ARRAY ARRAY['exchange_peopleimport', 'exchange_importbatch', 'exchange_knownrow'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;

  DROP POLICY IF EXISTS ours ON exchange_peopleimport;
  CREATE POLICY ours ON exchange_peopleimport FOR SELECT TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role()) = 'case_manager');
  DROP POLICY IF EXISTS brought ON exchange_peopleimport;
  CREATE POLICY brought ON exchange_peopleimport FOR INSERT TO trm_app WITH CHECK (
    organisation_id = (SELECT desk_organisation()) AND membership_id::text = (SELECT desk_membership())
    AND (SELECT desk_role()) = 'case_manager' AND state = 'looked_at' AND done = 0);
  -- What has ended stays ended.
  DROP POLICY IF EXISTS worked ON exchange_peopleimport;
  CREATE POLICY worked ON exchange_peopleimport FOR UPDATE TO trm_app USING (
    organisation_id = (SELECT desk_organisation()) AND membership_id::text = (SELECT desk_membership())
    AND (SELECT desk_role()) = 'case_manager' AND state IN ('looked_at', 'queued')) WITH CHECK (true);
  GRANT UPDATE (state, columns, rows, mapping, decided, faults, fault_count, people, left_out, done, tries, version, queued_at, ended_at)
    ON exchange_peopleimport TO trm_app;

  DROP POLICY IF EXISTS brought ON exchange_importbatch;
  CREATE POLICY brought ON exchange_importbatch FOR SELECT TO trm_app USING (EXISTS (
    SELECT 1 FROM exchange_peopleimport i WHERE i.id = of_id AND i.membership_id::text = (SELECT desk_membership())));
  DROP POLICY IF EXISTS bring ON exchange_importbatch;
  CREATE POLICY bring ON exchange_importbatch FOR INSERT TO trm_app WITH CHECK (EXISTS (
    SELECT 1 FROM exchange_peopleimport i WHERE i.id = of_id AND i.membership_id::text = (SELECT desk_membership())
      AND i.state = 'looked_at'));

  -- Which rows may be known people: seen, chosen and looked for again by whoever brought the file, before it is on its way.
  DROP POLICY IF EXISTS brought ON exchange_knownrow;
  CREATE POLICY brought ON exchange_knownrow FOR SELECT TO trm_app USING (EXISTS (
    SELECT 1 FROM exchange_peopleimport i WHERE i.id = of_id AND i.membership_id::text = (SELECT desk_membership())));
  DROP POLICY IF EXISTS looked_at ON exchange_knownrow;
  CREATE POLICY looked_at ON exchange_knownrow TO trm_app USING (EXISTS (
    SELECT 1 FROM exchange_peopleimport i WHERE i.id = of_id AND i.membership_id::text = (SELECT desk_membership())
      AND i.state = 'looked_at'));
  GRANT DELETE, UPDATE (choice) ON exchange_knownrow TO trm_app;

  DROP TRIGGER IF EXISTS destroy_ended ON exchange_peopleimport;
  CREATE TRIGGER destroy_ended AFTER UPDATE OF state ON exchange_peopleimport FOR EACH ROW
    WHEN (NEW.state IN ('done', 'stopped', 'dropped')) EXECUTE FUNCTION destroy_ended_import();
END $imports$;
