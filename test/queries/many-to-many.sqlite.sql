SELECT * FROM (SELECT k.i AS `$position`, CAST(t.`id` AS TEXT) AS `id`, CAST(t.`replyToId` AS TEXT) AS `replyToId`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (`Comment`.`deletedAt` IS NULL)) AS t WHERE t.`taskId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[1,2,3,4,5,6]"]

SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Tasks` AS t JOIN `TaskTags` AS j ON j.`taskId` = t.`id` WHERE j.`tagId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 1 ORDER BY t.`$position`, t.`$number`;
-- ["[10,13,17,4,7,8]"]

SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, t.`id` AS `id`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Tag`.* FROM `Tags` AS `Tag` WHERE (`Tag`.`isRetired` = 0)) AS t JOIN `TaskTags` AS j ON j.`tagId` = t.`id` WHERE j.`taskId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 3 ORDER BY t.`$position`, t.`$number`;
-- ["[1,2,3,4,5,6]"]

SELECT t.`id` AS `id` FROM `Tasks` AS t ORDER BY t.`id` LIMIT 6;
