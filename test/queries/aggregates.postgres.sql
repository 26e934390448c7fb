SELECT COUNT(*) AS "$value0", COUNT(DISTINCT t."UserId") AS "$value1", SUM(t."price")::text AS "$value2", SUM(t."number")::text AS "$value3", SUM(t."price")::text AS "$value4", COUNT(t."price") AS "$count4", SUM(t."number")::text AS "$value5", COUNT(t."number") AS "$count5", MIN(t."dueOn") AS "$value6", MIN(t."taskName") AS "$value7", (MAX(t."completedAt") AT TIME ZONE 'UTC')::text AS "$value8" FROM "Tasks" AS t WHERE t."status" = $1;
-- ["done"]

SELECT COUNT(*) AS "$value0", SUM(t."price")::text AS "$value1", MIN(t."dueOn") AS "$value2" FROM "Tasks" AS t WHERE FALSE;
