import type { SubgraphClient } from './subgraphClient.ts';

/** What Apollo Server computes the cache policy of a whole answer with. */
export interface CachePolicy {
  restrict(hint: { readonly maxAge: number; readonly scope?: 'PRIVATE' | 'PUBLIC' }): void;
}

/** Narrows the cache policy of the answer by the `cache-control` header of each subgraph; one that sends none makes it uncacheable. */
export function withCacheHints(client: SubgraphClient): SubgraphClient {
  return {
    async execute(request, signal) {
      const response = await client.execute(request, signal);
      // RequestContext.incoming is what the gateway put there; before Apollo Server 3 there was no policy in it.
      const incoming = request.incoming as { readonly overallCachePolicy?: CachePolicy } | undefined;
      const policy = incoming?.overallCachePolicy;
      policy?.restrict(hintOf(response.cacheControl ?? ''));
      return response;
    },
    subscribe: (request, signal) => client.subscribe(request, signal),
  };
}

/** What a `cache-control` header, empty when there is none, says of an answer. */
export function hintOf(header: string): Parameters<CachePolicy['restrict']>[0] {
  const directives = header.toLowerCase().split(/\s*,\s*/);
  const maxAge = Number(/(?:^|,)\s*max-age\s*=\s*"?(\d+)/.exec(header.toLowerCase())?.[1] ?? 0);
  if (directives.includes('public')) return { maxAge, scope: 'PUBLIC' };
  return directives.includes('private') ? { maxAge, scope: 'PRIVATE' } : { maxAge };
}
