SELECT * FROM (SELECT k.i AS `$position`, t.`id` AS `id`, t.`dueOn` AS `dueOn`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`dueOn` DESC, t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Tasks` AS t WHERE t.`project_id` = k.k0 AND t.`status` <> ?) AS t WHERE t.`$number` > 0 AND t.`$number` <= 3 ORDER BY t.`$position`, t.`$number`;
-- ["[1,2,3]","cancelled"]

SELECT k.i AS `$position`, COUNT(*) AS `$value0`, CAST(SUBSTR('0000000000000000000' || ((SUM(CAST(ROUND(t.`price` * 100.0) AS INTEGER) >> 32) + (SUM(CAST(ROUND(t.`price` * 100.0) AS INTEGER) & 4294967295) >> 32)) + 4611686018427387904), -19) || SUBSTR('0000000000' || (SUM(CAST(ROUND(t.`price` * 100.0) AS INTEGER) & 4294967295) & 4294967295), -10) AS TEXT) AS `$value1`, CAST(SUM(t.`number`) AS TEXT) AS `$value2`, COUNT(t.`number`) AS `$count2`, MAX(t.`dueOn`) AS `$value3` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Tasks` AS t WHERE t.`project_id` = k.k0 AND t.`status` <> ? GROUP BY k.i;
-- ["[1,2,3]","cancelled"]

SELECT t.`name` AS `name`, t.`id` AS `id` FROM `Projects` AS t WHERE EXISTS (SELECT 1 FROM `Tasks` AS t1 WHERE t1.`project_id` = t.`id`) ORDER BY t.`id` LIMIT 3;
