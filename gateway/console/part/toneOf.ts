const tones: ReadonlyMap<string, string> = new Map([
  ['RUNNING', 'good'],
  ['SUCCEEDED', 'done'],
  ['SUCCEEDED_WITH_SKIPS', 'done'],
  ['CONNECTED', 'good'],
  ['UP', 'good'],
  ['TRANSFERRING', 'good'],
  ['FAILED', 'bad'],
  ['TIMED_OUT', 'bad'],
  ['OUT_OF_MEMORY', 'bad'],
  ['NODE_FAILED', 'bad'],
  ['BOOT_FAILED', 'bad'],
  ['DEADLINE_MISSED', 'bad'],
  ['EXPIRED', 'bad'],
  ['DOWN', 'bad'],
  ['SUSPENDED', 'bad'],
  ['TESTING', 'warning'],
  ['MAINTENANCE', 'warning'],
  ['DRAIN', 'warning'],
  ['DRAIN_REMOVE', 'warning'],
  ['INACTIVE', 'bad'],
  ['DEGRADED', 'warning'],
  ['RETRYING', 'warning'],
  ['HELD', 'warning'],
  ['UNKNOWN', 'warning'],
  ['PREEMPTED', 'warning'],
]);

/** Whether a state is good news: `good`, `done`, `warning`, `bad` or `calm`. */
export function toneOf(state: string): string {
  return tones.get(state) ?? 'calm';
}
