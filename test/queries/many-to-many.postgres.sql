SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id" FROM "Tasks" AS t JOIN "TaskTags" AS j ON j."taskId" = t."id" WHERE j."tagId" = k.k0 ORDER BY t."id" LIMIT 1) AS t;
-- [[10,13,17,4,7,8]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."id" AS "id", t."replyToId" AS "replyToId" FROM (SELECT t.* FROM (SELECT "Comment".* FROM "Comments" AS "Comment" WHERE ("Comment"."deletedAt" IS NULL)) AS t WHERE t."taskId" = k.k0 OFFSET 0) AS t ORDER BY t."id" LIMIT 2) AS t;
-- [[1,2,3,4,5,6]]

SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."name" AS "name", t."id" AS "id" FROM (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t JOIN "TaskTags" AS j ON j."tagId" = t."id" WHERE j."taskId" = k.k0 ORDER BY t."id" LIMIT 3) AS t;
-- [[1,2,3,4,5,6]]

SELECT t."id" AS "id" FROM "Tasks" AS t ORDER BY t."id" LIMIT 6;
