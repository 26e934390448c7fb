SELECT k.i AS "$position", t."id" AS "id" FROM (VALUES (($1::text[])[1], 1)) AS k(k0, i) JOIN "Users" AS t ON t."handle" = k.k0;
-- [["nobody"]]

SELECT k.i AS "$position", t."id" AS "id", t."number" AS "number", t."taskName" AS "taskName", t."customFields" AS "customFields", t."price" AS "price", t."estimatedHours" AS "estimatedHours", (t."completedAt" AT TIME ZONE 'UTC')::text AS "completedAt" FROM (VALUES (($1::integer[])[1], ($2::integer[])[1], 1)) AS k(k0, k1, i) JOIN "Tasks" AS t ON t."project_id" = k.k0 AND t."number" = k.k1;
-- [[1],[1]]

SELECT k.i AS "$position", t."name" AS "name", t."annualRevenue" AS "annualRevenue" FROM (VALUES (($1::text[])[1], 1)) AS k(k0, i) JOIN "Companies" AS t ON t."code" = k.k0;
-- [["EMPTY"]]

SELECT t."id" AS "id", t."number" AS "number", t."taskName" AS "taskName", t."customFields" AS "customFields", t."price" AS "price", t."estimatedHours" AS "estimatedHours", (t."completedAt" AT TIME ZONE 'UTC')::text AS "completedAt" FROM "Tasks" AS t WHERE t."id" = ANY($1::integer[]);
-- [[1,2,999999]]
