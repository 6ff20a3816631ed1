// The least that a Node server can do: an answer that it knew beforehand.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const body = await readFile(process.argv[2]);
const headers = { 'content-type': 'application/json', 'content-length': body.length };

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.writeHead(200, headers);
    response.end(body);
  });
}).listen(0, '127.0.0.1', () => process.stdout.write(`ready http://127.0.0.1:${server.address().port}/graphql\n`));
