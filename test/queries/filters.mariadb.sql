SELECT t.`id` AS `id`, t.`assigneeId` AS `assigneeId` FROM `Tasks` AS t WHERE ((t.`completedAt` IS NOT NULL) IS NOT TRUE AND NOT (t.`assigneeId` <=> 1)) ORDER BY t.`id` LIMIT 2;

SELECT t.`id` AS `id`, t.`assigneeId` AS `assigneeId` FROM `Tasks` AS t WHERE (t.`assigneeId` IN (1) OR t.`assigneeId` IS NULL) ORDER BY t.`id` LIMIT 2;

SELECT t.`id` AS `id`, t.`dueOn` AS `dueOn`, CAST(t.`price` AS CHAR) AS `price` FROM `Tasks` AS t WHERE (t.`status` IN ('open', 'blocked') AND t.`dueOn` < '2026-03-01' AND t.`price` >= CAST('100' AS DECIMAL(3, 0)) AND t.`price` <= CAST('500.5' AS DECIMAL(4, 1))) ORDER BY t.`dueOn` IS NULL, t.`dueOn`, t.`id` LIMIT 3;

SELECT t.`id` AS `id`, t.`name` AS `name` FROM `Projects` AS t WHERE (LOWER(t.`name`) LIKE LOWER('%MIGRATION%') ESCAPE '!' OR t.`name` LIKE '100!%%' ESCAPE '!') ORDER BY t.`id` LIMIT 3;
