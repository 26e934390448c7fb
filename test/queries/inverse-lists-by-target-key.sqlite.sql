SELECT * FROM (SELECT k.i AS `$position`, t.`name` AS `name`, CASE TYPEOF(t.`budget`) WHEN 'integer' THEN CAST(t.`budget` AS TEXT) ELSE t.`budget` END AS `budget`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Projects` AS t WHERE t.`company_code` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 2 ORDER BY t.`$position`, t.`$number`;
-- ["[\"NORDFAEHRE\",\"TEJO\"]"]

SELECT t.`code` AS `code` FROM `Companies` AS t ORDER BY t.`id` LIMIT 2;
