import type { FederatedGraph } from '../../../../gateway/federatedGraph.ts';
import type { RequestContext } from '../../../../gateway/graph.ts';
import { anonymous } from '../../../../lib/viewer.ts';
import { type Operation, operationText } from '../operations/operation.ts';
import { type Answer, dataText, type Engine } from './engine.ts';

/** Weft's engine, asked by both its ways: what `answer` writes must be what `execute` gives. */
export function weftEngine(graph: FederatedGraph, name = 'weft'): Engine {
  return {
    name,
    async run(operation): Promise<Answer> {
      const ready = graph.prepare({ query: operationText(operation), variables: operation.variables });
      if ('errors' in ready) return { data: 'refused', errors: ready.errors };
      const { data, errors = [] } = await graph.execute(ready, context());
      return { data: dataText(data), errors };
    },
  };
}

/** The way of `answer`, which gives text. */
export function weftTextEngine(graph: FederatedGraph, name = 'weft text'): Engine {
  return {
    name,
    async run(operation: Operation): Promise<Answer> {
      const ready = graph.prepare({ query: operationText(operation), variables: operation.variables });
      if ('errors' in ready) return { data: 'refused', errors: ready.errors };
      const answer = await graph.answer(ready, context());
      if (!('data' in answer)) return { data: 'in parts', errors: 'errors' in answer ? (answer.errors ?? []) : [] };
      const { data = 'undefined', errors = [], body } = answer;
      if (body !== undefined && body.toString() !== `{"data":${data}}`)
        return { data: `body ${body.toString()}`, errors };
      return { data, errors };
    },
  };
}

function context(): RequestContext {
  return { viewer: anonymous, requestId: 'differential', signal: new AbortController().signal };
}
