-- The corridors of a country in the coordinators' figures: from one to the next in the index, instead of reading some 30,000 cells for 40 of them.
-- A policy hides from the planner how few there are, so that it would fetch all and sort: here the order of the index is meant (ADR 43).
-- Runs as who asks. The table is of another app, which may not be there at the first run of these files: plpgsql looks when it is called.
CREATE OR REPLACE FUNCTION corridors_of(of_country text) RETURNS TABLE (found_in text, goes_to text)
LANGUAGE plpgsql STABLE SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE way (one, other) AS (
    (SELECT d.found_in, d.goes_to FROM reports_deskcell d WHERE d.country = of_country AND d.slice = 'corridor' AND d.organisation IS NULL
      ORDER BY d.organisation, d.found_in, d.goes_to LIMIT 1)
    UNION ALL
    SELECT next.found_in, next.goes_to FROM way CROSS JOIN LATERAL (
      (SELECT d.found_in, d.goes_to FROM reports_deskcell d WHERE d.country = of_country AND d.slice = 'corridor' AND d.organisation IS NULL
          AND d.found_in = way.one AND d.goes_to > way.other ORDER BY d.organisation, d.found_in, d.goes_to LIMIT 1)
      UNION ALL
      (SELECT d.found_in, d.goes_to FROM reports_deskcell d WHERE d.country = of_country AND d.slice = 'corridor' AND d.organisation IS NULL
          AND d.found_in > way.one ORDER BY d.organisation, d.found_in, d.goes_to LIMIT 1) LIMIT 1) next)
  SELECT one::text, other::text FROM way;
END $$;
