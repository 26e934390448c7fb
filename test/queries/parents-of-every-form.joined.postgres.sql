SELECT k.i AS "$position", t."code" AS "code", t."name" AS "name" FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) JOIN "Companies" AS t ON t."code" = k.k0;
-- [["HANGANG","GALIL","HUIT"]]

SELECT k.i AS "$position", t."handle" AS "handle", t."email" AS "email" FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) JOIN "Users" AS t ON t."handle" = k.k0;
-- [["lucky-urchin","gentle-heron","misty-magpie"]]

SELECT k.i AS "$position", t."name" AS "name" FROM unnest($1::text[]) WITH ORDINALITY AS k(k0, i) JOIN "Teams" AS t ON t."code" = k.k0;
-- [["field","triage","workshop"]]

SELECT t."taskName" AS "taskName", t."teamCode" AS "teamCode", p1."id" AS "$p1.id", p1."firstName" AS "$p1.firstName", p2."id" AS "$p2.id", p2."handle" AS "$p2.handle", p3."id" AS "$p3.id", p3."handle" AS "$p3.handle", p4."id" AS "$p4.id", p4."name" AS "$p4.name", p4."company_code" AS "$p4.companyCode", p4."leaderHandle" AS "$p4.leaderHandle", p5."id" AS "$p5.id" FROM (SELECT * FROM (SELECT t."taskName" AS "taskName", t."UserId" AS "UserId", t."creatorId" AS "creatorId", t."assigneeId" AS "assigneeId", t."project_id" AS "projectId", t."parentId" AS "parentId", t."teamCode" AS "teamCode", t."id" AS "$sort0" FROM "Tasks" AS t ORDER BY t."id" LIMIT 4) AS t WHERE (t."UserId" IS NULL) >= (SELECT FALSE) AND (t."UserId" IS NOT NULL) >= (SELECT FALSE)) AS t LEFT JOIN "Users" AS p1 ON p1."id" = t."UserId" LEFT JOIN "Users" AS p2 ON p2."id" = t."creatorId" LEFT JOIN "Users" AS p3 ON p3."id" = t."assigneeId" LEFT JOIN "Projects" AS p4 ON p4."id" = t."projectId" LEFT JOIN "Tasks" AS p5 ON p5."id" = t."parentId" ORDER BY t."$sort0";
