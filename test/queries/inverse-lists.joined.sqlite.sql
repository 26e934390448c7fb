SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Tasks` AS t WHERE t.`creatorId` = k.k0) AS t WHERE t.`$number` > 1 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[1,2,3]"]

SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, t.`status` AS `status`, t.`dueOn` AS `dueOn`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Tasks` AS t WHERE t.`UserId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[1,2,3]"]

SELECT t.`$position` AS `$position`, t.`handle` AS `handle`, p1.`id` AS `$p1.id`, p1.`handle` AS `$p1.handle` FROM (SELECT k.i AS `$position`, t.`handle` AS `handle`, t.`managerId` AS `managerId`, t.`id` AS `$sort0`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Users` AS t WHERE t.`managerId` = k.k0) AS t LEFT JOIN `Users` AS p1 ON p1.`id` = t.`managerId` WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[1,2,3]"]

SELECT t.`handle` AS `handle`, t.`id` AS `id` FROM `Users` AS t ORDER BY t.`id` LIMIT 3;
