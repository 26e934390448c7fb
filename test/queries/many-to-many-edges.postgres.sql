SELECT k.i AS "$position", COUNT(*) AS "$value0" FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) JOIN ((SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t JOIN "TaskTags" AS j ON j."tagId" = t."id") ON j."taskId" = k.k0 WHERE EXISTS (SELECT 1 FROM "Users" AS t1 WHERE t1."id" = j."addedById" AND t1."isActive" = $2) GROUP BY k.i;
-- [[3,4],true]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."name" AS "name", (j."createdAt" AT TIME ZONE 'UTC')::text AS "$edge0", j."addedById" AS "$edge1" FROM (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t JOIN "TaskTags" AS j ON j."tagId" = t."id" WHERE j."taskId" = k.k0 AND EXISTS (SELECT 1 FROM "Users" AS t1 WHERE t1."id" = j."addedById" AND t1."isActive" = $2) ORDER BY t."id" LIMIT 3) AS t;
-- [[3,4],true]

SELECT t."id" AS "id" FROM "Tasks" AS t WHERE EXISTS (SELECT 1 FROM "TaskTags" AS j2 JOIN (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t1 ON j2."tagId" = t1."id" WHERE j2."taskId" = t."id" AND EXISTS (SELECT 1 FROM "Users" AS t3 WHERE t3."id" = j2."addedById" AND t3."isActive" = $1)) ORDER BY t."id" LIMIT 2;
-- [true]

SELECT t."id" AS "id", t."handle" AS "handle" FROM "Users" AS t WHERE t."id" = ANY($1::integer[]);
-- [[175,123]]
