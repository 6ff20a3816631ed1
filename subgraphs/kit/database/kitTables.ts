/**
 * The tables that every subgraph's schema has beside its own, as steps: each runs once per schema, in order, as the owner of the
 * schema with it as the search path. A released step is never edited; changes are new steps.
 */
export const kitSteps: readonly (readonly string[])[] = [
  [
    `create table events (
      tx xid8 not null default pg_current_xact_id(),
      seq bigint generated always as identity,
      topic text not null,
      key text not null,
      type text not null,
      payload json not null,
      occurred_at timestamptz(3) not null default clock_timestamp(),
      primary key (tx, seq)
    )`,
    // Whoever comes back to one thing after hours reads its events, not everybody's.
    'create index on events (key, tx, seq)',
    // One row: which history this is, what retention has taken away, and which server the transaction numbers are of.
    `create table log_epoch (
      only_row boolean primary key default true check (only_row),
      epoch text not null,
      trimmed_tx xid8 not null default '0',
      trimmed_seq bigint not null default 0,
      server text not null,
      begun_at timestamptz(3) not null default now()
    )`,
    `create table consumer_positions (
      consumer text not null,
      source text not null,
      tx xid8 not null,
      seq bigint not null,
      updated_at timestamptz(3) not null default now(),
      primary key (consumer, source)
    )`,
    `create table idempotency_keys (
      operation text not null,
      viewer text not null,
      key text not null,
      fingerprint text not null,
      response jsonb not null,
      created_at timestamptz(3) not null default now(),
      primary key (operation, viewer, key)
    )`,
    'create index on idempotency_keys (created_at)',
  ],
];

/** The tables of a schema that the other subgraphs may read. */
export const sharedTables = ['events', 'log_epoch', 'consumer_positions'] as const;
