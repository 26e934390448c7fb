SELECT k.i AS "$position", COUNT(*) AS "$value0", SUM(t."price")::text AS "$value1", SUM(t."number")::text AS "$value2", COUNT(t."number") AS "$count2", MAX(t."dueOn") AS "$value3" FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) JOIN "Tasks" AS t ON t."project_id" = k.k0 WHERE t."status" <> $2 GROUP BY k.i;
-- [[1,2,3],"cancelled"]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id", t."dueOn" AS "dueOn" FROM (SELECT t.* FROM "Tasks" AS t WHERE t."project_id" = k.k0 AND t."status" <> $2 OFFSET 0) AS t ORDER BY t."dueOn" DESC NULLS LAST, t."id" LIMIT 3) AS t;
-- [[1,2,3],"cancelled"]

SELECT t."name" AS "name", t."id" AS "id" FROM "Projects" AS t WHERE EXISTS (SELECT 1 FROM "Tasks" AS t1 WHERE t1."project_id" = t."id") ORDER BY t."id" LIMIT 3;
