CREATE TABLE "billing"."accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"available" numeric(30, 8) NOT NULL,
	"held" numeric(30, 8) NOT NULL,
	"budget_limit" numeric(30, 8),
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accounts_project_id_unique" UNIQUE("project_id"),
	CONSTRAINT "accounts_never_negative" CHECK ("billing"."accounts"."available" >= 0 and "billing"."accounts"."held" >= 0)
);
--> statement-breakpoint
CREATE TABLE "billing"."charges" (
	"id" text PRIMARY KEY NOT NULL,
	"job_id" text NOT NULL,
	"account_id" text NOT NULL,
	"price_rule_id" text NOT NULL,
	"unit" text NOT NULL,
	"quantity" numeric(30, 6) NOT NULL,
	"amount" numeric(30, 8) NOT NULL,
	"currency" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "charges_once" UNIQUE("job_id","price_rule_id")
);
--> statement-breakpoint
CREATE TABLE "billing"."holds" (
	"id" text PRIMARY KEY NOT NULL,
	"job_id" text NOT NULL,
	"project_id" text NOT NULL,
	"account_id" text NOT NULL,
	"partition_id" text NOT NULL,
	"amount" numeric(30, 8) NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "holds_job_id_unique" UNIQUE("job_id")
);
--> statement-breakpoint
CREATE TABLE "billing"."journal_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"description" text NOT NULL,
	"job_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "journal_entries_once" UNIQUE("kind","job_id")
);
--> statement-breakpoint
CREATE TABLE "billing"."journal_lines" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "billing"."journal_lines_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"entry_id" text NOT NULL,
	"ledger_account" text NOT NULL,
	"debit" numeric(30, 8),
	"credit" numeric(30, 8),
	"currency" text NOT NULL,
	CONSTRAINT "journal_lines_one_side" CHECK (("billing"."journal_lines"."debit" is null) <> ("billing"."journal_lines"."credit" is null) and coalesce("billing"."journal_lines"."debit", "billing"."journal_lines"."credit") > 0)
);
--> statement-breakpoint
CREATE TABLE "billing"."price_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"partition_id" text NOT NULL,
	"unit" text NOT NULL,
	"amount" numeric(30, 6) NOT NULL,
	"currency" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone,
	"simulated" boolean NOT NULL,
	CONSTRAINT "price_rules_one_at_a_time" UNIQUE("partition_id","unit","valid_from")
);
--> statement-breakpoint
ALTER TABLE "billing"."charges" ADD CONSTRAINT "charges_job_id_holds_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "billing"."holds"("job_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."charges" ADD CONSTRAINT "charges_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "billing"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."charges" ADD CONSTRAINT "charges_price_rule_id_price_rules_id_fk" FOREIGN KEY ("price_rule_id") REFERENCES "billing"."price_rules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."holds" ADD CONSTRAINT "holds_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "billing"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."journal_entries" ADD CONSTRAINT "journal_entries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "billing"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing"."journal_lines" ADD CONSTRAINT "journal_lines_entry_id_journal_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "billing"."journal_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "charges_by_account" ON "billing"."charges" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "journal_entries_by_account" ON "billing"."journal_entries" USING btree ("account_id","at","id");--> statement-breakpoint
CREATE INDEX "journal_lines_by_entry" ON "billing"."journal_lines" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "journal_lines_by_ledger_account" ON "billing"."journal_lines" USING btree ("ledger_account");