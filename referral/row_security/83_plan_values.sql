-- What a country's plan is told of a year that is over: by the worker alone, and nothing (NULL) where fewer than `fewest` stand behind it.
CREATE OR REPLACE FUNCTION yearly_figure(of_country text, of_figure text, of_year int, fewest int) RETURNS int LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  first date := make_date(of_year, 1, 1);
  after date := make_date(of_year + 1, 1, 1);
  many int;
  slow int;
BEGIN
  fewest := greatest(fewest, 11);  -- whoever asks for less gets no more
  IF of_figure IN ('came', 'closed', 'in_time') THEN
    SELECT coalesce(sum(c.number), 0), coalesce(sum(c.late), 0) INTO many, slow FROM reports_deskcell c
     WHERE c.country = of_country AND c.slice = 'all' AND c.figure = CASE of_figure WHEN 'in_time' THEN 'answered' ELSE of_figure END
       AND c.month >= first AND c.month < after;
    IF of_figure = 'in_time' THEN RETURN CASE WHEN many >= fewest THEN round(100.0 * (many - slow) / many) END; END IF;
  ELSIF of_figure = 'trained' THEN
    SELECT (SELECT count(DISTINCT a.user_id) FROM training_attempt a
             WHERE a.passed AND a.country = of_country AND a.at >= first AND a.at < after)
         + (SELECT count(*) FROM training_certificate c JOIN training_participant p ON p.id = c.participant_id
              JOIN training_trainingsession s ON s.id = p.session_id
             WHERE c.revoked_at IS NULL AND coalesce(nullif(p.country, ''), s.country) = of_country AND c.issued_on >= first AND c.issued_on < after)
      INTO many;
  END IF;
  RETURN CASE WHEN many = 0 OR many >= fewest THEN many END;
END $$;
