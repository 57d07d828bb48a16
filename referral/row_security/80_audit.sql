-- The log is written in the actor's own name, whatever the application says, and read by its own organisation only.
-- What nobody's membership did (signing in, commands, the worker) goes into a chain of its own.

CREATE OR REPLACE FUNCTION audit_in_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- An opened link (56) stands in the log of the organisation that made it. Nobody but the owner passes the policy below with it.
  IF desk_organisation() IS NOT NULL OR NEW.organisation = '00000000-0000-0000-0000-000000000000' OR NEW.actor <> 'link' THEN
    NEW.organisation := coalesce(desk_organisation(), '00000000-0000-0000-0000-000000000000');
    NEW.actor := coalesce(desk_membership(), 'system');
  END IF;
  NEW.at := clock_timestamp();
  NEW.seq := NULL;
  NEW.hash := NULL;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS in_own_name ON audit_auditentry;
CREATE TRIGGER in_own_name BEFORE INSERT ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_in_own_name();
ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER in_own_name;

ALTER TABLE audit_auditentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_auditentry FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON audit_auditentry;
CREATE POLICY owner ON audit_auditentry TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS ours ON audit_auditentry;
CREATE POLICY ours ON audit_auditentry FOR SELECT TO trm_app USING (
  organisation = (SELECT desk_organisation())
  OR ((SELECT desk_role()) = 'operator' AND organisation = '00000000-0000-0000-0000-000000000000'));
DROP POLICY IF EXISTS own_name ON audit_auditentry;
CREATE POLICY own_name ON audit_auditentry FOR INSERT TO trm_app, trm_worker WITH CHECK (
  organisation = coalesce((SELECT desk_organisation()), '00000000-0000-0000-0000-000000000000'));

ALTER TABLE audit_audithead ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_audithead FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON audit_audithead;
CREATE POLICY owner ON audit_audithead TO trm_owner USING (true) WITH CHECK (true);

REVOKE ALL ON audit_auditentry, audit_audithead, audit_fault FROM trm_app;
GRANT SELECT ON audit_auditentry TO trm_app;
GRANT INSERT (organisation, actor, action, target, detail) ON audit_auditentry TO trm_app, trm_worker;
