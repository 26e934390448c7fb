SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id` WHERE j.`taskId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 101 ORDER BY t.`$position`, t.`$number`;
-- ["[37,61,121]"]

SELECT t.`id` AS `id`, t.`CompanyId` AS `CompanyId` FROM `Users` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[170,252,234]"]

SELECT t.`id` AS `id`, t.`UserId` AS `UserId` FROM `Tasks` AS t WHERE (EXISTS (SELECT 1 FROM `Users` AS t1 WHERE t1.`id` = t.`UserId` AND EXISTS (SELECT 1 FROM `Companies` AS t2 WHERE t2.`id` = t1.`CompanyId` AND t2.`country` = ?)) AND EXISTS (SELECT 1 FROM `TaskTags` AS j4 JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t3 ON j4.`tagId` = t3.`id` WHERE j4.`taskId` = t.`id` AND INSTR(t3.`name`, ?) > 0) AND NOT EXISTS (SELECT 1 FROM `TaskTags` AS j6 JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t5 ON j6.`tagId` = t5.`id` WHERE j6.`taskId` = t.`id` AND t5.`name` = ?) AND NOT EXISTS (SELECT 1 FROM (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (`Comment`.`deletedAt` IS NULL)) AS t7 WHERE t7.`taskId` = t.`id` AND (t7.`body` <> ?) IS NOT TRUE)) ORDER BY t.`id` LIMIT 3;
-- ["DE","a","urgent",""]

SELECT t.`id` AS `id`, t.`country` AS `country` FROM `Companies` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[1]"]
