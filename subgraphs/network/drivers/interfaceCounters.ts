/** Bytes that an interface has carried since the machine started; a counter may begin anew at any time. */
export interface InterfaceCounters {
  readonly name: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** Interfaces whose traffic is inside the machine, or passes a second one that is counted already. */
const innerInterface = /^(?:lo$|veth|docker|br-|virbr|cni|flannel|cali|ifb|dummy|tun|tap|wg)/;

const receivedColumn = 0;
const sentColumn = 8;

/** Reads the text of /proc/net/dev: the interfaces that lead out of the machine, in its order. Lines of another form are left out. */
export function parseInterfaceCounters(text: string): readonly InterfaceCounters[] {
  const found: InterfaceCounters[] = [];
  for (const line of text.split('\n')) {
    // The name may touch the first number: "eth0:123 4 …".
    const match = /^\s*([^\s:]+):\s*(\d[\d\s]*)$/.exec(line);
    const [, name, numbers] = match ?? [];
    if (name === undefined || numbers === undefined || innerInterface.test(name)) continue;
    const columns = numbers.trim().split(/\s+/);
    const receivedBytes = Number(columns[receivedColumn] ?? Number.NaN);
    const sentBytes = Number(columns[sentColumn] ?? Number.NaN);
    if (Number.isFinite(receivedBytes) && Number.isFinite(sentBytes)) found.push({ name, receivedBytes, sentBytes });
  }
  return found;
}
