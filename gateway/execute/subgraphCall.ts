import type { DocumentNode, OperationTypeNode } from 'graphql';
import { type OpenRecord, setOwn } from '../../lib/own.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { BatchFetchStep, FetchStep } from '../plan/executablePlan.ts';
import { jsonText } from '../plan/jsonText.ts';
import type { SubgraphRequest } from '../subgraph/subgraphClient.ts';
import type { Execution } from './execution.ts';

/** A variable whose value is a list of representations, each as JSON text; or any other value that the engine adds. */
export interface AddedVariable {
  readonly name: string;
  readonly json: string;
}

/**
 * One request of a fetch: only the variables that it uses, and what the engine adds. `body` is what goes over the wire and names the request among equal ones;
 * `variables` are the same as values, made when somebody asks, which only subgraphs of this process do.
 */
export class SubgraphCall implements SubgraphRequest {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operationKind: OperationTypeNode;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly headers: ReadonlyMap<string, string> | undefined;
  readonly body: string;
  /** What `RequestContext.incoming` says. */
  readonly incoming: object | undefined;
  readonly #step: FetchStep | BatchFetchStep;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #added: readonly AddedVariable[];

  constructor({ context, variables }: Execution, step: FetchStep | BatchFetchStep, added: readonly AddedVariable[]) {
    this.query = step.query;
    this.document = step.document;
    this.operationName = step.operationName;
    this.operationKind = step.operationKind;
    this.viewer = context.viewer;
    this.requestId = context.requestId;
    this.headers = context.headers;
    this.incoming = context.incoming;
    this.#step = step;
    this.#given = variables;
    this.#added = added;
    let text = step.bodyHead;
    let separator = '';
    for (const { name, json } of added) {
      text += `${separator}"${name}":${json}`;
      separator = ',';
    }
    for (const name of step.variables) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (value === undefined) continue;
      text += `${separator}"${name}":${jsonText(value)}`;
      separator = ',';
    }
    this.body = `${text}}}`;
  }

  /** Where in the response the answer belongs; undefined for a request for several places. */
  get path(): readonly string[] | undefined {
    return this.#step.kind === 'Fetch' ? this.#step.path.filter((step) => typeof step === 'string') : undefined;
  }

  get variables(): Readonly<Record<string, unknown>> {
    const values: OpenRecord = {};
    for (const name of this.#step.variables) {
      if (Object.hasOwn(this.#given, name)) setOwn(values, name, this.#given[name]);
    }
    for (const { name, json } of this.#added) setOwn(values, name, JSON.parse(json));
    return values;
  }
}
