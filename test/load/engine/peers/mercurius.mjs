// Mercurius gateway with JIT, out of the folder it was installed in.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , folder, sources] = process.argv;
const require = createRequire(join(folder, 'package.json'));
const services = JSON.parse(await readFile(sources, 'utf8')).map((service) => ({
  ...service,
  rewriteHeaders: (headers) => (headers.authorization === undefined ? {} : { authorization: headers.authorization }),
}));

const app = require('fastify')();
app.register(require('@mercuriusjs/gateway'), { gateway: { services }, jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`ready http://127.0.0.1:${app.server.address().port}/graphql\n`);
