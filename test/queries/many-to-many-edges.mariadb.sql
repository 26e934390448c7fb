SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, CAST(j.`createdAt` AS CHAR) AS `$edge0`, j.`addedById` AS `$edge1`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT 3 AS k0, 1 AS i UNION ALL SELECT 4, 2) AS k JOIN ((SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = false)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id`) ON j.`taskId` = k.k0 WHERE EXISTS (SELECT 1 FROM `Users` AS t1 WHERE t1.`id` = j.`addedById` AND t1.`isActive` = true)) AS t WHERE t.`$number` > 0 AND t.`$number` <= 3 ORDER BY t.`$position`, t.`$number`;

SELECT k.i AS `$position`, COUNT(*) AS `$value0` FROM (SELECT 3 AS k0, 1 AS i UNION ALL SELECT 4, 2) AS k JOIN ((SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = false)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id`) ON j.`taskId` = k.k0 WHERE EXISTS (SELECT 1 FROM `Users` AS t1 WHERE t1.`id` = j.`addedById` AND t1.`isActive` = true) GROUP BY k.i;

SELECT t.`id` AS `id` FROM `Tasks` AS t WHERE EXISTS (SELECT 1 FROM `TaskTags` AS j2 JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = false)) AS t1 ON j2.`tagId` = t1.`id` WHERE j2.`taskId` = t.`id` AND EXISTS (SELECT 1 FROM `Users` AS t3 WHERE t3.`id` = j2.`addedById` AND t3.`isActive` = true)) ORDER BY t.`id` LIMIT 2;

SELECT t.`id` AS `id`, t.`handle` AS `handle` FROM `Users` AS t WHERE t.`id` IN (175, 123);
