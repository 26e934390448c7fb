SELECT t.`id` AS `id` FROM `Companies` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[2,16,5,8,1]"]

SELECT t.`id` AS `id`, t.`CompanyId` AS `CompanyId` FROM `Users` AS t WHERE t.`id` IN (SELECT value FROM json_each(?));
-- ["[60,242,49,58,287]"]

SELECT t.`id` AS `id`, t.`UserId` AS `UserId` FROM `Tasks` AS t ORDER BY t.`id` LIMIT 5;
