import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Closers, closers } from '../../../lib/closers.ts';
import type { SubgraphPorts } from '../../kit/subgraph.ts';
import { openLocalScheduler } from '../drivers/local/localScheduler.ts';
import type { DriverName, Scheduler } from '../drivers/scheduler.ts';
import { simulatedScheduler } from '../drivers/simulated/simulatedScheduler.ts';
import { occupancyTeller } from '../occupancy/occupancyTeller.ts';
import { type Reconciler, startReconciler } from './reconciler.ts';

type DrivingPorts = Pick<SubgraphPorts, 'db' | 'clock' | 'log' | 'settings'>;

/** The schedulers of this process and the loops that follow them. */
export interface Driving {
  /** The scheduler of a driver. Throws before `start`. */
  schedulerOf(driver: DriverName): Scheduler;
  /** There is news for the schedulers. */
  wake(): void;
  /** Opens the schedulers, and looks at each once. */
  start(): Promise<void>;
  /** Stops the loops, then the schedulers. Safe when `start` failed or never ran. */
  close(): Promise<void>;
}

function openSchedulers({ db, clock, log, settings }: DrivingPorts) {
  const { dataFolder, loopbackOnly, simulationSeed: seed } = settings;
  return {
    simulated: () => Promise.resolve(simulatedScheduler({ db, clock, seed })),
    local: () =>
      openLocalScheduler({
        folder: join(dataFolder, 'local'),
        cores: availableParallelism(),
        acceptsJobs: loopbackOnly,
        clock,
        log,
      }),
  } satisfies Record<DriverName, () => Promise<Scheduler>>;
}

export function driving(ports: DrivingPorts): Driving {
  const { db, clock, log, settings } = ports;
  const open: Closers = closers(log);
  const schedulers = new Map<DriverName, Scheduler>();
  const reconcilers: Reconciler[] = [];
  const startDriver = async (driver: DriverName, openScheduler: () => Promise<Scheduler>): Promise<void> => {
    const scheduler = await openScheduler();
    open.add(() => scheduler.close());
    schedulers.set(driver, scheduler);
    const occupancy = occupancyTeller({ db, driver, clock, seed: settings.simulationSeed });
    const reconciler = await startReconciler({ db, driver, scheduler, occupancy, clock, log });
    open.add(() => reconciler.close());
    reconcilers.push(reconciler);
  };
  return {
    schedulerOf(driver) {
      const scheduler = schedulers.get(driver);
      if (scheduler === undefined) throw new Error(`The driver ${driver} is not started`);
      return scheduler;
    },
    wake() {
      for (const reconciler of reconcilers) reconciler.wake();
    },
    async start() {
      const { simulated, local } = openSchedulers(ports);
      await startDriver('simulated', simulated);
      await startDriver('local', local);
    },
    close: () => open.close(),
  };
}
