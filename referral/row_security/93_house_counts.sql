-- Two codes of the own organisation's cases against each other, of one year: so many are alike. Asked by who leads there; one's own organisation,
-- whatever is asked. What is kept apart from who asks is not counted. Small numbers are held back by `reports/exploring.py`.
CREATE OR REPLACE FUNCTION house_counts(one text, two text, of_year int) RETURNS TABLE ("row" text, "column" text, number bigint) LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  apart uuid[] := kept_apart();
BEGIN
  IF desk_user() IS NULL OR desk_role() NOT IN ('case_manager', 'supervisor') THEN
    RAISE EXCEPTION 'not asked by who leads here' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    WITH codes AS (
      SELECT jsonb_build_object(
        'status', c.status, 'stage', c.stage::text, 'side', c.side, 'outlook', j.outlook,
        'age', CASE WHEN s.age_band IN ('0-8', '9-17', 'child') THEN 'child' WHEN s.age_band IS NULL OR s.age_band = 'unknown' THEN 'unknown' ELSE 'adult' END,
        'gender', coalesce(nullif(s.gender, ''), 'NonSpecifiedUnknown')) AS x
        FROM referral_case c JOIN referral_journey j ON j.id = c.journey_id LEFT JOIN referral_summary s ON s.case_id = c.id
       WHERE c.organisation_id = desk_organisation() AND c.journey_id <> ALL (apart)
         AND c.opened_at >= make_date(of_year, 1, 1) AND c.opened_at < make_date(of_year + 1, 1, 1)
         AND NOT EXISTS (SELECT 1 FROM referral_merge m WHERE m.other_id = c.id AND m.approved_at IS NOT NULL AND m.ended_at IS NULL))
    SELECT x ->> one, x ->> two, count(*) FROM codes WHERE x ? one AND x ? two GROUP BY 1, 2;
END $$;
REVOKE EXECUTE ON FUNCTION house_counts(text, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION house_counts(text, text, int) TO trm_app;
