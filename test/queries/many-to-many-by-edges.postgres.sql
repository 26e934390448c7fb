SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."name" AS "name" FROM (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t JOIN "TaskTags" AS j ON j."tagId" = t."id" LEFT JOIN "Users" AS t1 ON t1."id" = j."addedById" WHERE j."taskId" = k.k0 ORDER BY t1."handle", j."createdAt" DESC, t."id" LIMIT 2) AS t;
-- [[3,4,6]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."name" AS "name", (j."createdAt" AT TIME ZONE 'UTC')::text AS "$order0", t."id" AS "$order1", (j."createdAt" AT TIME ZONE 'UTC')::text AS "$edge0" FROM (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t JOIN "TaskTags" AS j ON j."tagId" = t."id" WHERE j."taskId" = k.k0 ORDER BY j."createdAt", t."id" DESC LIMIT 2) AS t;
-- [[3,4,6]]

SELECT t."id" AS "id" FROM "Tasks" AS t WHERE EXISTS (SELECT 1 FROM "TaskTags" AS j2 JOIN (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t1 ON j2."tagId" = t1."id" WHERE j2."taskId" = t."id") ORDER BY t."id" LIMIT 3;
