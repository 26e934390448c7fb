SELECT k.i AS "$position", t.* FROM unnest($1::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."name" AS "name" FROM (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t JOIN "TaskTags" AS j ON j."tagId" = t."id" WHERE j."taskId" = k.k0 ORDER BY t."id" LIMIT 101) AS t;
-- [[37,61,121]]

SELECT t."id" AS "id", t."CompanyId" AS "CompanyId" FROM "Users" AS t WHERE t."id" = ANY($1::integer[]);
-- [[170,252,234]]

SELECT t."id" AS "id", t."UserId" AS "UserId" FROM "Tasks" AS t WHERE (EXISTS (SELECT 1 FROM "Users" AS t1 WHERE t1."id" = t."UserId" AND EXISTS (SELECT 1 FROM "Companies" AS t2 WHERE t2."id" = t1."CompanyId" AND t2."country" = $1)) AND EXISTS (SELECT 1 FROM "TaskTags" AS j4 JOIN (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t3 ON j4."tagId" = t3."id" WHERE j4."taskId" = t."id" AND t3."name" LIKE $2 ESCAPE '!') AND NOT EXISTS (SELECT 1 FROM "TaskTags" AS j6 JOIN (SELECT "Tag".* FROM "Tags" AS "Tag" WHERE ("Tag"."isRetired" = false)) AS t5 ON j6."tagId" = t5."id" WHERE j6."taskId" = t."id" AND t5."name" = $3) AND NOT EXISTS (SELECT 1 FROM (SELECT "Comment".* FROM "Comments" AS "Comment" WHERE ("Comment"."deletedAt" IS NULL)) AS t7 WHERE t7."taskId" = t."id" AND (t7."body" <> $4) IS NOT TRUE)) ORDER BY t."id" LIMIT 3;
-- ["DE","%a%","urgent",""]

SELECT t."id" AS "id", t."country" AS "country" FROM "Companies" AS t WHERE t."id" = ($1::integer[])[1];
-- [[1]]
