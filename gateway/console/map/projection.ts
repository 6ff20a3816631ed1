/** A point on the drawing, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place on the earth, in degrees (WGS 84). */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** The drawing, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Space on each side that is kept free for marks and their names, in pixels. */
export interface Margins {
  readonly x: number;
  readonly y: number;
}

/** A line of the same degree, across the whole drawing. */
export interface DegreeLine {
  readonly axis: 'latitude' | 'longitude';
  readonly degrees: number;
  readonly at: number;
}

/** From places to points. */
export interface Projection {
  point(place: Place): Point;
  /** Lines of every fifth degree (or so) that cross the drawing. */
  readonly lines: readonly DegreeLine[];
}

/** The map is a schema: to fill its drawing, one direction may be stretched so much against the other. */
const maxStretch = 2.4;

/** What a lone place, or places on one line, are taken to span, in degrees. */
const minSpan = 1;

const range = (values: readonly number[]): { readonly from: number; readonly to: number } => ({
  from: Math.min(...values),
  to: Math.max(...values),
});

/** Fits the places into the drawing. Longitudes are shortened as they are at the middle latitude. */
export function projection(places: readonly Place[], { width, height }: Size, margins: Margins): Projection {
  const known = places.length > 0 ? places : [{ latitude: 0, longitude: 0 }];
  const latitude = range(known.map((place) => place.latitude));
  const longitude = range(known.map((place) => place.longitude));
  const middle = { latitude: (latitude.from + latitude.to) / 2, longitude: (longitude.from + longitude.to) / 2 };
  const shortening = Math.cos((middle.latitude * Math.PI) / 180);
  const span = {
    x: Math.max(longitude.to - longitude.from, minSpan) * shortening,
    y: Math.max(latitude.to - latitude.from, minSpan),
  };
  const free = { x: Math.max(1, width - 2 * margins.x), y: Math.max(1, height - 2 * margins.y) };
  const least = Math.min(free.x / span.x, free.y / span.y);
  const scale = {
    x: Math.min(free.x / span.x, least * maxStretch) * shortening,
    y: Math.min(free.y / span.y, least * maxStretch),
  };
  const x = (degrees: number): number => width / 2 + (degrees - middle.longitude) * scale.x;
  const y = (degrees: number): number => height / 2 - (degrees - middle.latitude) * scale.y;
  return {
    point: (place) => ({ x: x(place.longitude), y: y(place.latitude) }),
    lines: [
      ...degreeLines('longitude', middle.longitude, { pixels: width, scale: scale.x }, x),
      ...degreeLines('latitude', middle.latitude, { pixels: height, scale: scale.y }, y),
    ],
  };
}

/** Pixels between two of them at least. */
const lineDistance = 64;

/** Lines at round degrees, `pixels` being the size of the drawing and `scale` the pixels of a degree. */
function degreeLines(
  axis: DegreeLine['axis'],
  middle: number,
  { pixels, scale }: { readonly pixels: number; readonly scale: number },
  at: (degrees: number) => number,
): readonly DegreeLine[] {
  const span = pixels / scale;
  const step = [1, 2, 5, 10, 20, 45].find((degrees) => degrees * scale >= lineDistance) ?? 90;
  const first = Math.ceil((middle - span / 2) / step) * step;
  const count = Math.floor((middle + span / 2 - first) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const degrees = first + index * step;
    return { axis, degrees, at: at(degrees) };
  });
}
