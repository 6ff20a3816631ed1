import type { FoundFile, MovePlace } from './move.ts';
import { MoveError, named } from './moveError.ts';
import { seededNoise } from './seededNoise.ts';

interface Dataset {
  readonly endpointId: string;
  readonly path: string;
  readonly files: number;
  readonly bytesPerFile: number;
}

/** What simulated endpoints hold beside the few files that every other path of them has. */
const datasets: readonly Dataset[] = [
  // 978 TB, as a department once moved them within a month.
  { endpointId: 'endpoint_us-east-1', path: 'biomaterials', files: 978, bytesPerFile: 1e12 },
];

const fewestFiles = 3;
const moreFiles = 6;
const smallestBytes = 50e6;
const moreBytes = 450e6;

/** The only path where simulated endpoints have nothing. */
const missing = 'missing';

function sizesOf(seed: number, { endpointId, path }: MovePlace): readonly number[] {
  const dataset = datasets.find((one) => one.endpointId === endpointId && one.path === path);
  if (dataset !== undefined) return Array.from({ length: dataset.files }, () => dataset.bytesPerFile);
  const length = fewestFiles + Math.floor(moreFiles * seededNoise(seed, endpointId, path, 'files'));
  return Array.from({ length }, (_, place) =>
    Math.round(smallestBytes + moreBytes * seededNoise(seed, endpointId, path, 'bytes', place)),
  );
}

/** The files at a path of a simulated endpoint: always the same for the same seed. Throws MoveError for the path that has none. */
export function simulatedFiles(seed: number, place: MovePlace): readonly FoundFile[] {
  if (place.path === missing)
    throw new MoveError('SOURCE_NOT_FOUND', `There is nothing at ${named(place.path)} of the source endpoint.`);
  return sizesOf(seed, place).map((bytes, index): FoundFile => {
    const path = `part-${String(index + 1).padStart(4, '0')}.dat`;
    return { kind: 'FILE', path, bytes, stamp: `simulated:${seed}:${bytes}` };
  });
}
