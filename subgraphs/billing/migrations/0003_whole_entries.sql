-- An entry is whole when its transaction commits: it has its lines, at least two.
CREATE FUNCTION "billing"."entry_has_lines"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) < 2 FROM "billing"."journal_lines" WHERE "entry_id" = NEW."id") THEN
    RAISE EXCEPTION 'The journal entry % has fewer than two lines', NEW."id" USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "journal_entries_have_lines" AFTER INSERT ON "billing"."journal_entries"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "billing"."entry_has_lines"();
--> statement-breakpoint
-- Nothing is added to it later, not even what balances.
CREATE FUNCTION "billing"."line_comes_with_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM "billing"."journal_entries" WHERE "id" = NEW."entry_id" AND "tx" <> pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'The journal entry % is written once; correct it by a new entry', NEW."entry_id" USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "journal_lines_come_with_entry" BEFORE INSERT ON "billing"."journal_lines"
  FOR EACH ROW EXECUTE FUNCTION "billing"."line_comes_with_entry"();
