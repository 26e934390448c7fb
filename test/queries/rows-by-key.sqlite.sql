SELECT k.i AS `$position`, t.`id` AS `id` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Users` AS t ON t.`handle` = k.k0;
-- ["[\"nobody\"]"]

SELECT k.i AS `$position`, t.`id` AS `id`, t.`number` AS `number`, t.`taskName` AS `taskName`, t.`customFields` AS `customFields`, CASE TYPEOF(t.`price`) WHEN 'integer' THEN CAST(t.`price` AS TEXT) ELSE t.`price` END AS `price`, t.`estimatedHours` AS `estimatedHours`, t.`completedAt` AS `completedAt` FROM (SELECT key + 1 AS i, json_extract(value, '$[0]') AS k0, json_extract(value, '$[1]') AS k1 FROM json_each(?)) AS k JOIN `Tasks` AS t ON t.`project_id` = k.k0 AND t.`number` = k.k1;
-- ["[[1,1]]"]

SELECT k.i AS `$position`, t.`name` AS `name`, CAST(t.`annualRevenue` AS TEXT) AS `annualRevenue` FROM (SELECT key + 1 AS i, value AS k0 FROM json_each(?)) AS k JOIN `Companies` AS t ON t.`code` = k.k0;
-- ["[\"EMPTY\"]"]

SELECT t.`id` AS `id`, t.`number` AS `number`, t.`taskName` AS `taskName`, t.`customFields` AS `customFields`, CASE TYPEOF(t.`price`) WHEN 'integer' THEN CAST(t.`price` AS TEXT) ELSE t.`price` END AS `price`, t.`estimatedHours` AS `estimatedHours`, t.`completedAt` AS `completedAt` FROM `Tasks` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[1,2,999999]"]
