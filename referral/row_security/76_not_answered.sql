-- Not answered in time: the sender's lead looks for another organisation. An answer that comes late ends that task; a late no makes
-- the task of 75 anew. The scheduled work sees no case, so the database finds the lead. A consulate has no alternative.
CREATE OR REPLACE FUNCTION referral_seeks_another() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE referral_task SET done_at = now()
   WHERE referral_id = NEW.id AND kind = 'alternative' AND done_at IS NULL AND OLD.status = 'expired';
  IF NEW.status = 'expired' AND NEW.kind <> 'travel_document' AND NOT EXISTS (
       SELECT 1 FROM referral_task t WHERE t.referral_id = NEW.id AND t.kind = 'alternative' AND t.done_at IS NULL) THEN
    INSERT INTO referral_task (id, organisation_id, journey_id, case_id, referral_id, kind, gate, text, assigned_to_id, due_on, made_at)
      SELECT gen_random_uuid(), NEW.sender_id, NEW.journey_id, c.id, NEW.id, 'alternative', '', ''::bytea, c.lead_id, desk_private.today_of(NEW.sender_id) + 1, now()
        FROM referral_case c WHERE c.journey_id = NEW.journey_id AND c.organisation_id = NEW.sender_id;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS seeks_another ON referral_referral;
CREATE TRIGGER seeks_another AFTER UPDATE OF status ON referral_referral FOR EACH ROW WHEN (OLD.status <> NEW.status)
  EXECUTE FUNCTION referral_seeks_another();
