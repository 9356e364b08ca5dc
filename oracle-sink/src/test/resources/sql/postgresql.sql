-- create
CREATE TABLE "efd"."t" ("ts" timestamp(6) NOT NULL, "k" integer NOT NULL, "name" varchar(255) NOT NULL, "c_int8" smallint, "c_int16" smallint, "c_int32" integer, "c_int64" bigint, "c_float32" real, "c_float64" double precision, "c_boolean" boolean, "c_date" date, "c_time" time(3), "c_timestamp" timestamp(6), "c_text" text, "c_key_text" varchar(255), "c_json" jsonb, "c_bytes" bytea, "c_long_bytes" bytea, "c_decimal" numeric(20,3), "c_array" double precision[], "level" CHAR(20), CONSTRAINT "t_pk" PRIMARY KEY ("ts", "k", "name"));
COMMENT ON TABLE "efd"."t" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."t"."ts" IS 'event time, UTC';
COMMENT ON COLUMN "efd"."t"."c_int8" IS 'INT8 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_int16" IS 'INT16 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_int32" IS 'INT32 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_int64" IS 'INT64 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_float32" IS 'FLOAT32 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_float64" IS 'FLOAT64 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_boolean" IS 'BOOLEAN of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_date" IS 'DATE of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_time" IS 'TIME of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_timestamp" IS 'TIMESTAMP of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_text" IS 'TEXT of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_key_text" IS 'KEY_TEXT of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_json" IS 'JSON of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_bytes" IS 'BYTES of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_long_bytes" IS 'LONG_BYTES of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_decimal" IS 'DECIMAL of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."t"."c_array" IS 'ARRAY of it''s \ kind [m/s] (path)';
-- create by DAY
CREATE TABLE "efd"."t_day" ("ts" timestamp(6) NOT NULL, "k" integer NOT NULL, "name" varchar(255) NOT NULL, "c_int8" smallint, CONSTRAINT "t_day_pk" PRIMARY KEY ("ts", "k", "name")) PARTITION BY RANGE ("ts");
CREATE INDEX ON "efd"."t_day" USING brin ("ts");
COMMENT ON TABLE "efd"."t_day" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."t_day"."ts" IS 'event time, UTC';
COMMENT ON COLUMN "efd"."t_day"."c_int8" IS 'INT8 of it''s \ kind [m/s] (path)';
-- create by MONTH
CREATE TABLE "efd"."t_month" ("ts" timestamp(6) NOT NULL, "k" integer NOT NULL, "name" varchar(255) NOT NULL, "c_int8" smallint, CONSTRAINT "t_month_pk" PRIMARY KEY ("ts", "k", "name")) PARTITION BY RANGE ("ts");
CREATE INDEX ON "efd"."t_month" USING brin ("ts");
COMMENT ON TABLE "efd"."t_month" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."t_month"."ts" IS 'event time, UTC';
COMMENT ON COLUMN "efd"."t_month"."c_int8" IS 'INT8 of it''s \ kind [m/s] (path)';
-- create by YEAR
CREATE TABLE "efd"."t_year" ("ts" timestamp(6) NOT NULL, "k" integer NOT NULL, "name" varchar(255) NOT NULL, "c_int8" smallint, CONSTRAINT "t_year_pk" PRIMARY KEY ("ts", "k", "name")) PARTITION BY RANGE ("ts");
CREATE INDEX ON "efd"."t_year" USING brin ("ts");
COMMENT ON TABLE "efd"."t_year" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."t_year"."ts" IS 'event time, UTC';
COMMENT ON COLUMN "efd"."t_year"."c_int8" IS 'INT8 of it''s \ kind [m/s] (path)';
-- create a part
CREATE TABLE "efd"."t__2" ("ts" timestamp(6) NOT NULL, "k" integer NOT NULL, "x0" double precision, CONSTRAINT "t__2_pk" PRIMARY KEY ("ts", "k"));
COMMENT ON TABLE "efd"."t__2" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."t__2"."ts" IS 'event time, UTC';
-- create with hostile names
CREATE TABLE "efd"."a___drop_table_x____" ("b___" bigint NOT NULL, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_aa20c23e" real, CONSTRAINT "a___drop_table_x_____pk" PRIMARY KEY ("b___"));
COMMENT ON TABLE "efd"."a___drop_table_x____" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."a___drop_table_x____"."b___" IS '''; DROP TABLE x; --';
COMMENT ON COLUMN "efd"."a___drop_table_x____"."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_aa20c23e" IS 'é';
-- create without key
CREATE TABLE "efd"."nokey" ("c_int8" smallint, "c_int16" smallint);
COMMENT ON TABLE "efd"."nokey" IS 'efd-connect: topic=lsst.sal.X connector=it''s whole=a.b';
COMMENT ON COLUMN "efd"."nokey"."c_int8" IS 'INT8 of it''s \ kind [m/s] (path)';
COMMENT ON COLUMN "efd"."nokey"."c_int16" IS 'INT16 of it''s \ kind [m/s] (path)';
-- add columns
ALTER TABLE "efd"."t" ADD COLUMN "added" double precision, ADD COLUMN "added_too" text;
COMMENT ON COLUMN "efd"."t"."added" IS 'it''s new';
-- widen
ALTER TABLE "efd"."t" ALTER COLUMN "c_int32" TYPE integer;
-- mark
COMMENT ON TABLE "efd"."t" IS 'it''s ours';
-- insert
INSERT INTO "efd"."t" ("ts", "k", "name", "c_float64", "c_text", "c_json", "c_long_bytes", "level") VALUES (?, ?, ?, ?, ?, ?, ?, ?);
-- upsert
INSERT INTO "efd"."t" ("ts", "k", "name", "c_float64", "c_text", "c_json", "c_long_bytes", "level") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("ts", "k", "name") DO UPDATE SET "c_float64" = EXCLUDED."c_float64", "c_text" = EXCLUDED."c_text", "c_json" = EXCLUDED."c_json", "c_long_bytes" = EXCLUDED."c_long_bytes", "level" = EXCLUDED."level";
-- upsert of keys alone
INSERT INTO "efd"."keys" ("ts", "k") VALUES (?, ?) ON CONFLICT ("ts", "k") DO NOTHING;
-- update
UPDATE "efd"."t" SET "c_float64" = ?, "c_text" = ?, "c_json" = ?, "c_long_bytes" = ?, "level" = ? WHERE "ts" = ? AND "k" = ? AND "name" = ?;
-- delete
DELETE FROM "efd"."t" WHERE "ts" = ? AND "k" = ? AND "name" = ?;
-- add a partition
CREATE TABLE IF NOT EXISTS "efd"."t_p20261101" PARTITION OF "efd"."t_month" FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');
-- drop a partition
DROP TABLE "efd"."t_p20261101";
-- positions
CREATE TABLE "efd_connect_offsets" ("connector" varchar(255) NOT NULL, "topic" varchar(255) NOT NULL, "kpartition" integer NOT NULL, "next_offset" bigint NOT NULL, "told_offset" bigint NOT NULL, "epoch" bigint NOT NULL, PRIMARY KEY ("connector", "topic", "kpartition"));
SELECT "topic", "kpartition", "next_offset", "told_offset", "epoch" FROM "efd_connect_offsets" WHERE "connector" = ? AND ("topic", "kpartition") IN ((?, ?), (?, ?)) ORDER BY "topic", "kpartition" FOR UPDATE;
INSERT INTO "efd_connect_offsets" ("connector", "topic", "kpartition", "next_offset", "told_offset", "epoch") VALUES (?, ?, ?, ?, ?, ?);
UPDATE "efd_connect_offsets" SET "next_offset" = ?, "told_offset" = ? WHERE "connector" = ? AND "topic" = ? AND "kpartition" = ?;
UPDATE "efd_connect_offsets" SET "next_offset" = ?, "told_offset" = ? WHERE "connector" = ? AND "topic" = ? AND "kpartition" = ? AND "next_offset" = ? AND "told_offset" = ? AND "epoch" = ?;
UPDATE "efd_connect_offsets" SET "epoch" = ? WHERE "connector" = ? AND "topic" = ? AND "kpartition" = ?;
DELETE FROM "efd_connect_offsets" WHERE "connector" = ? AND "topic" = ? AND "kpartition" = ?;
