SELECT COUNT(*) AS `$value0` FROM `Tasks` AS t WHERE t.`status` = 'open';

SELECT t.`id` AS `id`, t.`project_id` AS `projectId`, t.`number` AS `number`, t.`project_id` AS `$order0`, t.`number` AS `$order1`, t.`id` AS `$order2` FROM `Tasks` AS t WHERE t.`status` = 'open' AND (t.`project_id` < 1 OR t.`project_id` = 1 AND t.`number` > 11 OR t.`project_id` = 1 AND t.`number` = 11 AND t.`id` < 398) ORDER BY t.`project_id` DESC, t.`number`, t.`id` DESC LIMIT 3;

SELECT t.`id` AS `id`, t.`project_id` AS `projectId`, t.`number` AS `number`, t.`project_id` AS `$order0`, t.`number` AS `$order1`, t.`id` AS `$order2` FROM `Tasks` AS t WHERE t.`status` = 'open' AND (t.`project_id` > 1 OR t.`project_id` = 1 AND t.`number` < 11 OR t.`project_id` = 1 AND t.`number` = 11 AND t.`id` > 398) ORDER BY t.`project_id`, t.`number` DESC, t.`id` LIMIT 3;
