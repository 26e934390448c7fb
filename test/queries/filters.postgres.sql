SELECT t."id" AS "id", t."assigneeId" AS "assigneeId" FROM "Tasks" AS t WHERE ((t."completedAt" IS NOT NULL) IS NOT TRUE AND t."assigneeId" IS DISTINCT FROM $1) ORDER BY t."id" LIMIT 2;
-- [1]

SELECT t."id" AS "id", t."assigneeId" AS "assigneeId" FROM "Tasks" AS t WHERE (t."assigneeId" = ANY($1) OR t."assigneeId" IS NULL) ORDER BY t."id" LIMIT 2;
-- [[1]]

SELECT t."id" AS "id", t."dueOn" AS "dueOn", t."price" AS "price" FROM "Tasks" AS t WHERE (t."status" = ANY($1) AND t."dueOn" < $2 AND t."price" >= $3 AND t."price" <= $4) ORDER BY t."dueOn", t."id" LIMIT 3;
-- [["open","blocked"],"2026-03-01","100","500.5"]

SELECT t."id" AS "id", t."name" AS "name" FROM "Projects" AS t WHERE (t."name" ILIKE $1 ESCAPE '!' OR t."name" LIKE $2 ESCAPE '!') ORDER BY t."id" LIMIT 3;
-- ["%MIGRATION%","100!%%"]
