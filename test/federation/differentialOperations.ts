/** One operation that both gateways must answer alike. */
export interface DifferentialOperation {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  /** True when both are to answer with errors beside the data. */
  readonly failing?: boolean;
}

const benchmark = `fragment U on User { id username name }
  fragment R on Review { id body }
  fragment P on Product { inStock name price shipping upc weight }
  query Benchmark {
    users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
    topProducts { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } }
  }`;

export const operations: readonly DifferentialOperation[] = [
  { name: 'one subgraph', query: '{ me { id name } }' },
  { name: 'the usual benchmark', query: benchmark },
  { name: 'a join over a simple key', query: '{ me { name reviews { body stars } } }' },
  { name: 'a join and back', query: '{ me { name reviews { product { name reviews { author { name } } } } } }' },
  {
    name: 'several roots in parallel',
    query: '{ me { name } topProducts { name } reviews(first: 2) { body } book { title } }',
  },
  { name: 'aliases', query: '{ a: me { b: name c: username } d: me { b: id } }' },
  { name: 'aliases over a join', query: '{ topProducts { x: inStock y: name z: reviews { w: body } } }' },
  { name: 'an alias that is another field', query: '{ topProducts { name: upc inStock: shipping } }' },
  {
    name: 'the same field with two arguments',
    query: '{ me { one: friends(first: 1) { name } two: friends(first: 2) { username } } }',
  },
  { name: 'an argument default', query: '{ topProducts { currency } }' },
  { name: 'an argument literal', query: '{ topProducts(first: 2) { currency(code: "USD") } }' },
  {
    name: 'variables',
    query: 'query ($n: Int!, $c: String) { topProducts(first: $n) { currency(code: $c) reviews { stars } } }',
    variables: { n: 2, c: 'CNY' },
  },
  { name: 'a variable default', query: 'query ($n: Int = 1) { topProducts(first: $n) { name inStock } }' },
  {
    name: 'an explicit null variable',
    query: 'query ($c: String) { product(upc: "p1") { currency(code: $c) } }',
    variables: { c: null },
  },
  {
    name: 'input objects',
    query:
      'query ($f: Filter) { topProducts(filter: $f) { name } a: topProducts(filter: { names: ["Chair"] }) { name } }',
    variables: { f: { maxPrice: 900 } },
  },
  { name: '@requires of plain fields', query: '{ topProducts { shipping } }' },
  { name: '@requires of nested fields', query: '{ topProducts { area name } }' },
  { name: '@requires through a reference', query: '{ reviews(first: 4) { product { shipping area } } }' },
  { name: '@provides', query: '{ reviews { author { username } } }' },
  { name: '@provides with more than what is provided', query: '{ reviews { author { username name } } }' },
  { name: 'a compound key', query: '{ offers { title left region { code } } }' },
  { name: 'a list of lists', query: '{ topProducts { shelves { number holds { name inStock } } } }' },
  { name: 'a list of lists at the root, with nulls', query: '{ grid { name inStock reviews { body } } }' },
  {
    name: 'entities from a subgraph without their data',
    query: '{ scarce { name price reviews { stars author { name } } } }',
  },
  { name: 'empty and null lists', query: '{ topProducts { tags size { w } } }' },
  { name: 'a custom scalar', query: '{ raw }' },
  { name: 'enums', query: '{ users { level } }' },
  { name: 'a missing entity', query: '{ user(id: "nobody") { name reviews { body } } }' },
  {
    name: 'fragments that overlap',
    query:
      '{ me { ...A ...B reviews { id } } } fragment A on User { name reviews { body } } fragment B on User { username reviews { stars } }',
  },
  { name: 'inline fragments without a type', query: '{ me { ... { name } ... @include(if: true) { username } } }' },
  { name: 'field order across fragments', query: '{ me { reviewCount ...A id } } fragment A on User { level name }' },
  { name: 'an interface', query: '{ accounts { id name } }' },
  {
    name: 'an interface with its implementers',
    query:
      '{ accounts { __typename name ... on User { username reviews { stars } } ... on Bot { owner { name reviewCount } } } }',
  },
  { name: 'a union', query: '{ actors { ... on User { name reviewCount } ... on Bot { name } } }' },
  { name: 'a union with type names only', query: '{ actors { __typename } }' },
  {
    name: 'a union of entities with a null',
    query:
      '{ search(text: "x") { __typename ... on Product { name inStock } ... on Category { name stockOf products { shipping } } } }',
  },
  { name: 'an interface fragment inside a union', query: '{ actors { ... on Account { id name } } }' },
  { name: 'an interface object from its implementers', query: '{ media { id title rating comments } }' },
  { name: 'an interface object from itself', query: '{ bestMedia { rating title } }' },
  {
    name: 'an interface object with type names',
    query: '{ bestMedia { __typename id rating ... on Book { pages } ... on Film { minutes } } }',
  },
  { name: 'an interface object without its type', query: '{ bestMedia { id rating } }' },
  { name: 'an interface object from an implementer', query: '{ book { title rating } }' },
  { name: 'aliased type names', query: '{ kind: __typename me { a: __typename b: __typename } }' },
  {
    name: '@skip and @include by literals',
    query: '{ me { name @skip(if: true) username @include(if: true) reviews @include(if: false) { body } } }',
  },
  {
    name: '@include of a join that is on',
    query: 'query ($on: Boolean!) { me { name reviews @include(if: $on) { body } } }',
    variables: { on: true },
  },
  {
    name: '@include of a join that is off',
    query: 'query ($on: Boolean!) { me { name reviews @include(if: $on) { body } } }',
    variables: { on: false },
  },
  {
    name: '@skip and @include together',
    query:
      'query ($a: Boolean!, $b: Boolean!) { topProducts @include(if: $a) { name reviews @skip(if: $b) { body author @include(if: $b) { name } } } }',
    variables: { a: true, b: false },
  },
  {
    name: 'a condition on a fragment',
    query:
      'query ($on: Boolean = true) { me { ...A @include(if: $on) id } } fragment A on User { reviews { stars product { name } } }',
  },
  { name: 'nothing is left by conditions', query: '{ me @skip(if: true) { name } }' },
  {
    name: 'introspection beside data',
    query: '{ __schema { queryType { name } mutationType { name } } me { name } __type(name: "User") { kind name } }',
  },
  {
    name: 'introspection with variables',
    query: 'query ($t: String!) { __type(name: $t) { fields { name } } }',
    variables: { t: 'Film' },
  },
  { name: 'a mutation with a join', query: 'mutation { renameUser(id: "u1", name: "Countess") { name reviewCount } }' },
  {
    name: 'mutations of two subgraphs',
    query:
      'mutation { a: renameUser(id: "u1", name: "A") { name } note(text: "x") { body product { name } } b: renameUser(id: "u2", name: "B") { username } }',
  },
  { name: 'a nullable root field that fails', query: '{ maybeBroken { name } topProducts { name } }', failing: true },
  { name: 'a non-null root field that fails', query: '{ broken { name } topProducts { name } }', failing: true },
  { name: 'a field that fails', query: '{ users { name secret } }', failing: true },
  { name: 'an entity field that fails for one of them', query: '{ topProducts { name flaky } }', failing: true },
  { name: 'a null in a non-null field', query: '{ users { name strict } }', failing: true },
  { name: 'a null that goes up through a list', query: '{ me { friends { name strict } } }', failing: true },
  { name: 'a null in an object of an entity', query: '{ reviews(first: 3) { id weak { must } } }', failing: true },
];
