CREATE TABLE "marketplace"."benchmarks" (
	"id" text PRIMARY KEY NOT NULL,
	"product_id" text NOT NULL,
	"center_id" text NOT NULL,
	"name" text NOT NULL,
	"value" double precision NOT NULL,
	"unit" text NOT NULL,
	"measured_at" timestamp (3) with time zone NOT NULL,
	"simulated" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."builds" (
	"id" text PRIMARY KEY NOT NULL,
	"version_id" text NOT NULL,
	"architecture" text NOT NULL,
	"accelerator" text,
	"container_digest" text
);
--> statement-breakpoint
CREATE TABLE "marketplace"."installations" (
	"id" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"center_id" text NOT NULL,
	"module_path" text NOT NULL,
	"simulated" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."known_jobs" (
	"job_id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."licences" (
	"id" text PRIMARY KEY NOT NULL,
	"product_id" text NOT NULL,
	"plan_id" text NOT NULL,
	"user_id" text NOT NULL,
	"seats_total" integer,
	"seats_free" integer,
	"valid_to" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "marketplace"."plan_components" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"place" integer NOT NULL,
	"name" text NOT NULL,
	"billing_type" text NOT NULL,
	"unit" text NOT NULL,
	"price" numeric(20, 4) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."plans" (
	"id" text PRIMARY KEY NOT NULL,
	"product_id" text NOT NULL,
	"place" integer NOT NULL,
	"name" text NOT NULL,
	"licence_model" text NOT NULL,
	"price" numeric(20, 2) NOT NULL,
	"currency" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."product_runs" (
	"job_id" text PRIMARY KEY NOT NULL,
	"product_id" text NOT NULL,
	"succeeded" boolean NOT NULL,
	"core_hours" numeric NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."product_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"product_id" text NOT NULL,
	"semver" text NOT NULL,
	"released_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."products" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"store_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"summary_zh" text NOT NULL,
	"summary_en" text NOT NULL,
	"listed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "marketplace"."reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"product_id" text NOT NULL,
	"author_id" text NOT NULL,
	"stars" integer NOT NULL,
	"text" text NOT NULL,
	"verified_purchase" boolean NOT NULL,
	"reply_text" text,
	"replied_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."stores" (
	"id" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"owner_id" text NOT NULL,
	"listed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketplace"."tickets" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"job_id" text,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "marketplace"."benchmarks" ADD CONSTRAINT "benchmarks_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "marketplace"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."builds" ADD CONSTRAINT "builds_version_id_product_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "marketplace"."product_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."installations" ADD CONSTRAINT "installations_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "marketplace"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."licences" ADD CONSTRAINT "licences_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "marketplace"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."licences" ADD CONSTRAINT "licences_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "marketplace"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."plan_components" ADD CONSTRAINT "plan_components_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "marketplace"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."plans" ADD CONSTRAINT "plans_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "marketplace"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."product_versions" ADD CONSTRAINT "product_versions_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "marketplace"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."products" ADD CONSTRAINT "products_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "marketplace"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marketplace"."reviews" ADD CONSTRAINT "reviews_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "marketplace"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "benchmarks_by_product" ON "marketplace"."benchmarks" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "builds_by_version" ON "marketplace"."builds" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "installations_by_build" ON "marketplace"."installations" USING btree ("build_id");--> statement-breakpoint
CREATE INDEX "licences_by_user" ON "marketplace"."licences" USING btree ("user_id","product_id");--> statement-breakpoint
CREATE INDEX "plan_components_by_plan" ON "marketplace"."plan_components" USING btree ("plan_id");--> statement-breakpoint
CREATE INDEX "plans_by_product" ON "marketplace"."plans" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "product_runs_by_product" ON "marketplace"."product_runs" USING btree ("product_id","ended_at");--> statement-breakpoint
CREATE INDEX "product_versions_by_product" ON "marketplace"."product_versions" USING btree ("product_id","released_at","id");--> statement-breakpoint
CREATE INDEX "products_by_store" ON "marketplace"."products" USING btree ("store_id","listed_at","id");--> statement-breakpoint
CREATE INDEX "reviews_by_product" ON "marketplace"."reviews" USING btree ("product_id","created_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_project" ON "marketplace"."tickets" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "tickets_by_job" ON "marketplace"."tickets" USING btree ("job_id","created_at","id");