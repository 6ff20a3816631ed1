import { describe, expect, it } from 'vitest';
import { subgraphNames } from '../subgraphs/kit/subgraphName.ts';
import { ConfigurationError, loadConfiguration, settings } from './configuration.ts';

const secret = 'x'.repeat(32);

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfiguration(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfiguration', () => {
  it('needs nothing: an empty environment is the development set-up on loopback', () => {
    expect(loadConfiguration({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      loopbackOnly: true,
      allowedOrigins: [],
      httpPipeline: 'weft',
      explain: true,
      metrics: 'local',
      limits: {
        bodyBytes: 2_097_152,
        requestTimeoutMs: 30_000,
        streams: { perViewer: 200, perAddress: 2_000 },
        subscriptionsPerSocket: 200,
        maxBatch: 0,
        clientQueueEvents: 1_000,
        clientQueueBytes: 1_048_576,
        sockets: {
          perViewer: 200,
          perAddress: 2_000,
          messagesPerSecond: 100,
          messageBurst: 1_000,
          idleMs: 600_000,
        },
      },
      databaseUrl: null,
      dataFolder: '.weft',
      oidc: null,
      subgraphUrls: new Map(),
      subgraphSubscriptions: new Map(subgraphNames.map((name) => [name, 'websocket'])),
      internalSecret: null,
      logLevel: 'info',
      sample: true,
      simulationSeed: 1,
      eventRetentionHours: 24,
    });
  });

  it('reads every setting', () => {
    const configuration = loadConfiguration({
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://weft:pw@db:5432/weft',
      WEFT_DATA: '/var/lib/weft',
      OIDC_ISSUER: 'https://id.example/realms/one',
      OIDC_AUDIENCE: 'weft',
      SUBGRAPH_JOBS_URL: 'http://jobs:4001',
      SUBGRAPH_JOBS_SUBSCRIPTIONS: 'sse',
      WEFT_INTERNAL_SECRET: secret,
      LOG_LEVEL: 'debug',
      WEFT_SAMPLE: 'false',
      SIMULATION_SEED: '7',
      ALLOWED_ORIGINS: 'https://portal.example, http://localhost:5173',
      MAX_BODY_BYTES: '4096',
      REQUEST_TIMEOUT_MS: '500',
      SUBSCRIPTIONS_PER_SOCKET: '3',
      MAX_BATCH: '10',
      LIVE_QUEUE_EVENTS: '20',
      LIVE_QUEUE_BYTES: '2048',
      SOCKETS_PER_VIEWER: '4',
      SOCKETS_PER_ADDRESS: '5',
      MESSAGES_PER_SECOND: '6',
      MESSAGE_BURST: '7',
      SOCKET_IDLE_MS: '8',
      STREAMS_PER_VIEWER: '5',
      STREAMS_PER_ADDRESS: '6',
      HTTP_PIPELINE: 'apollo',
      WEFT_EXPLAIN: 'true',
      METRICS: 'public',
      EVENT_RETENTION_HOURS: '48',
    });
    expect(configuration).toMatchObject({
      port: 0,
      loopbackOnly: false,
      oidc: { issuer: 'https://id.example/realms/one', audience: 'weft' },
      allowedOrigins: ['https://portal.example', 'http://localhost:5173'],
      httpPipeline: 'apollo',
      explain: true,
      metrics: 'public',
      limits: {
        bodyBytes: 4096,
        requestTimeoutMs: 500,
        streams: { perViewer: 5, perAddress: 6 },
        subscriptionsPerSocket: 3,
        maxBatch: 10,
        clientQueueEvents: 20,
        clientQueueBytes: 2048,
        sockets: { perViewer: 4, perAddress: 5, messagesPerSecond: 6, messageBurst: 7, idleMs: 8 },
      },
      sample: false,
      eventRetentionHours: 48,
    });
    expect(configuration.subgraphUrls.get('jobs')?.href).toBe('http://jobs:4001/');
    const { subgraphSubscriptions } = configuration;
    expect([subgraphSubscriptions.get('jobs'), subgraphSubscriptions.get('billing')]).toEqual(['sse', 'websocket']);
  });

  it('reports all problems together, each with the setting and what it must be', () => {
    const problems = problemsOf({
      PORT: '99999',
      LOG_LEVEL: 'loud',
      WEFT_SAMPLE: 'yes',
      OIDC_ISSUER: 'https://id.example',
      SUBGRAPH_JOBS_URL: 'jobs:4001',
      SUBGRAPH_BILLING_SUBSCRIPTIONS: 'multipart',
      ALLOWED_ORIGINS: 'https://portal.example/path',
    });
    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535.',
      'LOG_LEVEL must be one of debug, info, warn, error, silent.',
      'WEFT_SAMPLE must be true or false.',
      expect.stringMatching(
        /^ALLOWED_ORIGINS must be complete origins .* "https:\/\/portal\.example\/path" is not one\.$/,
      ),
      'SUBGRAPH_JOBS_URL must be an http:// or https:// address.',
      'SUBGRAPH_BILLING_SUBSCRIPTIONS must be one of websocket, sse.',
      'OIDC_ISSUER and OIDC_AUDIENCE go together: set both, or neither.',
      expect.stringMatching(/^WEFT_INTERNAL_SECRET is missing, but SUBGRAPH_JOBS_URL needs it/),
    ]);
  });

  it('puts every problem into the message, and no secret', () => {
    const env = { DATABASE_URL: 'mysql://weft:canary-4711@db/weft', WEFT_INTERNAL_SECRET: 'canary-4711', PORT: 'x' };
    const { message } = new ConfigurationError(problemsOf(env));
    expect(message).toMatch(/DATABASE_URL[\s\S]*WEFT_INTERNAL_SECRET/);
    expect(message).not.toContain('canary-4711');
  });

  it('takes empty text for nothing', () => {
    expect(loadConfiguration({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4000, databaseUrl: null });
  });

  it('knows loopback in all its names', () => {
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]']) {
      expect(loadConfiguration({ HOST: host }).loopbackOnly).toBe(true);
    }
    expect(loadConfiguration({ HOST: '10.0.0.1' }).loopbackOnly).toBe(false);
  });

  it('describes each setting once', () => {
    const names = settings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('SUBGRAPH_MARKETPLACE_URL');
  });
});
