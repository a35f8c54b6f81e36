import fc from 'fast-check'
import { type EffectProposal, type EnforcementHandler, effectProposal } from '../../src/index.ts'

const marker = Symbol.for('handrail.effect-proposal')

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything(),
  fc.constantFrom(Symbol('s'), Object.create(null), 10n, () => {}, new Error('broken')),
  fc.constant(
    Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('no message')
      },
    }),
  ),
)

const fields = fc.record({
  intervention: fc.constantFrom('OBSERVE' as const, 'WARN' as const, 'BLOCK' as const, 'DEFER' as const),
  dispatchCall: fc.boolean(),
  syntheticResult: fc.option(fc.dictionary(fc.string(), fc.anything(), { maxKeys: 3 })),
  note: fc.string(),
  handler: fc.constantFrom('', 'other'),
})

/** A proposal that can be made, on any rung, dispatching or not. */
const proposal = fc.oneof(
  fields.map((each) => effectProposal({ ...each, syntheticResult: null })),
  fields.map((each) => effectProposal({ ...each, dispatchCall: false })),
)

const throwing: ProxyHandler<EffectProposal> = {
  get() {
    throw new Error('a getter failed')
  },
}

/** A proposal whose fields change from one reading to the next. */
function fickle(first: EffectProposal, later: EffectProposal): EffectProposal {
  const read = new Set<PropertyKey>()
  const target = { [marker]: true } as unknown as EffectProposal
  return new Proxy(target, {
    get(_, key) {
      const source = read.has(key) ? later : first
      read.add(key)
      return Reflect.get(source, key)
    },
  })
}

/** Answers that are proposals, nearly are, or are anything at all. */
const answer: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: proposal },
  { weight: 1, arbitrary: proposal.map((each) => ({ ...each })) },
  { weight: 1, arbitrary: proposal.map((each) => new Proxy(each, throwing)) },
  { weight: 1, arbitrary: fc.tuple(proposal, proposal).map(([first, later]) => fickle(first, later)) },
  {
    weight: 1,
    arbitrary: fc
      .record({ intervention: anything, dispatchCall: anything, syntheticResult: anything, note: anything })
      .map((each) => Object.assign(Object.create({ [marker]: true }), each)),
  },
  { weight: 1, arbitrary: anything },
)

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown

const withThen = (then: Then): object => Object.defineProperty({}, 'then', { value: then })

/** Thenables that break the contract of promises. */
const thenable: fc.Arbitrary<() => unknown> = fc
  .tuple(answer, answer, anything)
  .chain(([first, second, error]) => {
    const fail = () => {
      throw error
    }
    return fc.constantFrom<() => unknown>(
      () => withThen((resolve) => [resolve(first), resolve(second)]),
      () => withThen((resolve, reject) => [reject(error), resolve(first)]),
      () => withThen((resolve) => [resolve(first), fail()]),
      () => withThen(fail),
      () => withThen(() => first),
      () => withThen((resolve) => resolve(withThen((again) => again(first)))),
      () => Object.defineProperty({}, 'then', { get: fail }),
      () => {
        const promise = Promise.resolve(first)
        promise.catch(() => {})
        return new Proxy(promise, { getPrototypeOf: () => null })
      },
    )
  })

/** A handler, and how it answers. */
export interface UnrulyHandler {
  readonly handler: EnforcementHandler
  readonly manner: string
}

const make = (manner: string, handle: () => unknown, rest: object = {}): UnrulyHandler => ({
  manner,
  handler: Object.assign(rest, { handle }) as unknown as EnforcementHandler,
})

/** Every handler that a host could write by mistake. All that hang give up within a few milliseconds. */
export const unrulyHandler: fc.Arbitrary<UnrulyHandler> = fc
  .record({
    name: fc.oneof(fc.constantFrom('h', 'observe', ''), anything),
    timeoutMs: fc.oneof(fc.constantFrom(0, 1, 2), fc.constantFrom(Number.NaN, -1, '5')),
    answer,
    error: anything,
    thenable,
    manner: fc.constantFrom(
      'sync',
      'throw',
      'async',
      'reject',
      'hang',
      'late',
      'thenable',
      'unnamed',
      'none',
    ),
  })
  .map(({ name, timeoutMs, answer: given, error, thenable: promised, manner }) => {
    const rest = { name, timeoutMs }
    const fail = () => {
      throw error
    }
    switch (manner) {
      case 'throw':
        return make(manner, fail, rest)
      case 'async':
        return make(manner, () => Promise.resolve(given), rest)
      case 'reject':
        return make(manner, () => Promise.reject(error), rest)
      case 'hang':
        return make(manner, () => new Promise(() => {}), rest)
      case 'late':
        return make(manner, () => new Promise((resolve) => setTimeout(() => resolve(given), 3)), rest)
      case 'thenable':
        return make(manner, promised, rest)
      case 'unnamed':
        return make(
          manner,
          () => given,
          Object.defineProperty({}, 'name', { get: fail, configurable: false }),
        )
      case 'none':
        return { manner, handler: error as EnforcementHandler }
      default:
        return make(manner, () => given, rest)
    }
  })
