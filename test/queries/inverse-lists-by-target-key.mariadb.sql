SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, CAST(t.`budget` AS CHAR) AS `budget`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT 'NORDFAEHRE' AS k0, 1 AS i UNION ALL SELECT 'TEJO', 2) AS k JOIN (`Projects` AS t) ON t.`company_code` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;

SELECT t.`code` AS `code` FROM `Companies` AS t ORDER BY t.`id` LIMIT 2;
