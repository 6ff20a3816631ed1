import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { liveMetrics } from './liveMetrics.ts';
import { type MetricRow, metricTable } from './metricTable.ts';

/** The samples of a registry: lines of its text without help and types. */
async function samples(registry: Registry): Promise<readonly string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('liveMetrics', () => {
  it('shows streams by subgraph and clients as they are now', async () => {
    const registry = new Registry();
    const live = liveMetrics(registry);
    const closeFirst = live.streamOpened('jobs');
    live.streamOpened('jobs');
    live.streamOpened('centers');
    const endFirst = live.clientJoined();
    live.clientJoined();
    closeFirst();
    endFirst('too_slow');
    expect(await samples(registry)).toEqual(
      expect.arrayContaining([
        'weft_live_streams{subgraph="jobs"} 1',
        'weft_live_streams{subgraph="centers"} 1',
        'weft_live_clients 1',
        'weft_live_ended_total{reason="too_slow"} 1',
      ]),
    );
  });

  it('counts events in by subgraph, events out, merged ones and streams that were resumed', async () => {
    const registry = new Registry();
    const live = liveMetrics(registry);
    live.eventReceived('jobs');
    live.eventReceived('jobs');
    live.eventReceived('centers');
    live.eventsDelivered(10_000);
    live.eventsDelivered(1);
    live.eventMerged();
    live.streamResumed('jobs');
    const first = await samples(registry);
    expect(first).toEqual(
      expect.arrayContaining([
        'weft_live_events_received_total{subgraph="jobs"} 2',
        'weft_live_events_received_total{subgraph="centers"} 1',
        'weft_live_events_delivered_total 10001',
        'weft_live_events_merged_total 1',
        'weft_live_streams_resumed_total{subgraph="jobs"} 1',
      ]),
    );
    expect(await samples(registry)).toEqual(first); // reading changes nothing
  });

  it('has every reason of an end from the beginning', async () => {
    const registry = new Registry();
    liveMetrics(registry);
    const ends = (await samples(registry)).filter((line) => line.startsWith('weft_live_ended_total'));
    expect(ends).toHaveLength(7);
    expect(ends).toContain('weft_live_ended_total{reason="client_left"} 0');
  });

  it('puts the lag into buckets of seconds; a clock that is ahead counts as no lag, and what is no number as nothing', async () => {
    const registry = new Registry();
    const { lag } = liveMetrics(registry);
    for (const ms of [1, 3, 80, -20, 120_000, Number.NaN, Number.POSITIVE_INFINITY]) lag(ms);
    expect(await samples(registry)).toEqual(
      expect.arrayContaining([
        'weft_live_lag_seconds_bucket{le="0.001"} 2',
        'weft_live_lag_seconds_bucket{le="0.0025"} 2',
        'weft_live_lag_seconds_bucket{le="0.005"} 3',
        'weft_live_lag_seconds_bucket{le="0.05"} 3',
        'weft_live_lag_seconds_bucket{le="0.1"} 4',
        'weft_live_lag_seconds_bucket{le="60"} 4',
        'weft_live_lag_seconds_bucket{le="+Inf"} 5',
        'weft_live_lag_seconds_sum 120.084',
        'weft_live_lag_seconds_count 5',
      ]),
    );
  });

  it('counts for itself alone', async () => {
    const one = new Registry();
    const other = new Registry();
    liveMetrics(one).eventMerged();
    liveMetrics(other);
    expect(await samples(other)).toContain('weft_live_events_merged_total 0');
  });
});

describe('metricTable', () => {
  it('names things as Prometheus wants them: one prefix, base units, _total on counters and on nothing else', () => {
    for (const { name, type, unit, labels, buckets = [] } of Object.values<MetricRow>(metricTable)) {
      expect(name).toMatch(/^weft_[a-z]+(_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect([name, name.endsWith('_seconds')]).toEqual([name, unit === 'seconds']);
      expect([name, buckets.length > 0]).toEqual([name, type === 'histogram']);
      expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
      for (const label of labels) expect(label).toMatch(/^[a-z]+$/);
    }
  });
});
