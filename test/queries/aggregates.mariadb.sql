SELECT COUNT(*) AS `$value0`, CAST(SUM(t.`price`) AS CHAR) AS `$value1`, MIN(t.`dueOn`) AS `$value2` FROM `Tasks` AS t WHERE FALSE;

SELECT COUNT(*) AS `$value0`, COUNT(DISTINCT t.`UserId`) AS `$value1`, CAST(SUM(t.`price`) AS CHAR) AS `$value2`, CAST(SUM(t.`number`) AS CHAR) AS `$value3`, CAST(SUM(t.`price`) AS CHAR) AS `$value4`, COUNT(t.`price`) AS `$count4`, CAST(SUM(t.`number`) AS CHAR) AS `$value5`, COUNT(t.`number`) AS `$count5`, MIN(t.`dueOn`) AS `$value6`, MIN(t.`taskName`) AS `$value7`, CAST(MAX(t.`completedAt`) AS CHAR) AS `$value8` FROM `Tasks` AS t WHERE t.`status` = 'done';
