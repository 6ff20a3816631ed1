import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { startChild } from './engine/childProcess.ts';
import { subgraphSources } from './engine/graph.ts';
import { tokenViewer, weftGraph } from './engine/weftGraph.ts';
import { workloads } from './engine/workloads.ts';
const child = await startChild({ name: 's', args: ['--import', 'tsx', fileURLToPath(new URL('./engine/subgraphServer.child.ts', import.meta.url))], ready: /^ready (\S+)/ });
const c = composeSubgraphs(subgraphSources((n) => `${child.url}/${n}`));
if (!c.ok) throw new Error('x');
const graph = weftGraph(c.supergraphSdl);
const w = workloads.find((x) => x.name === (process.argv[2] ?? 'auth'))!;
if (process.argv[4] === 'plan') { console.log(graph.planOf({ query: w.query })); }
let t = 0;
async function one() {
  const op = graph.prepare({ query: w.query });
  if ('errors' in op) throw op.errors[0];
  const a = await graph.answer(op, { viewer: tokenViewer(`Bearer ${t++}`), requestId: 'r', signal: new AbortController().signal });
  if (!('body' in a) || !a.body) { console.log(JSON.stringify((a as any).errors)); throw new Error('errors'); }
  return a.body;
}
async function run(n: number) {
  let left = n;
  await Promise.all(Array.from({ length: 50 }, async () => { while (left-- > 0) await one(); }));
}
await one(); await run(300);
const n = Number(process.argv[3] ?? 1000);
for (let r = 0; r < 3; r++) { const u = process.cpuUsage(); await run(n); const d = process.cpuUsage(u); console.log('cpu ms/req', ((d.user + d.system) / 1000 / n).toFixed(3)); }
const s = new Session(); s.connect();
await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 200 }); await s.post('Profiler.start');
await run(n);
const { profile } = await s.post('Profiler.stop') as any;
writeFileSync('/tmp/prof/p.cpuprofile', JSON.stringify(profile));
const self = new Map<string, number>(); const byId = new Map(profile.nodes.map((x: any) => [x.id, x]));
const dt = profile.timeDeltas; let total = 0;
profile.samples.forEach((id: number, i: number) => { const f = (byId.get(id) as any).callFrame; const k = `${f.functionName || '(anon)'} ${f.url.split('/').slice(-2).join('/')}:${f.lineNumber + 1}`; self.set(k, (self.get(k) ?? 0) + dt[i]); if (f.functionName !== '(idle)') total += dt[i]; });
for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 42)) console.log((100 * v / total).toFixed(1).padStart(5), k);
process.exit(0);
