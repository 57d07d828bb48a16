-- Keys. The application cannot read this table: `use_key` checks the right, writes the read entry and hands the wrapped key out.

ALTER TABLE referral_casekey ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_casekey FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_casekey;
CREATE POLICY owner ON referral_casekey TO trm_owner USING (true) WITH CHECK (true);
REVOKE ALL ON referral_casekey FROM trm_app;

-- A guardian who is suspected, or whose child came of age, passes no door (58, 64).
CREATE OR REPLACE FUNCTION desk_private.not_shut_out(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT guardian_acts() OR NOT guardian_barred((SELECT journey_id FROM referral_case WHERE id = of_case));
END $$;

-- The doors run as the owner, whom no policy binds: what is kept apart (59) is asked here.
CREATE OR REPLACE FUNCTION desk_private.is_kept_apart(of_case uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_case c WHERE c.id = of_case AND c.journey_id = ANY (kept_apart()));
END $$;

CREATE OR REPLACE FUNCTION desk_private.granted(of_case uuid, class text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT desk_private.is_kept_apart(of_case) AND (EXISTS (SELECT 1 FROM public.referral_caseusergrant g WHERE g.content_object_id = of_case AND g.user_id = public.desk_user()
      AND g.organisation_id = public.desk_organisation() AND (g.expires_at IS NULL OR g.expires_at > now())
      AND (g.classes IS NULL OR class IS NULL OR class = ANY (g.classes)))
    OR EXISTS (SELECT 1 FROM public.referral_casegroupgrant g WHERE g.content_object_id = of_case AND g.group_id = ANY (public.desk_teams())
      AND g.organisation_id = public.desk_organisation() AND (g.expires_at IS NULL OR g.expires_at > now())
      AND (g.classes IS NULL OR class IS NULL OR class = ANY (g.classes)))) AND desk_private.not_shut_out(of_case) $$;

-- Whoever works on a case: a live grant for the whole of it, not a look for a second signature.
CREATE OR REPLACE FUNCTION desk_private.works_on(of_case uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT desk_private.is_kept_apart(of_case) AND (EXISTS (SELECT 1 FROM public.referral_caseusergrant g WHERE g.content_object_id = of_case AND g.user_id = public.desk_user()
      AND g.organisation_id = public.desk_organisation() AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now()))
    OR EXISTS (SELECT 1 FROM public.referral_casegroupgrant g WHERE g.content_object_id = of_case AND g.group_id = ANY (public.desk_teams())
      AND g.organisation_id = public.desk_organisation() AND g.classes IS NULL AND (g.expires_at IS NULL OR g.expires_at > now())))
    AND desk_private.not_shut_out(of_case) $$;

CREATE OR REPLACE FUNCTION desk_private.ceiling(class text, at_side text, at_stage int, verb text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM public.referral_accessrule r WHERE r.role = public.desk_role() AND r.data_class = class AND r.side = at_side
    AND r.stage = at_stage AND CASE verb WHEN 'read' THEN r.can_read ELSE r.can_add END) $$;

CREATE OR REPLACE FUNCTION desk_private.key_right(of uuid, class text, verb text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  c referral_case;
  p record;
BEGIN
  IF desk_organisation() IS NULL THEN RETURN false; END IF;

  SELECT * INTO c FROM referral_case WHERE id = of;
  IF FOUND THEN
    IF guardian_acts() AND (guardian_barred(c.journey_id) OR desk_private.is_kept(c.id, class)) THEN RETURN false; END IF;
    RETURN c.organisation_id = desk_organisation() AND (
      desk_private.granted(of, class) AND (
        desk_private.ceiling(class, c.side, c.stage, verb)
        OR (verb = 'add' AND EXISTS (SELECT 1 FROM referral_packagepart x WHERE x.referral_id = c.opened_from
              AND x.data_class = class AND x.recalled_at IS NULL)))
      OR (verb = 'add' AND class = 'health' AND tells_pregnancy(of))
      OR (verb = 'read' AND of = ANY (emergencies(class))));
  END IF;

  SELECT x.layer, x.recalled_at, x.taken_at, k.sender_id, k.packed_at, k.held, r.id AS referral, r.journey_id, r.status, r.kind, r.side, r.stage, r.sender_id AS asker, r.receiver_id AS asked
    INTO p FROM referral_packagepart x JOIN referral_package k ON k.id = x.package_id JOIN referral_referral r ON r.id = x.referral_id
   WHERE x.id = of AND x.data_class = class;
  IF FOUND THEN
    IF verb = 'add' OR p.recalled_at IS NOT NULL OR desk_organisation() NOT IN (p.asker, p.asked) THEN RETURN false; END IF;
    IF guardian_acts() AND (guardian_barred(p.journey_id) OR NOT guardian_sees_part(p.referral, class)) THEN RETURN false; END IF;
    SELECT * INTO c FROM referral_case WHERE journey_id = p.journey_id AND organisation_id = desk_organisation();
    IF p.sender_id = desk_organisation() THEN
      RETURN c.id IS NOT NULL AND desk_private.granted(c.id, class) AND desk_private.ceiling(class, c.side, c.stage, 'read');
    END IF;
    IF p.held OR desk_private.erased_since(c.id, class, p.packed_at) THEN RETURN false; END IF;
    IF p.layer = 'summary' AND p.status IN ('sent', 'asked', 'expired', 'accepted', 'completed') THEN
      RETURN desk_role_may('referral', 'read');
    END IF;
    IF p.status NOT IN ('accepted', 'completed') THEN RETURN false; END IF;
    -- While the sender misses the person (68), what nobody has taken into work yet waits.
    IF p.taken_at IS NULL AND desk_private.misses(p.sender_id, p.journey_id) THEN RETURN false; END IF;
    IF p.kind IN ('travel_document', 'information') THEN
      RETURN desk_private.ceiling(class, p.side, p.stage, 'read');
    END IF;
    RETURN c.id IS NOT NULL AND desk_private.granted(c.id, class) AND desk_private.ceiling(class, c.side, c.stage, 'read');
  END IF;

  IF class = 'emergency' THEN RETURN desk_private.emergency_key_right(of, verb); END IF;

  IF class IN ('disclosure', 'disclosed') THEN RETURN desk_private.disclosure_key_right(of, class, verb); END IF;

  IF class = 'complaint' THEN RETURN desk_private.complaint_key_right(of, verb); END IF;

  IF class = 'import' THEN RETURN desk_private.brought(of); END IF;

  IF class IN ('exportfile', 'exportwhy') THEN RETURN desk_private.export_key_right(of, class, verb); END IF;

  IF class = 'draft' THEN
    RETURN EXISTS (SELECT 1 FROM referral_draft d WHERE d.id = of AND d.organisation_id = desk_organisation()
                    AND (d.author_id = desk_user() OR desk_role() = 'supervisor'))
        OR EXISTS (SELECT 1 FROM referral_protectionrecord d WHERE d.id = of AND d.organisation_id = desk_organisation()
                    AND (d.by_id = desk_user() OR desk_role() = 'supervisor'))
        OR (verb = 'add' AND NOT EXISTS (SELECT 1 FROM referral_draft d WHERE d.id = of)
                         AND NOT EXISTS (SELECT 1 FROM referral_protectionrecord d WHERE d.id = of));
  END IF;
  IF class = 'unsent' THEN
    RETURN EXISTS (SELECT 1 FROM referral_unsentform u WHERE u.id = of AND u.organisation_id = desk_organisation() AND u.author_id = desk_user()
                    AND u.role = desk_role() AND (u.case_id IS NULL OR desk_private.granted(u.case_id, NULL)))
        OR (verb = 'add' AND NOT EXISTS (SELECT 1 FROM referral_unsentform u WHERE u.id = of));
  END IF;
  -- A package part is sealed before its row is written: its id is new, and no key of that id exists yet.
  RETURN verb = 'add' AND NOT EXISTS (SELECT 1 FROM referral_casekey k WHERE k.owner = of AND k.data_class = class);
END $$;

CREATE OR REPLACE FUNCTION use_key(of uuid, class text) RETURNS TABLE (wrapped bytea, master_version int) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT desk_private.key_right(of, class, 'read') THEN RETURN; END IF;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'read.' || class, of::text, '{}');
  RETURN QUERY SELECT k.wrapped, k.master_version::int FROM referral_casekey k WHERE k.owner = of AND k.data_class = class;
END $$;

CREATE OR REPLACE FUNCTION make_key(of uuid, class text, new_wrapped bytea, new_version int) RETURNS TABLE (wrapped bytea, master_version int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT desk_private.key_right(of, class, 'add') THEN RETURN; END IF;
  INSERT INTO referral_casekey (id, owner, data_class, wrapped, master_version)
    VALUES (gen_random_uuid(), of, class, new_wrapped, new_version) ON CONFLICT (owner, data_class) DO NOTHING;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'write.' || class, of::text, '{}');
  RETURN QUERY SELECT k.wrapped, k.master_version::int FROM referral_casekey k WHERE k.owner = of AND k.data_class = class;
END $$;

-- Stops a part: its key is destroyed here and now. What the receiver took into its own case in work stays there.
CREATE OR REPLACE FUNCTION recall_part(part uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  mine boolean;
BEGIN
  SELECT k.sender_id = desk_organisation() AND EXISTS (
      SELECT 1 FROM referral_case c WHERE c.journey_id = r.journey_id AND c.organisation_id = k.sender_id AND desk_private.granted(c.id, NULL))
    INTO mine FROM referral_packagepart x JOIN referral_package k ON k.id = x.package_id JOIN referral_referral r ON r.id = x.referral_id
   WHERE x.id = part;
  IF mine IS NOT TRUE THEN RAISE EXCEPTION 'not a part of yours' USING ERRCODE = 'insufficient_privilege'; END IF;
  UPDATE referral_packagepart SET recalled_at = now() WHERE id = part AND recalled_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM referral_casekey WHERE owner = part;
  INSERT INTO audit_auditentry (organisation, actor, action, target, detail) VALUES (desk_organisation(), '', 'package.recalled', part::text, '{}');
  RETURN true;
END $$;

-- A draft that was decided on is deleted, and its key with it.
CREATE OR REPLACE FUNCTION delete_draft_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM referral_casekey WHERE owner = OLD.id AND data_class = 'draft';
  RETURN OLD;
END $$;
DROP TRIGGER IF EXISTS delete_key ON referral_draft;
CREATE TRIGGER delete_key AFTER DELETE ON referral_draft FOR EACH ROW EXECUTE FUNCTION delete_draft_key();
