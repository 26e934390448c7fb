SELECT k.i AS `$position`, t.`id` AS `id` FROM (SELECT 'nobody' AS k0, 1 AS i) AS k JOIN `Users` AS t ON t.`handle` = k.k0;

SELECT k.i AS `$position`, t.`id` AS `id`, t.`number` AS `number`, t.`taskName` AS `taskName`, CAST(t.`customFields` AS CHAR) AS `customFields`, CAST(t.`price` AS CHAR) AS `price`, t.`estimatedHours` AS `estimatedHours`, CAST(t.`completedAt` AS CHAR) AS `completedAt` FROM (SELECT 1 AS k0, 1 AS k1, 1 AS i) AS k JOIN `Tasks` AS t ON t.`project_id` = k.k0 AND t.`number` = k.k1;

SELECT k.i AS `$position`, t.`name` AS `name`, t.`annualRevenue` AS `annualRevenue` FROM (SELECT 'EMPTY' AS k0, 1 AS i) AS k JOIN `Companies` AS t ON t.`code` = k.k0;

SELECT t.`id` AS `id`, t.`number` AS `number`, t.`taskName` AS `taskName`, CAST(t.`customFields` AS CHAR) AS `customFields`, CAST(t.`price` AS CHAR) AS `price`, t.`estimatedHours` AS `estimatedHours`, CAST(t.`completedAt` AS CHAR) AS `completedAt` FROM `Tasks` AS t WHERE t.`id` IN (1, 2, 999999);
