const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day at this machine, to the second. */
export function formatTime(at: string | number): string {
  return clock.format(typeof at === 'number' ? at : Date.parse(at));
}
