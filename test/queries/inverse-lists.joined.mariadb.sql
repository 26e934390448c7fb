SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN (`Tasks` AS t) ON t.`creatorId` = k.k0) AS t WHERE t.`$number` > 1 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;

SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, t.`status` AS `status`, t.`dueOn` AS `dueOn`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN (`Tasks` AS t) ON t.`UserId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;

SELECT t.`$position` AS `$position`, t.`handle` AS `handle`, p1.`id` AS `$p1.id`, p1.`handle` AS `$p1.handle` FROM (SELECT k.i AS `$position`, t.`handle` AS `handle`, t.`managerId` AS `managerId`, t.`id` AS `$sort0`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN (`Users` AS t) ON t.`managerId` = k.k0) AS t LEFT JOIN `Users` AS p1 ON p1.`id` = t.`managerId` WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;

SELECT t.`handle` AS `handle`, t.`id` AS `id` FROM `Users` AS t ORDER BY t.`id` LIMIT 3;
