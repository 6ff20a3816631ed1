#!/usr/bin/env node
// The `weft` command. Loads TypeScript as it is (docs/adr/0007), so it works from any folder and without a build.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// Apollo's packages would report home otherwise; nothing of Weft does.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
await import('./weft.ts');
