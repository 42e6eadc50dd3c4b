"""Distinct firms by one plain statement, written apart from the counting it checks."""

RECOUNT = """
WITH RECURSIVE chain (firm, counts_as) AS (
    SELECT other_id, firm_id FROM reporting_firmpair WHERE verdict = 'same'
    UNION
    SELECT chain.firm, pair.firm_id FROM chain JOIN reporting_firmpair pair
        ON pair.other_id = chain.counts_as AND pair.verdict = 'same'
), ends AS (
    SELECT firm, min(counts_as) AS counts_as FROM chain
    WHERE NOT EXISTS (
        SELECT FROM reporting_firmpair pair WHERE pair.other_id = chain.counts_as AND pair.verdict = 'same'
    )
    GROUP BY firm
), counted AS (
    SELECT firm.id, COALESCE(ends.counts_as, firm.id) AS one
    FROM reporting_firm firm LEFT JOIN ends ON ends.firm = firm.id
), told AS (
    SELECT update.project_id, counted.one, fact.*, update.period_end AS said_on, part.row
    FROM reporting_fact fact
    JOIN reporting_participation part ON part.id = fact.participation_id
    JOIN reporting_firmlist list ON list.id = part.list_id AND list.state IN ('taken')
    JOIN reporting_resultsupdate update ON update.id = list.update_id
    JOIN reporting_resultsupdateversion version ON version.update_id = update.id
    JOIN reporting_compilationinput input ON input.version_id = version.id AND input.compilation_id = %(compilation)s
    JOIN counted ON counted.id = part.firm_id
    WHERE fact.indicator_id = %(indicator)s AND fact.on <= %(cut_off)s
), last AS (
    SELECT DISTINCT ON (project_id, one, item, sex) * FROM told
    ORDER BY project_id, one, item, sex, "on" DESC, said_on DESC, row DESC, quantity DESC NULLS LAST, status DESC
), considered AS (
    SELECT * FROM told WHERE NOT %(in_force)s
    UNION ALL
    SELECT * FROM last WHERE %(in_force)s
        AND (withdrawn_on IS NULL OR withdrawn_on > %(cut_off)s) AND (valid_until IS NULL OR valid_until >= %(cut_off)s)
), facts AS (
    SELECT DISTINCT considered.project_id, considered.one FROM considered
    WHERE (%(least)s::numeric IS NULL OR quantity >= %(least)s::numeric)
      AND (NOT %(evidence)s OR evidence <> '')
      AND (cardinality(%(statuses)s::text[]) = 0 OR status = ANY(%(statuses)s::text[]))
), about AS (
    SELECT counted.one, bool_or(member.identity <> 'none') AS identified,
           COALESCE(max(own.size) FILTER (WHERE own.size <> 'unknown'), min(member.size), 'unknown') AS size,
           max(own.country) AS country, max(own.entity_type) AS entity_type
    FROM counted JOIN reporting_firm own ON own.id = counted.one
    JOIN reporting_firm member ON member.id = counted.id
    GROUP BY counted.one
)
SELECT count(*)::numeric, count(DISTINCT one) FILTER (WHERE identified AND size <> 'unknown')::numeric
FROM facts JOIN about USING (one)
WHERE size <> 'large' AND entity_type <> 'public' AND (%(country)s::text IS NULL OR country = %(country)s::text)
"""
"""(gross, net) of an indicator that counts firms once, in a country or in all."""
