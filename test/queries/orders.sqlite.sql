SELECT k.i AS `$position`, COUNT(*) AS `$value0` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Tasks` AS t WHERE t.`UserId` = k.k0 GROUP BY k.i;
-- ["[7,165,95]"]

SELECT t.`handle` AS `handle`, t.`id` AS `id` FROM `Users` AS t ORDER BY (SELECT COUNT(*) FROM `Tasks` AS t1 WHERE t1.`UserId` = t.`id`) DESC, t.`handle`, t.`id` LIMIT 3;

SELECT t.`id` AS `id`, t.`dueOn` AS `dueOn`, t.`UserId` AS `UserId` FROM `Tasks` AS t LEFT JOIN `Users` AS t1 ON t1.`id` = t.`UserId` LEFT JOIN `Companies` AS t2 ON t2.`id` = t1.`CompanyId` ORDER BY t2.`name` DESC NULLS FIRST, t.`dueOn`, t.`id` LIMIT 3;
