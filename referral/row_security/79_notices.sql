-- Who reads a notice: its own reader; one for the whole organisation, whoever works with people or with requests there. ONLY_OWN in
-- referral/notices.py names the same roles. What it says is fixed when it is written: only that it was read may be added.
DROP POLICY IF EXISTS readers ON referral_notice;
CREATE POLICY readers ON referral_notice AS RESTRICTIVE FOR SELECT TO trm_app USING (
  user_id = (SELECT desk_user())
  OR (SELECT desk_role()) NOT IN ('organisation_admin', 'operator', 'analyst', 'visa_section', 'data_protection'));
REVOKE UPDATE ON referral_notice FROM trm_app;
GRANT UPDATE (read_at) ON referral_notice TO trm_app;
