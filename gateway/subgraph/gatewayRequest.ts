import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { SubgraphRequest } from './subgraphClient.ts';

type Request = GraphQLDataSourceProcessOptions['request'];

/** A request for a data source, and its text as long as nobody has changed it. */
export interface GatewayRequest {
  readonly request: Request;
  /** The JSON text to send in place of the request; null when a hook has looked at the variables or changed anything. */
  unchangedText(): string | null;
}

/** Variables are made when a hook asks for them: representations exist as text only. */
export function gatewayRequest(call: SubgraphRequest): GatewayRequest {
  const { query, operationName, body } = call;
  let isTouched = false;
  let variables: Request['variables'];
  const request: Request = {
    query,
    get variables() {
      if (!isTouched) variables = { ...call.variables };
      isTouched = true;
      return variables as NonNullable<Request['variables']>;
    },
    set variables(value) {
      isTouched = true;
      variables = value;
    },
  };
  if (operationName !== undefined) request.operationName = operationName;
  const members = operationName === undefined ? 3 : 4;
  return {
    request,
    unchangedText() {
      const isSame =
        !isTouched &&
        request.query === query &&
        request.operationName === operationName &&
        Object.keys(request).length === members; // `http` is there by now
      return isSame && body !== undefined ? body : null;
    },
  };
}
