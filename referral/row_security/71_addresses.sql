-- The address of a partner without account counts only when a second person checked it another way. Until then no link goes there.
-- The columns come with a later migration than the first run of these files, so the statements on them wait until they exist.

-- Whoever enters or changes an address signs for it, and nobody has confirmed it. Whoever confirms changes nothing else.
CREATE OR REPLACE FUNCTION desk_private.judge_address() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (NEW.email, NEW.phone, NEW.verified_how, NEW.verified_on, NEW.verified_by_id)
       IS DISTINCT FROM (OLD.email, OLD.phone, OLD.verified_how, OLD.verified_on, OLD.verified_by_id) THEN
    IF NEW.verified_by_id IS DISTINCT FROM desk_user() THEN
      RAISE EXCEPTION 'whoever enters an address signs for it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.confirmed_by_id := NULL;
    NEW.confirmed_on := NULL;
    NEW.confirmed_how := '';
  ELSIF NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id OR (NEW.confirmed_on, NEW.confirmed_how) IS DISTINCT FROM (OLD.confirmed_on, OLD.confirmed_how) THEN
    IF NEW.confirmed_by_id IS NULL OR NEW.confirmed_by_id = OLD.verified_by_id OR NEW.confirmed_by_id IS DISTINCT FROM desk_user()
       OR NEW.confirmed_how IN ('', OLD.verified_how) OR NEW.confirmed_on IS NULL OR NEW.confirmed_on NOT BETWEEN OLD.verified_on AND current_date + 1 THEN
      RAISE EXCEPTION 'a second person confirms an address, another way' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- The owner's rights: the sender's address is looked up whoever asks.
CREATE OR REPLACE FUNCTION desk_private.judge_link_address() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referral_referral r JOIN referral_partneraddress a ON a.partner_id = r.receiver_id AND a.kept_by_id = r.sender_id
                  WHERE r.id = NEW.referral_id AND a.confirmed_by_id IS NOT NULL AND a.email <> '' AND a.phone <> '') THEN
    RAISE EXCEPTION 'no link goes to an address that no second person confirmed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DO $addresses$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'referral_partneraddress' AND column_name = 'confirmed_by_id') THEN RETURN; END IF;
  GRANT UPDATE (contact_id, given_by, confirmed_how, confirmed_on, confirmed_by_id) ON referral_partneraddress TO trm_app;
  DROP TRIGGER IF EXISTS judge_address ON referral_partneraddress;
  CREATE TRIGGER judge_address BEFORE INSERT OR UPDATE ON referral_partneraddress FOR EACH ROW EXECUTE FUNCTION desk_private.judge_address();
  DROP TRIGGER IF EXISTS judge_link_address ON referral_referrallink;
  CREATE TRIGGER judge_link_address BEFORE INSERT ON referral_referrallink FOR EACH ROW EXECUTE FUNCTION desk_private.judge_link_address();
END $addresses$;
