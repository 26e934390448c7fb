SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id" FROM (SELECT t.* FROM "Tasks" AS t WHERE t."creatorId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 1 OFFSET 1) AS t;
-- [[1,2,3]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id", t."status" AS "status", t."dueOn" AS "dueOn" FROM (SELECT t.* FROM "Tasks" AS t WHERE t."UserId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 2) AS t;
-- [[1,2,3]]

SELECT t."$position" AS "$position", t."handle" AS "handle", p1."id" AS "$p1.id", p1."handle" AS "$p1.handle" FROM (SELECT * FROM (SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."handle" AS "handle", t."managerId" AS "managerId", t."id" AS "$sort0" FROM (SELECT t.* FROM "Users" AS t WHERE t."managerId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 2) AS t) AS t WHERE (t."managerId" IS NULL) >= (SELECT FALSE) AND (t."managerId" IS NOT NULL) >= (SELECT FALSE)) AS t LEFT JOIN "Users" AS p1 ON p1."id" = t."managerId" ORDER BY t."$position", t."$sort0";
-- [[1,2,3]]

SELECT t."handle" AS "handle", t."id" AS "id" FROM "Users" AS t ORDER BY t."id" LIMIT 3;
