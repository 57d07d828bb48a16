-- The data classes. One policy a verb: the case is granted to this person or team, the grant covers the class, and the role's
-- ceiling for class, side and stage allows it (referral_accessrule). A class row can also be inserted when an accepted package
-- brought that class into this very case.

-- As the owner, so that planning an insert does not unfold the policies of packages and referrals: 10 ms a row.
CREATE OR REPLACE FUNCTION desk_brought(of_case uuid, class text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM referral_case c JOIN referral_packagepart p ON p.referral_id = c.opened_from
     WHERE c.id = of_case AND c.organisation_id = desk_organisation() AND p.data_class = class AND p.recalled_at IS NULL) $$;

CREATE OR REPLACE PROCEDURE desk_private.guard(t text, class text, verbs text[]) LANGUAGE plpgsql AS $body$
DECLARE
  ceiling text := $q$EXISTS (SELECT 1 FROM referral_case c JOIN referral_accessrule r
      ON r.role = (SELECT desk_role()) AND r.data_class = %2$s AND r.side = c.side AND r.stage = c.stage
     WHERE c.id = %1$I.case_id AND r.%3$I)$q$;
  covered text := $q$(EXISTS (SELECT 1 FROM referral_caseusergrant g WHERE g.content_object_id = %1$I.case_id
      AND g.user_id = (SELECT desk_user()) AND (g.expires_at IS NULL OR g.expires_at > now())
      AND (g.classes IS NULL OR %2$s = ANY (g.classes)))
    OR EXISTS (SELECT 1 FROM referral_casegroupgrant g WHERE g.content_object_id = %1$I.case_id
      AND g.group_id = ANY ((SELECT desk_teams())::int[]) AND (g.expires_at IS NULL OR g.expires_at > now())
      AND (g.classes IS NULL OR %2$s = ANY (g.classes))))$q$;
  brought text := $q$desk_brought(%1$I.case_id, %2$s)$q$;
BEGIN
  -- By its whole name: alone it would be read as the column of the rules, which equals itself, and every class would be open.
  IF class = 'data_class' THEN class := format('%I.data_class', t); END IF;
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
  EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
  EXECUTE format('DROP POLICY IF EXISTS read_class ON %I', t);
  EXECUTE format('CREATE POLICY read_class ON %1$I FOR SELECT TO trm_app USING (' || ceiling || ' AND ' || covered || ')', t, class, 'can_read');
  EXECUTE format('DROP POLICY IF EXISTS add_class ON %I', t);
  EXECUTE format('CREATE POLICY add_class ON %1$I FOR INSERT TO trm_app WITH CHECK ((' || ceiling || ' OR ' || brought || ') AND ' || covered || ')',
                 t, class, 'can_add');
  EXECUTE format('DROP POLICY IF EXISTS write_class ON %I', t);
  IF 'update' = ANY (verbs) THEN
    EXECUTE format('CREATE POLICY write_class ON %1$I FOR UPDATE TO trm_app USING (' || ceiling || ' AND ' || covered || ')', t, class, 'can_write');
    EXECUTE format('GRANT UPDATE ON %I TO trm_app', t);
  ELSE
    EXECUTE format('REVOKE UPDATE ON %I FROM trm_app', t);
  END IF;
  EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM trm_app', t);
END $body$;

DO $$
DECLARE
  row record;
BEGIN
  FOR row IN SELECT * FROM (VALUES
      ('referral_summary',          $q$'summary'$q$,     ARRAY['update']),
      ('referral_identity',         $q$'identity'$q$,    ARRAY['update']),
      ('referral_whereabouts',      $q$'whereabouts'$q$, ARRAY['update']),
      ('referral_account',          $q$'account'$q$,     ARRAY['update']),
      ('referral_traffickingevent', $q$'account'$q$,     ARRAY['update']),
      ('referral_risk',             $q$'risk'$q$,        ARRAY['update']),
      ('referral_health',           $q$'health'$q$,      ARRAY['update']),
      ('referral_legal',            $q$'legal'$q$,       ARRAY['update']),
      ('referral_services',         $q$'services'$q$,    ARRAY['update']),
      ('referral_need',             $q$'services'$q$,    ARRAY['update']),
      ('referral_plangoal',         $q$'services'$q$,    ARRAY['update']),
      ('referral_visit',            $q$'services'$q$,    ARRAY['update']),
      ('referral_appointment',      $q$'services'$q$,    ARRAY['update']),
      ('referral_travel',           $q$'travel'$q$,      ARRAY['update']),
      ('referral_consent',          $q$'consent'$q$,     ARRAY[]::text[]),
      ('referral_consentitem',      $q$'consent'$q$,     ARRAY['update']),
      ('referral_evidence',         $q$'evidence'$q$,    ARRAY['update']),
      ('referral_note',             'data_class',        ARRAY['update']),
      ('referral_assessment',       'data_class',        ARRAY['update']),
      ('referral_answer',           'data_class',        ARRAY['update'])
    ) AS x(t, class, verbs) LOOP
    CALL desk_private.guard(row.t, row.class, row.verbs);
  END LOOP;
END $$;

-- Evidence is withdrawn, and nothing else of it changes: see 61.
REVOKE UPDATE ON referral_evidence FROM trm_app;

-- A consent is never edited. Withdrawing an item is the only change, and it is not undone.
REVOKE UPDATE ON referral_consentitem FROM trm_app;
GRANT UPDATE (withdrawn_at, withdrawn_by_id) ON referral_consentitem TO trm_app;
CREATE OR REPLACE FUNCTION consent_item_stays_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
    RAISE EXCEPTION 'a withdrawn consent stays withdrawn' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- Nothing is added to the consent of another case.
CREATE OR REPLACE FUNCTION consent_item_of_its_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_consent o WHERE o.id = NEW.consent_id AND o.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'not a consent of this case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS of_its_case ON referral_consentitem;
CREATE TRIGGER of_its_case BEFORE INSERT ON referral_consentitem FOR EACH ROW EXECUTE FUNCTION consent_item_of_its_case();
DROP TRIGGER IF EXISTS stays_withdrawn ON referral_consentitem;
CREATE TRIGGER stays_withdrawn BEFORE UPDATE ON referral_consentitem FOR EACH ROW EXECUTE FUNCTION consent_item_stays_withdrawn();

-- What belongs to an organisation before, or beside, a case.
DO $$
DECLARE
  row record;
BEGIN
  FOR row IN SELECT * FROM (VALUES
      ('referral_draft',            $q$organisation_id = (SELECT desk_organisation()) AND (author_id = (SELECT desk_user()) OR (SELECT desk_role()) = 'supervisor')$q$),
      ('referral_protectionrecord', $q$organisation_id = (SELECT desk_organisation()) AND (by_id = (SELECT desk_user()) OR (SELECT desk_role()) = 'supervisor')$q$),
      ('referral_refusedcontact',   $q$organisation_id = (SELECT desk_organisation())$q$),
      ('referral_usedkey',          $q$organisation_id = (SELECT desk_organisation())$q$),
      ('referral_notice',           $q$organisation_id = (SELECT desk_organisation()) AND (user_id IS NULL OR user_id = (SELECT desk_user()))$q$),
      ('referral_task',             $q$organisation_id = (SELECT desk_organisation()) AND (assigned_to_id = (SELECT desk_user())
           OR EXISTS (SELECT 1 FROM referral_case c WHERE c.id = referral_task.case_id)
           OR (case_id IS NULL AND (SELECT desk_role_may('journey', 'read'))))$q$)
    ) AS x(t, rule) LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', row.t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', row.t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', row.t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', row.t);
    EXECUTE format('DROP POLICY IF EXISTS ours ON %I', row.t);
    EXECUTE format('CREATE POLICY ours ON %I TO trm_app USING (%s) WITH CHECK (organisation_id = (SELECT desk_organisation()))', row.t, row.rule);
    EXECUTE format('REVOKE TRUNCATE ON %I FROM trm_app', row.t);
  END LOOP;
END $$;
REVOKE DELETE ON referral_protectionrecord, referral_refusedcontact, referral_usedkey, referral_notice, referral_task FROM trm_app;
