import { createGuard } from '../guard/create-guard.ts'
import { checkSame } from './assert.ts'
import { around, enforcing, FROM_USER, MINTED } from './scenes.ts'
import { checkUntouched, type Law, play } from './stage.ts'

const MEGABYTE = 2 ** 20

function nested(levels: number): unknown {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level++) value = { inner: value }
  return value
}

/** Arguments that a model can write: all are JSON. */
const hostileArgs: Readonly<Record<string, () => unknown>> = {
  'a text of ten megabytes': () => 'a long text '.repeat((10 * MEGABYTE) / 12),
  'an id of a megabyte': () => '1234567890'.repeat(MEGABYTE / 10),
  'a thousand levels': () => nested(1_000),
  'the key __proto__': () =>
    JSON.parse(`{"__proto__":{"polluted":"${FROM_USER}"},"constructor":{"prototype":1}}`),
  'a list of ten thousand': () => Array.from({ length: 10_000 }, (_, index) => index),
  nothing: () => null,
}

const aFunction = () => 'never called'

/** What a tool may return, whether or not its framework likes it. */
const hostileResults: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'a BigInt': () => 2n ** 70n,
  'an object with a BigInt': () => ({ total: 2n ** 70n }),
  'a function': () => aFunction,
  bytes: () => new Uint8Array([0xff, 0xd8, 0xff]),
  'a text of a megabyte': () => 'a long text '.repeat(MEGABYTE / 12),
  'a thousand levels': () => nested(1_000),
  'the key __proto__': () => JSON.parse('{"__proto__":{"polluted":true}}'),
  'a getter that throws': () =>
    Object.defineProperty({ status: 'updated' }, 'broken', {
      enumerable: false,
      get() {
        throw new Error('a getter of the tool')
      },
    }),
}

const reaches = Object.entries(hostileArgs).map(
  ([what, make]): Law => ({
    name: `an argument that is ${what} reaches the tool once, as it does unguarded`,
    async holds(harness) {
      const received: unknown[] = []
      const receiving = (args: unknown) => {
        received.push(args)
        return { status: 'updated' }
      }
      const args = { order_id: FROM_USER, note: make() }
      const plot = around('update_address', args, { update_address: receiving })
      const unguarded = await play(harness, plot, undefined)
      const [expected] = received
      for (const guard of [createGuard(), enforcing()]) {
        checkUntouched(await play(harness, plot, guard), unguarded, plot)
        checkSame(received.at(-1), expected, 'what the tool receives')
      }
    },
  }),
)

const passes = Object.entries(hostileResults).map(
  ([what, make]): Law => ({
    name: `a result that is ${what} passes as it does unguarded`,
    async holds(harness) {
      const grounded = around('update_address', { order_id: FROM_USER }, { update_address: make })
      const unguarded = await play(harness, grounded, undefined)
      checkUntouched(await play(harness, grounded, createGuard()), unguarded, grounded)
      checkUntouched(await play(harness, grounded, enforcing()), unguarded, grounded)
      const minted = around('update_address', { order_id: MINTED }, { update_address: make })
      const without = await play(harness, minted, undefined)
      const warned = await play(harness, minted, enforcing())
      checkSame(warned.ran('update_address'), without.ran('update_address'), 'how often the tool ran')
      checkSame(
        warned.report.error === undefined,
        without.report.error === undefined,
        'whether the run ends well',
      )
    },
  }),
)

/** Values that are no pleasure to handle change nothing about the run. */
export const lawsOfHostileValues: readonly Law[] = [...reaches, ...passes]
