SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, t.`dueOn` AS `dueOn`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`dueOn` DESC, t.`id`) AS `$number` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN (`Tasks` AS t) ON t.`project_id` = k.k0 WHERE t.`status` <> 'cancelled') AS t WHERE t.`$number` > 0 AND t.`$number` <= 3 ORDER BY t.`$position`, t.`$number`;

SELECT k.i AS `$position`, COUNT(*) AS `$value0`, CAST(SUM(t.`price`) AS CHAR) AS `$value1`, CAST(SUM(t.`number`) AS CHAR) AS `$value2`, COUNT(t.`number`) AS `$count2`, MAX(t.`dueOn`) AS `$value3` FROM (SELECT 1 AS k0, 1 AS i UNION ALL SELECT 2, 2 UNION ALL SELECT 3, 3) AS k JOIN `Tasks` AS t ON t.`project_id` = k.k0 WHERE t.`status` <> 'cancelled' GROUP BY k.i;

SELECT t.`name` AS `name`, t.`id` AS `id` FROM `Projects` AS t WHERE EXISTS (SELECT 1 FROM `Tasks` AS t1 WHERE t1.`project_id` = t.`id`) ORDER BY t.`id` LIMIT 3;
