-- Whether the day is recorded on which the reflection period began, where the person was found (rules of practice 4 and 18). A yes or a
-- no and nothing more, and only to a body that works there: the country of origin does not learn of the period.
CREATE OR REPLACE FUNCTION reflection_began(of_journey uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM referral_case c WHERE c.journey_id = of_journey AND c.side = 'destination' AND c.organisation_id = desk_organisation())
     AND EXISTS (SELECT 1 FROM referral_journeyparty p WHERE p.journey_id = of_journey AND p.organisation_id = desk_organisation() AND p.hidden_at IS NULL)
     AND EXISTS (SELECT 1 FROM referral_legal l JOIN referral_case c ON c.id = l.case_id
          WHERE c.journey_id = of_journey AND c.side = 'destination' AND l.reflection_from IS NOT NULL);
END $$;
