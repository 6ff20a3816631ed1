CREATE TABLE "jobs"."job_state_changes" (
	"job_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"source" text NOT NULL,
	CONSTRAINT "job_state_changes_job_id_ordinal_pk" PRIMARY KEY("job_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "jobs"."jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"project_id" text NOT NULL,
	"submitter_id" text NOT NULL,
	"center_id" text NOT NULL,
	"partition_id" text NOT NULL,
	"driver" text NOT NULL,
	"simulated" boolean NOT NULL,
	"placement_policy" text NOT NULL,
	"script" text NOT NULL,
	"environment" jsonb NOT NULL,
	"cores" integer NOT NULL,
	"nodes" integer NOT NULL,
	"accelerators" integer NOT NULL,
	"memory_mebibytes" integer,
	"time_limit_seconds" integer NOT NULL,
	"software_product_id" text,
	"software_version" text,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"state_at" timestamp (3) with time zone NOT NULL,
	"changes" integer NOT NULL,
	"is_active" boolean NOT NULL,
	"reason_code" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"cancelled_by" text,
	"cancel_reason" text,
	"native_id" text,
	"native_base" text NOT NULL,
	"native_flags" jsonb NOT NULL,
	"native_raw" text NOT NULL,
	"native_reason" text,
	"exit_code" integer,
	"exit_signal" text,
	"cpu_seconds" double precision,
	"max_memory_mebibytes" double precision,
	"energy_kilowatt_hours" numeric
);
--> statement-breakpoint
CREATE TABLE "jobs"."known_centers" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"simulated" boolean NOT NULL,
	"driver" text NOT NULL,
	"access_state" text NOT NULL,
	"scheduling_state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs"."known_partitions" (
	"id" text PRIMARY KEY NOT NULL,
	"center_id" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"is_default" boolean NOT NULL,
	"nodes" integer NOT NULL,
	"cores_per_node" integer NOT NULL,
	"memory_mebibytes_per_node" integer NOT NULL,
	"accelerator" jsonb,
	"max_nodes" integer NOT NULL,
	"max_time_limit_seconds" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs"."known_projects" (
	"id" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs"."simulated_jobs" (
	"key" text PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"name" text NOT NULL,
	"cores" integer NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"wait_seconds" double precision NOT NULL,
	"run_seconds" double precision NOT NULL,
	"end" jsonb NOT NULL,
	"cancelled_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "jobs"."job_state_changes" ADD CONSTRAINT "job_state_changes_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "jobs"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs"."known_partitions" ADD CONSTRAINT "known_partitions_center_id_known_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "jobs"."known_centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "jobs_by_project" ON "jobs"."jobs" USING btree ("project_id","submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_by_time" ON "jobs"."jobs" USING btree ("submitted_at","id");--> statement-breakpoint
CREATE INDEX "jobs_active_by_driver" ON "jobs"."jobs" USING btree ("driver","is_active");--> statement-breakpoint
CREATE INDEX "jobs_by_end" ON "jobs"."jobs" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "known_partitions_by_center" ON "jobs"."known_partitions" USING btree ("center_id");