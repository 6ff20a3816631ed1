// Asks Hive's planner for one plan, in a process of its own: what is wrong in native code ends the process, and no client may do that to a
// gateway. Reads one JSON document from standard input and writes one to standard output.
import { readFileSync } from 'node:fs';
import { QueryPlanner } from '@graphql-hive/router-query-planner';

const { supergraphSdl, request } = JSON.parse(readFileSync(0, 'utf8'));

function answer() {
  try {
    const planner = new QueryPlanner(supergraphSdl);
    if (request === null) return { overridePercentages: planner.overridePercentages };
    const { query, operationName, labels, percentage } = request;
    return { plan: planner.plan(query, operationName, new Set(labels), percentage) };
  } catch (error) {
    return { error: String(error) };
  }
}

process.stdout.write(JSON.stringify(answer()));
