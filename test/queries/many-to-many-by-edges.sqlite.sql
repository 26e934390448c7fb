SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t1.`handle` NULLS LAST, j.`createdAt` DESC, t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id` LEFT JOIN `Users` AS t1 ON t1.`id` = j.`addedById` WHERE j.`taskId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[3,4,6]"]

SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, j.`createdAt` AS `$order0`, t.`id` AS `$order1`, j.`createdAt` AS `$edge0`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY j.`createdAt`, t.`id` DESC) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id` WHERE j.`taskId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[3,4,6]"]

SELECT t.`id` AS `id` FROM `Tasks` AS t WHERE EXISTS (SELECT 1 FROM `TaskTags` AS j2 JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t1 ON j2.`tagId` = t1.`id` WHERE j2.`taskId` = t.`id`) ORDER BY t.`id` LIMIT 3;
