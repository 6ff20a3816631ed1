import { createRequire } from 'node:module';
import type { GraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';

/** The parts of RemoteGraphQLDataSource that are no hooks, for what is not done here. */
export type RemoteSource = Omit<RemoteGraphQLDataSource, 'sendRequest' | 'respond'> & {
  sendRequest(request: object, context: object): Promise<object>;
  respond(answered: object): Promise<object>;
};

/** A data source that sends as its class does. */
export interface KnownSource {
  readonly source: RemoteSource;
  /** The same as the class has it, to see which hooks its owner has exchanged. */
  readonly ofClass: RemoteSource;
}

/** Tells such data sources from all others, for which it gives null. */
export type SourceRecognition = (dataSource: GraphQLDataSource) => KnownSource | null;

/** What its owner may not have changed: it is what is done here in another way. */
const parts = ['process', 'sendRequest', 'respond'] as const;

const firstFetchers = new WeakMap<object, unknown>();

/**
 * Recognises a RemoteGraphQLDataSource (with any hooks) whose `process` and `fetcher` are those of its class. Every instance has a fetcher
 * of its own that looks like any other of the same library, so the class is watched for the one that its constructor sets first: to be called
 * before data sources are made. Those made earlier are not recognised.
 */
export function recogniseSources(): SourceRecognition {
  // Loaded here, by whoever has data sources of his own: it brings all of the stock gateway.
  const known = createRequire(import.meta.url)('@apollo/gateway') as {
    readonly RemoteGraphQLDataSource: typeof RemoteGraphQLDataSource;
  };
  const prototype = known.RemoteGraphQLDataSource.prototype as unknown as RemoteSource;
  watchFetchers(prototype);
  return (dataSource) => {
    if (!(dataSource instanceof known.RemoteGraphQLDataSource)) return null;
    const source = dataSource as unknown as RemoteSource;
    const isOwn = parts.every((part) => source[part] === prototype[part]);
    return isOwn && firstFetchers.get(source) === source.fetcher ? { source, ofClass: prototype } : null;
  };
}

/** The first assignment makes the property that it would have made anyway. */
function watchFetchers(prototype: object): void {
  if (Object.hasOwn(prototype, 'fetcher')) return;
  Object.defineProperty(prototype, 'fetcher', {
    configurable: true,
    set(this: object, value: unknown) {
      firstFetchers.set(this, value);
      Object.defineProperty(this, 'fetcher', { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
