CREATE TABLE "centers"."centers" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"simulated" boolean NOT NULL,
	"driver" text NOT NULL,
	"owner_kind" text NOT NULL,
	"service_kind" text NOT NULL,
	"access_state" text NOT NULL,
	"scheduling_state" text NOT NULL,
	"city" text,
	"latitude" double precision,
	"longitude" double precision,
	"pue" double precision,
	"listed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "centers_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "centers"."clusters" (
	"id" text PRIMARY KEY NOT NULL,
	"center_id" text NOT NULL,
	"name" text NOT NULL,
	"scheduler" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "centers"."front_ends" (
	"id" text PRIMARY KEY NOT NULL,
	"center_id" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "centers"."job_waits" (
	"job_id" text PRIMARY KEY NOT NULL,
	"center_id" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"wait_seconds" integer
);
--> statement-breakpoint
CREATE TABLE "centers"."maintenance_windows" (
	"id" text PRIMARY KEY NOT NULL,
	"center_id" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "centers"."occupancies" (
	"center_id" text PRIMARY KEY NOT NULL,
	"observed_at" timestamp (3) with time zone NOT NULL,
	"nodes_total" integer NOT NULL,
	"nodes_allocated" integer NOT NULL,
	"nodes_idle" integer NOT NULL,
	"nodes_down" integer NOT NULL,
	"cores_total" integer NOT NULL,
	"cores_allocated" integer NOT NULL,
	"cores_idle" integer NOT NULL,
	"accelerators" jsonb NOT NULL,
	"queue_running" integer NOT NULL,
	"queue_pending" integer NOT NULL,
	"power_watts" double precision
);
--> statement-breakpoint
CREATE TABLE "centers"."partitions" (
	"id" text PRIMARY KEY NOT NULL,
	"cluster_id" text NOT NULL,
	"center_id" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"is_default" boolean NOT NULL,
	"nodes" integer NOT NULL,
	"cores_per_node" integer NOT NULL,
	"memory_mebibytes_per_node" integer NOT NULL,
	"accelerator_vendor" text,
	"accelerator_model" text,
	"accelerators_per_node" integer,
	"max_nodes" integer NOT NULL,
	"max_time_limit_seconds" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "centers"."clusters" ADD CONSTRAINT "clusters_center_id_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "centers"."centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centers"."front_ends" ADD CONSTRAINT "front_ends_center_id_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "centers"."centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centers"."job_waits" ADD CONSTRAINT "job_waits_center_id_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "centers"."centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centers"."maintenance_windows" ADD CONSTRAINT "maintenance_windows_center_id_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "centers"."centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centers"."occupancies" ADD CONSTRAINT "occupancies_center_id_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "centers"."centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centers"."partitions" ADD CONSTRAINT "partitions_cluster_id_clusters_id_fk" FOREIGN KEY ("cluster_id") REFERENCES "centers"."clusters"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centers"."partitions" ADD CONSTRAINT "partitions_center_id_centers_id_fk" FOREIGN KEY ("center_id") REFERENCES "centers"."centers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clusters_by_center" ON "centers"."clusters" USING btree ("center_id");--> statement-breakpoint
CREATE INDEX "front_ends_by_center" ON "centers"."front_ends" USING btree ("center_id");--> statement-breakpoint
CREATE INDEX "job_waits_by_center" ON "centers"."job_waits" USING btree ("center_id","started_at");--> statement-breakpoint
CREATE INDEX "maintenance_windows_by_center" ON "centers"."maintenance_windows" USING btree ("center_id","starts_at");--> statement-breakpoint
CREATE INDEX "partitions_by_center" ON "centers"."partitions" USING btree ("center_id");--> statement-breakpoint
CREATE INDEX "partitions_by_cluster" ON "centers"."partitions" USING btree ("cluster_id");