CREATE TABLE "billing"."early_ends" (
	"job_id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"usage" jsonb
);
--> statement-breakpoint
ALTER TABLE "billing"."journal_entries" ADD COLUMN "tx" "xid8" DEFAULT pg_current_xact_id() NOT NULL;