-- Why a return is paused is written with the status. The column comes with a later migration than the first run of these files.
DO $paused$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'referral_case'::regclass AND attname = 'pause_reason') THEN
    GRANT UPDATE (pause_reason) ON referral_case TO trm_app;
  END IF;
END $paused$;
