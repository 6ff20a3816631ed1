import { ClientGroup } from './clientGroup.ts';

/** What the process of clients is told. A group is the clients of one server. */
export type ClientsOrder =
  | {
      readonly kind: 'open';
      readonly group: string;
      readonly url: string;
      readonly queries: readonly string[];
      readonly count: number;
    }
  | { readonly kind: 'begin'; readonly group: string; readonly to: number }
  | { readonly kind: 'finish'; readonly group: string; readonly withinMs: number }
  | { readonly kind: 'leave'; readonly group: string };

/** What it answers; `value` is that of the method of ClientGroup. */
export type ClientsAnswer<Value> = { readonly value: Value } | { readonly failure: string };

const groups = new Map<string, ClientGroup>();

async function obey(order: ClientsOrder): Promise<unknown> {
  const group = groups.get(order.group) ?? new ClientGroup();
  groups.set(order.group, group);
  switch (order.kind) {
    case 'open':
      return await group.open(order.url, order.queries, order.count);
    case 'begin':
      return group.begin(order.to);
    case 'finish':
      return await group.finish(order.withinMs);
    case 'leave':
      groups.delete(order.group);
      return await group.leave();
  }
}

process.on('message', (order: ClientsOrder) => {
  obey(order).then(
    (value) => process.send?.({ value }),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
process.stdout.write('ready clients\n');
