// The least that a gateway can do: the same fetches in the same order with bodies known beforehand, and an answer known beforehand.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { Pool } from 'undici';

const [, , workFile, origin] = process.argv;
const { steps, answer } = JSON.parse(await readFile(workFile, 'utf8'));
const pool = new Pool(origin, { connections: 64 });

async function run(step, headers) {
  if (step.kind === 'fetch') {
    const { body } = await pool.request({ method: 'POST', path: step.path, headers, body: step.body });
    return await body.text();
  }
  if (step.kind === 'parallel') return await Promise.all(step.steps.map((inner) => run(inner, headers)));
  for (const inner of step.steps) await run(inner, headers);
  return null;
}

const server = createServer((request, response) => {
  request.resume();
  request.once('end', async () => {
    const { authorization } = request.headers;
    await run(steps, {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
}).listen(0, '127.0.0.1', () => process.stdout.write(`ready http://127.0.0.1:${server.address().port}/graphql\n`));
