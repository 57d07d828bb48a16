-- Journeys are pseudonymous. The organisations on the way see them, and the coordinators of their countries.

ALTER TABLE referral_journeyparty ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_journeyparty FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_journeyparty;
CREATE POLICY owner ON referral_journeyparty TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS ours ON referral_journeyparty;
CREATE POLICY ours ON referral_journeyparty FOR SELECT TO trm_app USING (
  hidden_at IS NULL AND (SELECT desk_role_may('journey', 'read')) AND (
    organisation_id = (SELECT desk_organisation())
    OR (organisation_id IS NULL AND country = (SELECT desk_country()) AND (SELECT desk_role()) = 'national_coordinator')));
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON referral_journeyparty FROM trm_app;

ALTER TABLE referral_journey ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_journey FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owner ON referral_journey;
CREATE POLICY owner ON referral_journey TO trm_owner USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS party ON referral_journey;
CREATE POLICY party ON referral_journey FOR SELECT TO trm_app USING (
  EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = referral_journey.id));
-- Opened by the acting organisation; seen by nobody until `open_case` makes it a party.
DROP POLICY IF EXISTS opened ON referral_journey;
CREATE POLICY opened ON referral_journey FOR INSERT TO trm_app WITH CHECK (
  opened_by_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('journey', 'add')));
-- Written by whoever holds it in a country now.
DROP POLICY IF EXISTS held ON referral_journey;
CREATE POLICY held ON referral_journey FOR UPDATE TO trm_app USING (
  (SELECT desk_role_may('journey', 'write')) AND EXISTS (
    SELECT 1 FROM referral_leg l WHERE l.journey_id = referral_journey.id
      AND l.organisation_id = (SELECT desk_organisation()) AND l.held_to IS NULL));
REVOKE UPDATE, DELETE, TRUNCATE ON referral_journey FROM trm_app;
GRANT UPDATE (stage, status, outlook, changed_at, travel_on, arrives_by, arrived_at, closed_at) ON referral_journey TO trm_app;

-- Legs, signatures and events: seen with the journey, written in the own name only.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['referral_leg', 'referral_gatesignature', 'referral_journeyevent'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS owner ON %I', t);
    EXECUTE format('CREATE POLICY owner ON %I TO trm_owner USING (true) WITH CHECK (true)', t);
    EXECUTE format('DROP POLICY IF EXISTS party ON %I', t);
    EXECUTE format('CREATE POLICY party ON %1$I FOR SELECT TO trm_app USING (
      EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = %1$I.journey_id))', t);
    EXECUTE format('DROP POLICY IF EXISTS own_name ON %I', t);
    EXECUTE format('CREATE POLICY own_name ON %1$I FOR INSERT TO trm_app WITH CHECK (
      organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role_may(%2$L, ''add''))
      AND EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = %1$I.journey_id))', t,
      CASE t WHEN 'referral_journeyevent' THEN 'referral' WHEN 'referral_gatesignature' THEN 'evidence' ELSE 'journey' END);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM trm_app', t);
  END LOOP;
END $$;
GRANT UPDATE (held_to) ON referral_leg TO trm_app;
DROP POLICY IF EXISTS ended ON referral_leg;
CREATE POLICY ended ON referral_leg FOR UPDATE TO trm_app USING (
  organisation_id = (SELECT desk_organisation()) AND (SELECT desk_role_may('journey', 'write')));
-- Held in the own country, on the own side, by who found the person or took the care over. A service holds nothing.
DROP POLICY IF EXISTS own_name ON referral_leg;
CREATE POLICY own_name ON referral_leg FOR INSERT TO trm_app WITH CHECK (
  organisation_id = (SELECT desk_organisation()) AND country = (SELECT desk_country()) AND (SELECT desk_role_may('journey', 'add'))
  AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = referral_leg.journey_id AND c.side = referral_leg.side
    AND (c.opened_from IS NULL OR EXISTS (
      SELECT 1 FROM referral_referral r WHERE r.journey_id = c.journey_id AND r.kind = 'transfer' AND r.receiver_id = c.organisation_id))));
-- What happened before an organisation or a country came in is not told to it.
DROP POLICY IF EXISTS party ON referral_journeyevent;
CREATE POLICY party ON referral_journeyevent FOR SELECT TO trm_app USING (
  EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = referral_journeyevent.journey_id
    AND p.visible_from <= referral_journeyevent.at));
-- Nobody signs in another person's name or role, or for the other side.
DROP POLICY IF EXISTS own_name ON referral_gatesignature;
CREATE POLICY own_name ON referral_gatesignature FOR INSERT TO trm_app WITH CHECK (
  organisation_id = (SELECT desk_organisation()) AND by_id = (SELECT desk_user()) AND role = (SELECT desk_role())
  AND (SELECT desk_role_may('evidence', 'add'))
  AND EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = referral_gatesignature.journey_id AND c.side = referral_gatesignature.side));
