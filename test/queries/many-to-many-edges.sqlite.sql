SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, j.`createdAt` AS `$edge0`, j.`addedById` AS `$edge1`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id` WHERE j.`taskId` = k.k0 AND EXISTS (SELECT 1 FROM `Users` AS t1 WHERE t1.`id` = j.`addedById` AND t1.`isActive` = ?)) AS t WHERE t.`$number` > 0 AND t.`$number` <= 3 ORDER BY t.`$position`, t.`$number`;
-- ["[3,4]",1]

SELECT k.i AS `$position`, COUNT(*) AS `$value0` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id` WHERE j.`taskId` = k.k0 AND EXISTS (SELECT 1 FROM `Users` AS t1 WHERE t1.`id` = j.`addedById` AND t1.`isActive` = ?) GROUP BY k.i;
-- ["[3,4]",1]

SELECT t.`id` AS `id` FROM `Tasks` AS t WHERE EXISTS (SELECT 1 FROM `TaskTags` AS j2 JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t1 ON j2.`tagId` = t1.`id` WHERE j2.`taskId` = t.`id` AND EXISTS (SELECT 1 FROM `Users` AS t3 WHERE t3.`id` = j2.`addedById` AND t3.`isActive` = ?)) ORDER BY t.`id` LIMIT 2;
-- [1]

SELECT t.`id` AS `id`, t.`handle` AS `handle` FROM `Users` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[175,123]"]
