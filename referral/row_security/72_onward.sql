-- Passed on to a third organisation (rules of practice 10 and 11 say on what consent). Who had the person before reads of it only what the
-- person allows. A referral is onward when its sender's own case came by a referral. Without the person's yes it stays in the branch of its
-- sender: the sender, the receiver, whoever they refer to in turn, and the coordinators of their two countries.

-- `head`, and everybody whose case on this journey hangs on one of `head`.
CREATE OR REPLACE FUNCTION desk_private.branch(of_journey uuid, head uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(WITH RECURSIVE under (organisation) AS (
      SELECT head UNION SELECT c.organisation_id FROM under u
        JOIN referral_referral r ON r.journey_id = of_journey AND r.sender_id = u.organisation
        JOIN referral_case c ON c.journey_id = of_journey AND c.opened_from = r.id)
    SELECT organisation FROM under);
END $$;

-- `office`: the country for which a coordinator asks, else NULL. A yes counts where the way up to this referral is known, too.
CREATE OR REPLACE FUNCTION desk_private.told_of(of_referral uuid, who uuid, office text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  r record;
BEGIN
  SELECT x.journey_id, x.sender_id, x.receiver_id, x.first_sender_may_know, s.country AS here, o.country AS there, c.opened_from INTO r
    FROM referral_referral x JOIN accounts_organisation s ON s.id = x.sender_id JOIN accounts_organisation o ON o.id = x.receiver_id
    LEFT JOIN referral_case c ON c.journey_id = x.journey_id AND c.organisation_id = x.sender_id WHERE x.id = of_referral;
  IF NOT FOUND OR r.opened_from IS NULL OR who = r.receiver_id OR office IN (r.here, r.there) THEN RETURN true; END IF;
  IF who = ANY (desk_private.branch(r.journey_id, r.sender_id)) THEN RETURN true; END IF;
  RETURN r.first_sender_may_know AND desk_private.told_of(r.opened_from, who, office);
END $$;

-- Of an organisation on the journey: told of the referral that brought it.
CREATE OR REPLACE FUNCTION desk_private.told_of_organisation(of_journey uuid, one uuid, who uuid, office text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  brought uuid;
BEGIN
  SELECT c.opened_from INTO brought FROM referral_case c WHERE c.journey_id = of_journey AND c.organisation_id = one;
  RETURN brought IS NULL OR one = who OR desk_private.told_of(brought, who, office);
END $$;

CREATE OR REPLACE FUNCTION desk_private.row_is_told(of_journey uuid, by_organisation uuid, of_referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
  acting jsonb;
  who uuid;
  office text;
BEGIN
  -- Of most journeys nothing is kept from anybody: asked for each row, so who acts is looked at after it.
  IF NOT EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id AND c.organisation_id = r.sender_id
                  WHERE r.journey_id = of_journey AND c.opened_from IS NOT NULL AND NOT r.first_sender_may_know) THEN
    RETURN true;
  END IF;
  acting := desk_acting();
  who := acting->>'organisation';
  office := CASE acting->>'role' WHEN 'national_coordinator' THEN acting->>'country' END;
  RETURN desk_private.told_of_organisation(of_journey, by_organisation, who, office)
    AND (of_referral IS NULL OR desk_private.told_of(of_referral, who, office));
END $$;

-- The doors of the policies take the row and no more: nobody tries out organisations with them.
CREATE OR REPLACE FUNCTION event_is_told(of_event uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT desk_private.row_is_told(e.journey_id, e.organisation_id, e.referral) FROM referral_journeyevent e WHERE e.id = of_event $$;
CREATE OR REPLACE FUNCTION leg_is_told(of_leg uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT desk_private.row_is_told(l.journey_id, l.organisation_id, NULL) FROM referral_leg l WHERE l.id = of_leg $$;
CREATE OR REPLACE FUNCTION signature_is_told(of_signature uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT desk_private.row_is_told(g.journey_id, g.organisation_id, NULL) FROM referral_gatesignature g WHERE g.id = of_signature $$;

-- Whether somebody else holds the journey now, in this country or anywhere. Who ends its own part must not end theirs, also where it is
-- not told who they are. Yes or no, for whoever has a case there.
CREATE OR REPLACE FUNCTION held_by_others(of_case uuid, in_country text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM referral_case c JOIN referral_leg l ON l.journey_id = c.journey_id AND l.held_to IS NULL AND l.organisation_id <> c.organisation_id
    WHERE c.id = of_case AND c.organisation_id = desk_organisation()
      AND (in_country IS NULL OR l.country = in_country)) $$;

-- A gate binds all who hold the journey. Who is unknown to one of them signs nothing that this one would not see.
CREATE OR REPLACE FUNCTION signs_unseen(of_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id AND j.arrived_at IS NULL
     JOIN referral_leg l ON l.journey_id = j.id AND l.held_to IS NULL
    WHERE c.id = of_case AND c.organisation_id = desk_organisation() AND desk_private.granted(c.id, NULL)
      AND NOT desk_private.told_of_organisation(j.id, c.organisation_id, l.organisation_id, NULL)) $$;

-- What a receiver had from the sender, of this class, and passed on with the person's yes to telling.
CREATE OR REPLACE FUNCTION desk_private.was_passed_on(of_referral uuid, class text) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_referral r JOIN referral_case c ON c.journey_id = r.journey_id AND c.organisation_id = r.receiver_id
      JOIN referral_referral n ON n.journey_id = r.journey_id AND n.sender_id = r.receiver_id AND n.sent_at > r.answered_at AND n.first_sender_may_know
      JOIN referral_packagepart p ON p.referral_id = n.id AND p.data_class = class
     WHERE r.id = of_referral AND c.opened_from = r.id);
END $$;

-- The answer is the person's, asked by whoever passes on. Nobody else changes it.
CREATE OR REPLACE FUNCTION first_sender_is_the_persons() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.sender_id IS DISTINCT FROM desk_organisation() OR NOT desk_role_may('referral', 'add') OR NOT EXISTS (
       SELECT 1 FROM referral_case c WHERE c.journey_id = NEW.journey_id AND c.organisation_id = NEW.sender_id AND desk_private.granted(c.id, NULL)) THEN
    RAISE EXCEPTION 'not yours to say' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The column comes with a later migration than the first run of these files.
DO $onward$
DECLARE
  t text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'referral_referral' AND column_name = 'first_sender_may_know') THEN
    RETURN;
  END IF;
  FOREACH t IN ARRAY ARRAY['event', 'leg', 'signature'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS told ON referral_%s', CASE t WHEN 'event' THEN 'journeyevent' WHEN 'leg' THEN 'leg' ELSE 'gatesignature' END);
    EXECUTE format('CREATE POLICY told ON referral_%s AS RESTRICTIVE FOR SELECT TO trm_app USING (
      organisation_id = (SELECT desk_organisation()) OR %s_is_told(id))',
      CASE t WHEN 'event' THEN 'journeyevent' WHEN 'leg' THEN 'leg' ELSE 'gatesignature' END, t);
  END LOOP;
  DROP TRIGGER IF EXISTS first_sender_is_the_persons ON referral_referral;
  CREATE TRIGGER first_sender_is_the_persons BEFORE UPDATE ON referral_referral FOR EACH ROW
    WHEN (NEW.first_sender_may_know <> OLD.first_sender_may_know) EXECUTE FUNCTION first_sender_is_the_persons();
END $onward$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
