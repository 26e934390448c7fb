SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, t.`priority` AS `priority`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`priority` DESC, t.`dueOn` IS NULL, t.`dueOn`, t.`id`) AS `$number` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN ((SELECT `Task`.* FROM `Tasks` AS `Task` WHERE (`Task`.`status` IN ('open', 'in_progress', 'blocked'))) AS t) ON t.`UserId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;

SELECT COUNT(*) AS `$value0` FROM (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (NOT (`Comment`.`deletedAt` IS NULL))) AS t;

SELECT k.i AS `$position`, COUNT(*) AS `$value0` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN (SELECT `Task`.* FROM `Tasks` AS `Task` WHERE (`Task`.`status` IN ('open', 'in_progress', 'blocked'))) AS t ON t.`UserId` = k.k0 GROUP BY k.i;

SELECT t.`handle` AS `handle`, t.`id` AS `id` FROM `Users` AS t ORDER BY t.`id` LIMIT 3;

SELECT t.`id` AS `id`, t.`deletedAt` AS `deletedAt`, p1.`id` AS `$p1.id`, CAST(p1.`deletedAt` AS CHAR) AS `$p1.deletedAt` FROM (SELECT t.`id` AS `id`, CAST(t.`deletedAt` AS CHAR) AS `deletedAt`, t.`replyToId` AS `replyToId`, t.`id` AS `$sort0` FROM (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (NOT (`Comment`.`deletedAt` IS NULL))) AS t WHERE t.`replyToId` IS NOT NULL ORDER BY t.`id` LIMIT 3) AS t LEFT JOIN `Comments` AS p1 ON p1.`id` = t.`replyToId` ORDER BY t.`$sort0`;

SELECT t.`id` AS `id`, t.`status` AS `status`, t.`priority` AS `priority`, t.`dueOn` AS `dueOn` FROM (SELECT `Task`.* FROM `Tasks` AS `Task` WHERE (`Task`.`status` IN ('open', 'in_progress', 'blocked')) AND (`Task`.`dueOn` >= '2026-03-01')) AS t ORDER BY t.`priority` DESC, t.`dueOn` IS NULL, t.`dueOn`, t.`id` LIMIT 3;
