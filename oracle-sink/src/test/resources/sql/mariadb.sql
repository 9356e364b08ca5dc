-- create
CREATE TABLE `efd`.`t` (`ts` DATETIME(6) NOT NULL COMMENT 'event time, UTC', `k` INT NOT NULL, `name` VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, `c_int8` TINYINT NULL COMMENT 'INT8 of it''s \\ kind [m/s] (path)', `c_int16` SMALLINT NULL COMMENT 'INT16 of it''s \\ kind [m/s] (path)', `c_int32` INT NULL COMMENT 'INT32 of it''s \\ kind [m/s] (path)', `c_int64` BIGINT NULL COMMENT 'INT64 of it''s \\ kind [m/s] (path)', `c_float32` FLOAT NULL COMMENT 'FLOAT32 of it''s \\ kind [m/s] (path)', `c_float64` DOUBLE NULL COMMENT 'FLOAT64 of it''s \\ kind [m/s] (path)', `c_boolean` BOOLEAN NULL COMMENT 'BOOLEAN of it''s \\ kind [m/s] (path)', `c_date` DATE NULL COMMENT 'DATE of it''s \\ kind [m/s] (path)', `c_time` TIME(3) NULL COMMENT 'TIME of it''s \\ kind [m/s] (path)', `c_timestamp` DATETIME(6) NULL COMMENT 'TIMESTAMP of it''s \\ kind [m/s] (path)', `c_text` TEXT NULL COMMENT 'TEXT of it''s \\ kind [m/s] (path)', `c_key_text` VARCHAR(255) COLLATE utf8mb4_nopad_bin NULL COMMENT 'KEY_TEXT of it''s \\ kind [m/s] (path)', `c_json` LONGTEXT NULL COMMENT 'JSON of it''s \\ kind [m/s] (path)', `c_bytes` LONGBLOB NULL COMMENT 'BYTES of it''s \\ kind [m/s] (path)', `c_long_bytes` LONGBLOB NULL COMMENT 'LONG_BYTES of it''s \\ kind [m/s] (path)', `c_decimal` DECIMAL(20,3) NULL COMMENT 'DECIMAL of it''s \\ kind [m/s] (path)', `c_array` LONGTEXT NULL COMMENT 'ARRAY of it''s \\ kind [m/s] (path)', `level` CHAR(20) NULL, PRIMARY KEY (`ts`, `k`, `name`)) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
-- create by DAY
CREATE TABLE `efd`.`t_day` (`ts` DATETIME(6) NOT NULL COMMENT 'event time, UTC', `k` INT NOT NULL, `name` VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, `c_int8` TINYINT NULL COMMENT 'INT8 of it''s \\ kind [m/s] (path)', PRIMARY KEY (`ts`, `k`, `name`)) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b' PARTITION BY RANGE COLUMNS(`ts`) (PARTITION `p0` VALUES LESS THAN ('2020-01-01'));
-- create by MONTH
CREATE TABLE `efd`.`t_month` (`ts` DATETIME(6) NOT NULL COMMENT 'event time, UTC', `k` INT NOT NULL, `name` VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, `c_int8` TINYINT NULL COMMENT 'INT8 of it''s \\ kind [m/s] (path)', PRIMARY KEY (`ts`, `k`, `name`)) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b' PARTITION BY RANGE COLUMNS(`ts`) (PARTITION `p0` VALUES LESS THAN ('2020-01-01'));
-- create by YEAR
CREATE TABLE `efd`.`t_year` (`ts` DATETIME(6) NOT NULL COMMENT 'event time, UTC', `k` INT NOT NULL, `name` VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, `c_int8` TINYINT NULL COMMENT 'INT8 of it''s \\ kind [m/s] (path)', PRIMARY KEY (`ts`, `k`, `name`)) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b' PARTITION BY RANGE COLUMNS(`ts`) (PARTITION `p0` VALUES LESS THAN ('2020-01-01'));
-- create a part
CREATE TABLE `efd`.`t__2` (`ts` DATETIME(6) NOT NULL COMMENT 'event time, UTC', `k` INT NOT NULL, `x0` DOUBLE NULL, PRIMARY KEY (`ts`, `k`)) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
-- create with hostile names
CREATE TABLE `efd`.`a___drop_table_x____` (`b___` BIGINT NOT NULL COMMENT '''; DROP TABLE x; --', `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_aa20c23e` FLOAT NULL COMMENT 'é', PRIMARY KEY (`b___`)) ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
-- create without key
CREATE TABLE `efd`.`nokey` (`c_int8` TINYINT NULL COMMENT 'INT8 of it''s \\ kind [m/s] (path)', `c_int16` SMALLINT NULL COMMENT 'INT16 of it''s \\ kind [m/s] (path)') ENGINE=InnoDB CHARACTER SET utf8mb4 COMMENT='efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
-- add columns
ALTER TABLE `efd`.`t` ADD COLUMN `added` DOUBLE NULL COMMENT 'it''s new', ADD COLUMN `added_too` TEXT NULL;
-- widen
ALTER TABLE `efd`.`t` MODIFY COLUMN `c_int32` INT NULL COMMENT 'INT32 of it''s \\ kind [m/s] (path)';
-- mark
ALTER TABLE `efd`.`t` COMMENT='it''s ours';
-- insert
INSERT INTO `efd`.`t` (`ts`, `k`, `name`, `c_float64`, `c_text`, `c_json`, `c_long_bytes`, `level`) VALUES (?, ?, ?, ?, ?, ?, ?, ?);
-- upsert
INSERT INTO `efd`.`t` (`ts`, `k`, `name`, `c_float64`, `c_text`, `c_json`, `c_long_bytes`, `level`) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE `c_float64` = VALUES(`c_float64`), `c_text` = VALUES(`c_text`), `c_json` = VALUES(`c_json`), `c_long_bytes` = VALUES(`c_long_bytes`), `level` = VALUES(`level`);
-- upsert of keys alone
INSERT INTO `efd`.`keys` (`ts`, `k`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `ts` = VALUES(`ts`);
-- update
UPDATE `efd`.`t` SET `c_float64` = ?, `c_text` = ?, `c_json` = ?, `c_long_bytes` = ?, `level` = ? WHERE `ts` = ? AND `k` = ? AND `name` = ?;
-- delete
DELETE FROM `efd`.`t` WHERE `ts` = ? AND `k` = ? AND `name` = ?;
-- add a partition
ALTER TABLE `efd`.`t_month` ADD PARTITION (PARTITION `t_p20261101` VALUES LESS THAN ('2026-12-01'));
-- drop a partition
ALTER TABLE `efd`.`t_month` DROP PARTITION `t_p20261101`;
-- positions
CREATE TABLE `efd_connect_offsets` (`connector` VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, `topic` VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL, `kpartition` INT NOT NULL, `next_offset` BIGINT NOT NULL, `told_offset` BIGINT NOT NULL, `epoch` BIGINT NOT NULL, PRIMARY KEY (`connector`, `topic`, `kpartition`));
SELECT `topic`, `kpartition`, `next_offset`, `told_offset`, `epoch` FROM `efd_connect_offsets` WHERE `connector` = ? AND (`topic`, `kpartition`) IN ((?, ?), (?, ?)) ORDER BY `topic`, `kpartition` FOR UPDATE;
INSERT INTO `efd_connect_offsets` (`connector`, `topic`, `kpartition`, `next_offset`, `told_offset`, `epoch`) VALUES (?, ?, ?, ?, ?, ?);
UPDATE `efd_connect_offsets` SET `next_offset` = ?, `told_offset` = ? WHERE `connector` = ? AND `topic` = ? AND `kpartition` = ?;
UPDATE `efd_connect_offsets` SET `next_offset` = ?, `told_offset` = ? WHERE `connector` = ? AND `topic` = ? AND `kpartition` = ? AND `next_offset` = ? AND `told_offset` = ? AND `epoch` = ?;
UPDATE `efd_connect_offsets` SET `epoch` = ? WHERE `connector` = ? AND `topic` = ? AND `kpartition` = ?;
DELETE FROM `efd_connect_offsets` WHERE `connector` = ? AND `topic` = ? AND `kpartition` = ?;
