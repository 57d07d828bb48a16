-- Who may open which case: django-guardian's direct tables. These policies read only the signed context; all others read these.
-- No insert, update or delete for the application: `open_case`, `assign`, `unassign` and `hand_over` (70) write them.

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['referral_caseusergrant', 'referral_casegroupgrant'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('DROP POLICY IF EXISTS ours ON %I', t);
    EXECUTE format('CREATE POLICY ours ON %I FOR SELECT TO trm_app USING (organisation_id = (SELECT desk_organisation()))', t);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
END $$;

-- A person works in one organisation: without knowing it the planner expects two grants of somebody who has hundreds, and reads them all to look
-- whether one case is among them.
CREATE STATISTICS IF NOT EXISTS grants_to_people (dependencies) ON user_id, organisation_id FROM referral_caseusergrant;
CREATE STATISTICS IF NOT EXISTS grants_to_teams (dependencies) ON group_id, organisation_id FROM referral_casegroupgrant;

-- The case itself. Its row holds codes only; its content lies in the class tables.
ALTER TABLE referral_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_case FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_case;
CREATE POLICY owner ON referral_case TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS granted ON referral_case;
CREATE POLICY granted ON referral_case FOR SELECT TO trm_app USING (
  organisation_id = (SELECT desk_organisation()) AND (
    EXISTS (SELECT 1 FROM referral_caseusergrant g WHERE g.content_object_id = referral_case.id
      AND g.user_id = (SELECT desk_user()) AND (g.expires_at IS NULL OR g.expires_at > now()))
    OR EXISTS (SELECT 1 FROM referral_casegroupgrant g WHERE g.content_object_id = referral_case.id
      AND g.group_id = ANY ((SELECT desk_teams())::int[]) AND (g.expires_at IS NULL OR g.expires_at > now()))));
DROP POLICY IF EXISTS worked ON referral_case;
CREATE POLICY worked ON referral_case FOR UPDATE TO trm_app USING (
  organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('journey', 'write')) AND (
    EXISTS (SELECT 1 FROM referral_caseusergrant g WHERE g.content_object_id = referral_case.id
      AND g.user_id = (SELECT desk_user()) AND (g.expires_at IS NULL OR g.expires_at > now()))
    OR EXISTS (SELECT 1 FROM referral_casegroupgrant g WHERE g.content_object_id = referral_case.id
      AND g.group_id = ANY ((SELECT desk_teams())::int[]) AND (g.expires_at IS NULL OR g.expires_at > now()))))
  WITH CHECK (organisation_id = (SELECT desk_organisation()));
-- What a case is (whose, on which journey, from which referral, on which side) is never changed.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_case FROM trm_app;
GRANT UPDATE (stage, status, lead_id, closed_at, version) ON referral_case TO trm_app;
