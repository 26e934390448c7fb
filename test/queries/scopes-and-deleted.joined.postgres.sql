SELECT COUNT(*) AS "$value0" FROM (SELECT "Comment".* FROM "Comments" AS "Comment" WHERE (NOT ("Comment"."deletedAt" IS NULL))) AS t;

SELECT k.i AS "$position", COUNT(*) AS "$value0" FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) JOIN (SELECT "Task".* FROM "Tasks" AS "Task" WHERE ("Task"."status" IN ('open', 'in_progress', 'blocked'))) AS t ON t."UserId" = k.k0 GROUP BY k.i;
-- [[1,2,3]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id", t."priority" AS "priority" FROM (SELECT "Task".* FROM "Tasks" AS "Task" WHERE ("Task"."status" IN ('open', 'in_progress', 'blocked'))) AS t WHERE t."UserId" = k.k0 ORDER BY t."priority" DESC, t."dueOn", t."id" LIMIT 2) AS t;
-- [[1,2,3]]

SELECT t."handle" AS "handle", t."id" AS "id" FROM "Users" AS t ORDER BY t."id" LIMIT 3;

SELECT t."id" AS "id", t."deletedAt" AS "deletedAt", p1."id" AS "$p1.id", (p1."deletedAt" AT TIME ZONE 'UTC')::text AS "$p1.deletedAt" FROM (SELECT * FROM (SELECT t."id" AS "id", (t."deletedAt" AT TIME ZONE 'UTC')::text AS "deletedAt", t."replyToId" AS "replyToId", t."id" AS "$sort0" FROM (SELECT "Comment".* FROM "Comments" AS "Comment" WHERE (NOT ("Comment"."deletedAt" IS NULL))) AS t WHERE t."replyToId" IS NOT NULL ORDER BY t."id" LIMIT 3) AS t WHERE (t."replyToId" IS NULL) >= (SELECT FALSE) AND (t."replyToId" IS NOT NULL) >= (SELECT FALSE)) AS t LEFT JOIN "Comments" AS p1 ON p1."id" = t."replyToId" ORDER BY t."$sort0";

SELECT t."id" AS "id", t."status" AS "status", t."priority" AS "priority", t."dueOn" AS "dueOn" FROM (SELECT "Task".* FROM "Tasks" AS "Task" WHERE ("Task"."status" IN ('open', 'in_progress', 'blocked')) AND ("Task"."dueOn" >= '2026-03-01')) AS t ORDER BY t."priority" DESC, t."dueOn", t."id" LIMIT 3;
