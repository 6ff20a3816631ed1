-- Whoever a person is to the gateway follows from these tables. Whatever writes to them, a service or an operator by hand, every
-- change is in the log with it: who may do what must not depend on a writer that forgets to say so.
CREATE FUNCTION "accounts"."tell_viewer_changed"("issuer" text, "subject" text, "user_id" text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "accounts"."events" ("topic", "key", "type", "payload")
  VALUES ('viewer', coalesce("user_id", 'everybody'), 'ViewerChanged',
    json_build_object('issuer', "issuer", 'subject', "subject", 'userId', "user_id"));
  -- Few writes, and each has to be heard of at once also when no process of ours has made it.
  SELECT pg_notify('weft', 'accounts');
$$;
--> statement-breakpoint
CREATE FUNCTION "accounts"."tell_user_changed"("user_id" text) RETURNS void LANGUAGE sql AS $$
  SELECT "accounts"."tell_viewer_changed"("identities"."issuer", "identities"."subject", "identities"."user_id")
  FROM "accounts"."identities" WHERE "identities"."user_id" = $1;
$$;
--> statement-breakpoint
CREATE FUNCTION "accounts"."on_user_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "accounts"."tell_user_changed"(NEW."id");
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "accounts"."on_membership_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM "accounts"."tell_user_changed"(OLD."user_id"); END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW."user_id" <> OLD."user_id") THEN
    PERFORM "accounts"."tell_user_changed"(NEW."user_id");
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "accounts"."on_identity_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM "accounts"."tell_viewer_changed"(OLD."issuer", OLD."subject", OLD."user_id");
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM "accounts"."tell_viewer_changed"(NEW."issuer", NEW."subject", NEW."user_id");
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "accounts"."on_everybody_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "accounts"."tell_viewer_changed"(NULL, NULL, NULL);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "users_tell" AFTER UPDATE ON "accounts"."users"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION "accounts"."on_user_changed"();
--> statement-breakpoint
CREATE TRIGGER "memberships_tell" AFTER INSERT OR DELETE ON "accounts"."memberships"
  FOR EACH ROW EXECUTE FUNCTION "accounts"."on_membership_changed"();
--> statement-breakpoint
CREATE TRIGGER "memberships_tell_update" AFTER UPDATE ON "accounts"."memberships"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION "accounts"."on_membership_changed"();
--> statement-breakpoint
CREATE TRIGGER "identities_tell" AFTER INSERT OR DELETE ON "accounts"."identities"
  FOR EACH ROW EXECUTE FUNCTION "accounts"."on_identity_changed"();
--> statement-breakpoint
CREATE TRIGGER "identities_tell_update" AFTER UPDATE ON "accounts"."identities"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION "accounts"."on_identity_changed"();
--> statement-breakpoint
CREATE TRIGGER "memberships_tell_all" AFTER TRUNCATE ON "accounts"."memberships"
  FOR EACH STATEMENT EXECUTE FUNCTION "accounts"."on_everybody_changed"();
--> statement-breakpoint
CREATE TRIGGER "identities_tell_all" AFTER TRUNCATE ON "accounts"."identities"
  FOR EACH STATEMENT EXECUTE FUNCTION "accounts"."on_everybody_changed"();
