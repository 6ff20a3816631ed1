// Hive Gateway with subscriptions of subgraphs over WebSocket, at the addresses that queries have.
export const gatewayConfig = {
  transportEntries: { '*.http': { options: { subscriptions: { kind: 'ws' } } } },
};
