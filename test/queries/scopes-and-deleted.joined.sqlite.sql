SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, t.`priority` AS `priority`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY CASE WHEN t.`priority` IS NULL THEN NULL ELSE CASE t.`priority` WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 WHEN ? THEN 3 ELSE 4 END END DESC, t.`dueOn` NULLS LAST, t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Task`.* FROM `Tasks` AS `Task` WHERE (`Task`.`status` IN ('open', 'in_progress', 'blocked'))) AS t WHERE t.`UserId` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["low","normal","high","urgent","[1,2,3]"]

SELECT COUNT(*) AS `$value0` FROM (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (NOT (`Comment`.`deletedAt` IS NULL))) AS t;

SELECT k.i AS `$position`, COUNT(*) AS `$value0` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN (SELECT `Task`.* FROM `Tasks` AS `Task` WHERE (`Task`.`status` IN ('open', 'in_progress', 'blocked'))) AS t WHERE t.`UserId` = k.k0 GROUP BY k.i;
-- ["[1,2,3]"]

SELECT t.`handle` AS `handle`, t.`id` AS `id` FROM `Users` AS t ORDER BY t.`id` LIMIT 3;

SELECT t.`id` AS `id`, t.`deletedAt` AS `deletedAt`, CAST(p1.`id` AS TEXT) AS `$p1.id`, p1.`deletedAt` AS `$p1.deletedAt` FROM (SELECT CAST(t.`id` AS TEXT) AS `id`, t.`deletedAt` AS `deletedAt`, CAST(t.`replyToId` AS TEXT) AS `replyToId`, t.`id` AS `$sort0` FROM (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (NOT (`Comment`.`deletedAt` IS NULL))) AS t WHERE t.`replyToId` IS NOT NULL ORDER BY t.`id` LIMIT 3) AS t LEFT JOIN `Comments` AS p1 ON p1.`id` = t.`replyToId` ORDER BY t.`$sort0`;

SELECT t.`id` AS `id`, t.`status` AS `status`, t.`priority` AS `priority`, t.`dueOn` AS `dueOn` FROM (SELECT `Task`.* FROM `Tasks` AS `Task` WHERE (`Task`.`status` IN ('open', 'in_progress', 'blocked')) AND (`Task`.`dueOn` >= '2026-03-01')) AS t ORDER BY CASE WHEN t.`priority` IS NULL THEN NULL ELSE CASE t.`priority` WHEN ? THEN 0 WHEN ? THEN 1 WHEN ? THEN 2 WHEN ? THEN 3 ELSE 4 END END DESC, t.`dueOn` NULLS LAST, t.`id` LIMIT 3;
-- ["low","normal","high","urgent"]
