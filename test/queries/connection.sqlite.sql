SELECT COUNT(*) AS `$value0` FROM `Tasks` AS t WHERE t.`status` = ?;
-- ["open"]

SELECT t.`id` AS `id`, t.`project_id` AS `projectId`, t.`number` AS `number`, t.`project_id` AS `$order0`, t.`number` AS `$order1`, t.`id` AS `$order2` FROM `Tasks` AS t WHERE t.`status` = ? AND t.`project_id` <= ? AND (t.`project_id` < ? OR t.`project_id` = ? AND t.`number` > ? OR t.`project_id` = ? AND t.`number` = ? AND t.`id` < ?) ORDER BY t.`project_id` DESC, t.`number`, t.`id` DESC LIMIT 3;
-- ["open",1,1,1,11,1,11,398]

SELECT t.`id` AS `id`, t.`project_id` AS `projectId`, t.`number` AS `number`, t.`project_id` AS `$order0`, t.`number` AS `$order1`, t.`id` AS `$order2` FROM `Tasks` AS t WHERE t.`status` = ? AND t.`project_id` >= ? AND (t.`project_id` > ? OR t.`project_id` = ? AND t.`number` < ? OR t.`project_id` = ? AND t.`number` = ? AND t.`id` > ?) ORDER BY t.`project_id`, t.`number` DESC, t.`id` LIMIT 3;
-- ["open",1,1,1,11,1,11,398]
