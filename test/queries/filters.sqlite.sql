SELECT t.`id` AS `id`, t.`assigneeId` AS `assigneeId` FROM `Tasks` AS t WHERE ((t.`completedAt` IS NOT NULL) IS NOT TRUE AND t.`assigneeId` IS NOT ?) ORDER BY t.`id` LIMIT 2;
-- [1]

SELECT t.`id` AS `id`, t.`assigneeId` AS `assigneeId` FROM `Tasks` AS t WHERE (t.`assigneeId` IN (SELECT value FROM json_each(?)) OR t.`assigneeId` IS NULL) ORDER BY t.`id` LIMIT 2;
-- ["[1]"]

SELECT t.`id` AS `id`, t.`dueOn` AS `dueOn`, CASE TYPEOF(t.`price`) WHEN 'integer' THEN CAST(t.`price` AS TEXT) ELSE t.`price` END AS `price` FROM `Tasks` AS t WHERE (t.`status` IN (SELECT value FROM json_each(?)) AND t.`dueOn` < ? AND t.`price` >= CAST(? AS NUMERIC) AND t.`price` <= CAST(? AS NUMERIC)) ORDER BY t.`dueOn` NULLS LAST, t.`id` LIMIT 3;
-- ["[\"open\",\"blocked\"]","2026-03-01","100","500.5"]

SELECT t.`id` AS `id`, t.`name` AS `name` FROM `Projects` AS t WHERE (INSTR(LOWER(t.`name`), LOWER(?)) > 0 OR SUBSTR(t.`name`, 1, 4) = ?) ORDER BY t.`id` LIMIT 3;
-- ["MIGRATION","100%"]
