SELECT CAST(t.`id` AS TEXT) AS `id` FROM (SELECT `Comment`.* FROM `Comments` AS `Comment` WHERE (`Comment`.`deletedAt` IS NULL)) AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[2557,1213,685,817,2497]"]

SELECT t.`file_name` AS `fileName`, t.`task_id` AS `taskId`, CAST(t.`comment_id` AS TEXT) AS `commentId`, t.`uploader_id` AS `uploaderId` FROM `file_attachments` AS t ORDER BY t.`id` LIMIT 8;

SELECT t.`id` AS `id`, t.`handle` AS `handle` FROM `Users` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[140,73,144,176,138,203,294,26]"]

SELECT t.`id` AS `id`, t.`taskName` AS `taskName` FROM `Tasks` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[381,361,541,1114,510,272,333,1090]"]
