CREATE TABLE "network"."access_circuits" (
	"id" text PRIMARY KEY NOT NULL,
	"center_id" text NOT NULL,
	"link_id" text NOT NULL,
	"node_id" text NOT NULL,
	"ip_version" text NOT NULL,
	CONSTRAINT "access_circuits_center_id_unique" UNIQUE("center_id")
);
--> statement-breakpoint
CREATE TABLE "network"."alarms" (
	"id" text PRIMARY KEY NOT NULL,
	"link_id" text NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"summary" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network"."endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"region" text,
	"simulated" boolean NOT NULL,
	"center_id" text,
	"node_id" text,
	"ip_version" text NOT NULL,
	"folder" text,
	"place" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network"."known_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"center_id" text NOT NULL,
	"ended" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network"."known_projects" (
	"id" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network"."link_samples" (
	"link_id" text NOT NULL,
	"measured_at" timestamp (3) with time zone NOT NULL,
	"in_bps" double precision NOT NULL,
	"out_bps" double precision NOT NULL,
	CONSTRAINT "link_samples_link_id_measured_at_pk" PRIMARY KEY("link_id","measured_at")
);
--> statement-breakpoint
CREATE TABLE "network"."links" (
	"id" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"kind" text NOT NULL,
	"from_id" text NOT NULL,
	"to_id" text NOT NULL,
	"capacity_bps" bigint,
	"state" text NOT NULL,
	"simulated" boolean NOT NULL,
	"place" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network"."nodes" (
	"id" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"city" text,
	"latitude" double precision,
	"longitude" double precision,
	"simulated" boolean NOT NULL,
	"place" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network"."transfer_entries" (
	"transfer_id" text NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"bytes" bigint NOT NULL,
	"source_stamp" text NOT NULL,
	"state" text NOT NULL,
	"bytes_done" bigint NOT NULL,
	"sha256" text,
	"destination_stamp" text,
	CONSTRAINT "transfer_entries_transfer_id_path_pk" PRIMARY KEY("transfer_id","path")
);
--> statement-breakpoint
CREATE TABLE "network"."transfers" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"job_id" text,
	"stage" text,
	"submitter_id" text,
	"source_endpoint_id" text NOT NULL,
	"source_path" text NOT NULL,
	"destination_endpoint_id" text NOT NULL,
	"destination_path" text NOT NULL,
	"bandwidth_limit_bps" bigint,
	"simulated" boolean NOT NULL,
	"state" text NOT NULL,
	"bytes_total" bigint,
	"bytes_done" bigint NOT NULL,
	"bytes_moved" bigint NOT NULL,
	"bytes_verified" bigint NOT NULL,
	"files_total" integer,
	"files_done" integer NOT NULL,
	"active_ms" bigint NOT NULL,
	"current_bps" double precision,
	"mean_bps" double precision,
	"peak_bps" double precision,
	"eta_seconds" integer,
	"faults" integer NOT NULL,
	"attempts" integer NOT NULL,
	"error_code" text,
	"error_message" text,
	"checksum_state" text NOT NULL,
	"checksum_mismatches" integer NOT NULL,
	"cancel_requested_at" timestamp (3) with time zone,
	"cancel_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "network"."access_circuits" ADD CONSTRAINT "access_circuits_link_id_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "network"."links"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."access_circuits" ADD CONSTRAINT "access_circuits_node_id_nodes_id_fk" FOREIGN KEY ("node_id") REFERENCES "network"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."alarms" ADD CONSTRAINT "alarms_link_id_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "network"."links"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."endpoints" ADD CONSTRAINT "endpoints_node_id_nodes_id_fk" FOREIGN KEY ("node_id") REFERENCES "network"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."links" ADD CONSTRAINT "links_from_id_nodes_id_fk" FOREIGN KEY ("from_id") REFERENCES "network"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."links" ADD CONSTRAINT "links_to_id_nodes_id_fk" FOREIGN KEY ("to_id") REFERENCES "network"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."transfer_entries" ADD CONSTRAINT "transfer_entries_transfer_id_transfers_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "network"."transfers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."transfers" ADD CONSTRAINT "transfers_source_endpoint_id_endpoints_id_fk" FOREIGN KEY ("source_endpoint_id") REFERENCES "network"."endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network"."transfers" ADD CONSTRAINT "transfers_destination_endpoint_id_endpoints_id_fk" FOREIGN KEY ("destination_endpoint_id") REFERENCES "network"."endpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alarms_by_link" ON "network"."alarms" USING btree ("link_id","raised_at");--> statement-breakpoint
CREATE INDEX "link_samples_by_time" ON "network"."link_samples" USING btree ("measured_at");--> statement-breakpoint
CREATE INDEX "transfers_by_project" ON "network"."transfers" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "transfers_by_time" ON "network"."transfers" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "transfers_by_job" ON "network"."transfers" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "transfers_by_state" ON "network"."transfers" USING btree ("state","created_at");