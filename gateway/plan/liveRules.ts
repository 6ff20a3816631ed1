import type { CompositeType, FieldDefinition, Schema } from '@apollo/federation-internals';
import { directiveNames } from '../authorize/directiveNames.ts';

/** Whose view a value is: equal audiences are sent exactly the same. From the widest to the narrowest. */
export const audiences = ['EVERYONE', 'ORGANIZATION', 'VIEWER'] as const;
export type AudienceKind = (typeof audiences)[number];

/** What `@live` says of a subscription field. */
export interface LiveMark {
  /** For STATE: the paths, in the event, that name the thing whose state it is. Null for LOG: each event counts. */
  readonly keyPaths: readonly (readonly string[])[] | null;
}

/** What a supergraph says of subscriptions by `@live` and `@audience` (https://weft.dev/live). */
export interface LiveRules {
  liveMark(typeName: string, fieldName: string): LiveMark | null;
  /** Null when nothing is said of the field. */
  audienceOf(typeName: string, fieldName: string): AudienceKind | null;
}

const liveIdentity = 'https://weft.dev/live';

type Field = FieldDefinition<CompositeType>;

/** Reads the marks by identity, whatever they are imported as. Of several marks on one field the narrowest counts. */
export function liveRules(schema: Schema): LiveRules {
  const link = schema.coreFeatures?.getByIdentity(liveIdentity);
  if (link === undefined) return { liveMark: () => null, audienceOf: () => null };
  const lives = directiveNames(link, 'live');
  const marks = directiveNames(link, 'audience');
  const live = new Map<string, LiveMark>();
  const said = new Map<string, AudienceKind>();
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields() as readonly Field[]) {
      for (const { name, arguments: given } of field.appliedDirectives.map(applied)) {
        if (lives.has(name)) live.set(field.coordinate, liveMark(given));
        if (marks.has(name)) said.set(field.coordinate, narrowest(said.get(field.coordinate), audience(given['of'])));
      }
    }
  }
  return {
    liveMark: (typeName, fieldName) => live.get(`${typeName}.${fieldName}`) ?? null,
    audienceOf: (typeName, fieldName) => said.get(`${typeName}.${fieldName}`) ?? null,
  };
}

/** The narrower of two. */
export function narrowest(one: AudienceKind | undefined, other: AudienceKind): AudienceKind {
  return one !== undefined && audiences.indexOf(one) > audiences.indexOf(other) ? one : other;
}

function applied(directive: { readonly name: string; arguments(): unknown }): {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
} {
  return { name: directive.name, arguments: directive.arguments() as Readonly<Record<string, unknown>> };
}

function liveMark({ mode, key }: Readonly<Record<string, unknown>>): LiveMark {
  if (mode !== 'STATE' || typeof key !== 'string') return { keyPaths: null };
  const paths = key.split(/\s+/).filter((path) => path !== '');
  return { keyPaths: paths.map((path) => path.split('.')) };
}

/** What is not known is as good as nothing: the viewer's own. */
function audience(of: unknown): AudienceKind {
  return audiences.find((known) => known === of) ?? 'VIEWER';
}
