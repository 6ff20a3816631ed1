-- Double entry: the lines of an entry balance, in each currency, when the transaction commits.
CREATE FUNCTION "billing"."entry_balances"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM "billing"."journal_lines" WHERE "entry_id" = NEW."entry_id"
    GROUP BY "currency" HAVING coalesce(sum("debit"), 0) <> coalesce(sum("credit"), 0)
  ) THEN
    RAISE EXCEPTION 'The journal entry % does not balance', NEW."entry_id" USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "journal_lines_balance" AFTER INSERT ON "billing"."journal_lines"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "billing"."entry_balances"();
--> statement-breakpoint
CREATE FUNCTION "billing"."written_once"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % is written once; correct it by a new entry', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "journal_entries_written_once" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."journal_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."written_once"();
--> statement-breakpoint
CREATE TRIGGER "journal_lines_written_once" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."journal_lines"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."written_once"();
--> statement-breakpoint
CREATE TRIGGER "charges_written_once" BEFORE UPDATE OR DELETE OR TRUNCATE ON "billing"."charges"
  FOR EACH STATEMENT EXECUTE FUNCTION "billing"."written_once"();
