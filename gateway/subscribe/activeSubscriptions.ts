import type { ExecutionResult } from 'graphql';
import type { ClientError } from '../../lib/errors.ts';
import type { MappedIterator } from '../../lib/mapIterator.ts';
import { faultError } from '../execute/faultError.ts';

/** Every live subscription of the graph, at whatever door. */
export interface ActiveSubscriptions {
  readonly count: number;
  add(stream: MappedIterator<ExecutionResult>): void;
  remove(stream: MappedIterator<ExecutionResult>): void;
  /**
   * Ends every stream with a last result that carries the reason, and closes what is behind it. Resolves when all sources have closed.
   * SHUTTING_DOWN says `resumable: true`: the last cursor continues exactly there.
   */
  closeAll(reason: ClientError): Promise<void>;
}

/** A registry for one graph. */
export function activeSubscriptions(): ActiveSubscriptions {
  const live = new Set<MappedIterator<ExecutionResult>>();
  return {
    get count() {
      return live.size;
    },
    add: (stream) => void live.add(stream),
    remove: (stream) => void live.delete(stream),
    async closeAll(reason) {
      const resumable = reason.code === 'SHUTTING_DOWN' ? { resumable: true } : {};
      const last: ExecutionResult = { errors: [faultError(reason, resumable)] };
      // A source that fails while it closes has closed; its reader has had the last result already.
      await Promise.allSettled([...live].map((stream) => stream.endWith(last)));
    },
  };
}
