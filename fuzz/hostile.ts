/** How deep is deep. */
const DEPTH = 10_000

function boom(): never {
  throw new Error('hostile')
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function nested(wrap: (inner: unknown) => unknown, inner: unknown): unknown {
  let value = inner
  for (let i = 0; i < DEPTH; i++) value = wrap(value)
  return value
}

/** Values that make careless readers throw or never end, each around a text. */
const makers = {
  cycle: (text) => {
    const list: unknown[] = [text]
    list.push({ list })
    return list
  },
  getter: (text) => ({
    id: text,
    get other() {
      return boom()
    },
  }),
  traps: () => new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom }),
  trapsOfList: () => new Proxy([], { get: boom, has: boom, ownKeys: boom }),
  revokedObject: () => revoked({}),
  revokedList: () => revoked([]),
  revokedFunction: () => revoked(boom),
  map: (text) => new Map<unknown, unknown>([[text, { id: text }]]),
  set: (text) => new Set([text, 7701]),
  date: () => new Date(1_715_731_200_000),
  noDate: () => new Date(Number.NaN),
  bytes: (text) => new TextEncoder().encode(text),
  buffer: () => new ArrayBuffer(8),
  floats: () => new Float64Array([7701, Number.NaN]),
  bigint: () => 7701n ** 20n,
  symbol: (text) => Symbol(text),
  function: () => boom,
  deepList: (text) => nested((inner) => [inner], text),
  deepObject: (text) => nested((inner) => ({ id: inner }), text),
  toJson: (text) => ({ id: text, toJSON: boom, toString: boom, [Symbol.toPrimitive]: boom }),
  noPrototype: (text) => Object.assign(Object.create(null), { id: text }),
  ownProto: (text) => JSON.parse(`{"__proto__": {"id": ${JSON.stringify(text)}}, "constructor": 7701}`),
  sparse: (text) => Object.assign(new Array(100_000), { 7: text }),
  shared: (text) => {
    const part = { id: text }
    return [part, { part }, part]
  },
  error: (text) => new Error(text),
  regexp: () => /7701/g,
  boxed: (text) => [Object(text), Object(7701), Object(true)],
  promise: (text) => Promise.resolve(text),
  iterator: (text) => [text][Symbol.iterator](),
} satisfies Readonly<Record<string, (text: string) => unknown>>

/** The kinds of hostile values. */
export const hostileKinds = Object.keys(makers) as (keyof typeof makers)[]

/** A hostile value, made anew. */
export function hostileValue(kind: keyof typeof makers, text: string): unknown {
  return makers[kind](text)
}
