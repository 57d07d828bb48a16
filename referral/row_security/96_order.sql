-- The order of the journeys of an organisation or a country stands beside who sees them, so that a page of a list reads its index and stops.
-- The column is of a later migration than the first run of these files.

CREATE OR REPLACE FUNCTION desk_private.party_takes_its_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.sort_at := coalesce((SELECT j.changed_at FROM referral_journey j WHERE j.id = NEW.journey_id), NEW.sort_at);
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION desk_private.journey_moves_its_parties() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_journeyparty SET sort_at = NEW.changed_at WHERE journey_id = NEW.id AND sort_at <> NEW.changed_at;
  RETURN NULL;
END $$;

DO $order$
BEGIN
  IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'referral_journeyparty' AND column_name = 'sort_at') THEN RETURN; END IF;
  DROP TRIGGER IF EXISTS takes_its_place ON referral_journeyparty;
  CREATE TRIGGER takes_its_place BEFORE INSERT ON referral_journeyparty FOR EACH ROW EXECUTE FUNCTION desk_private.party_takes_its_place();
  DROP TRIGGER IF EXISTS moves_its_parties ON referral_journey;
  CREATE TRIGGER moves_its_parties AFTER UPDATE OF changed_at ON referral_journey FOR EACH ROW
    WHEN (OLD.changed_at IS DISTINCT FROM NEW.changed_at) EXECUTE FUNCTION desk_private.journey_moves_its_parties();
END $order$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk_private FROM PUBLIC, trm_app;
