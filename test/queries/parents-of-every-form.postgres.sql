SELECT k.i AS "$position", t."code" AS "code", t."name" AS "name" FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) JOIN "Companies" AS t ON t."code" = k.k0;
-- [["HANGANG","GALIL","HUIT"]]

SELECT k.i AS "$position", t."handle" AS "handle", t."email" AS "email" FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) JOIN "Users" AS t ON t."handle" = k.k0;
-- [["lucky-urchin","gentle-heron","misty-magpie"]]

SELECT k.i AS "$position", t."name" AS "name" FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) JOIN "Teams" AS t ON t."code" = k.k0;
-- [["field","triage","workshop"]]

SELECT t."id" AS "id", t."firstName" AS "firstName", t."handle" AS "handle" FROM "Users" AS t WHERE t."id" = ANY($1::integer[]);
-- [[60,242,49,58,295,61,175,123,81,108,219]]

SELECT t."id" AS "id", t."name" AS "name", t."company_code" AS "companyCode", t."leaderHandle" AS "leaderHandle" FROM "Projects" AS t WHERE t."id" = ANY($1::integer[]);
-- [[1,56,16,9]]

SELECT t."taskName" AS "taskName", t."UserId" AS "UserId", t."creatorId" AS "creatorId", t."assigneeId" AS "assigneeId", t."project_id" AS "projectId", t."parentId" AS "parentId", t."teamCode" AS "teamCode" FROM "Tasks" AS t ORDER BY t."id" LIMIT 4;
