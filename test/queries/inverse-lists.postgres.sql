SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."handle" AS "handle", t."managerId" AS "managerId" FROM (SELECT t.* FROM "Users" AS t WHERE t."managerId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 2) AS t;
-- [[1,2,3]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id" FROM (SELECT t.* FROM "Tasks" AS t WHERE t."creatorId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 1 OFFSET 1) AS t;
-- [[1,2,3]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id", t."status" AS "status", t."dueOn" AS "dueOn" FROM (SELECT t.* FROM "Tasks" AS t WHERE t."UserId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 2) AS t;
-- [[1,2,3]]

SELECT t."handle" AS "handle", t."id" AS "id" FROM "Users" AS t ORDER BY t."id" LIMIT 3;

SELECT t."id" AS "id", t."handle" AS "handle" FROM "Users" AS t WHERE t."id" = ANY($1::integer[]);
-- [[1,2,3]]
