import { z } from 'zod';

const amount = z.int().nonnegative();

const form = z.object({
  centerId: z.string().min(1),
  observedAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  nodes: z.object({ total: amount, allocated: amount, idle: amount, down: amount }),
  cores: z.object({ total: amount, allocated: amount, idle: amount }),
  accelerators: z.array(z.object({ vendor: z.string(), model: z.string(), total: amount, allocated: amount })),
  queue: z.object({ running: amount, pending: amount }),
  powerWatts: z.number().nonnegative().nullable(),
});

/** The load of a center at a moment, as its scheduler sees it. */
export type OccupancyObserved = Readonly<z.infer<typeof form>>;

/** Accelerators of one model: how many there are, how many are in use. */
export type AcceleratorTotals = Readonly<OccupancyObserved['accelerators'][number]>;

/** The event `CenterOccupancyObserved` of the jobs subgraph, as far as it matters here. Throws when it has another form. */
export function occupancyObserved(payload: unknown): OccupancyObserved {
  return form.parse(payload);
}
