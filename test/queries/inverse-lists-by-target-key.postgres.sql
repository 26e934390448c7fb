SELECT k.i AS "$position", t.* FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."name" AS "name", t."budget" AS "budget" FROM (SELECT t.* FROM "Projects" AS t WHERE t."company_code" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 2) AS t;
-- [["NORDFAEHRE","TEJO"]]

SELECT t."code" AS "code" FROM "Companies" AS t ORDER BY t."id" LIMIT 2;
