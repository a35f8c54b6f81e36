import { describe, expect, test, vi } from 'vitest'
import { laws } from '../src/testing/test-adapter.ts'
import { testAdapter } from '../src/testing.ts'
import { type Flaw, fakeAdapter } from './support/fake-adapter.ts'
import { fakeHarness } from './support/fake-framework.ts'

vi.setConfig({ testTimeout: 30_000 })

describe('the kit passes an adapter that is right', () => {
  testAdapter(fakeHarness(test, fakeAdapter()))
})

/** Flaws, each with the beginnings of laws that must notice it. A check that cannot fail is no check. */
const noticed: Readonly<Record<Flaw, readonly string[]>> = {
  'writes on OBSERVE': [
    'OBSERVE:',
    'a call whose values',
    'a sink that',
    'a handler that throws',
    'a handler that answers later disturbs',
    'a handler that answers nonsense',
    'the evidence that a guard begins with',
  ],
  'lets everything run': [
    'BLOCK: the',
    'DEFER: the',
    'a handler that answers later is',
    'a destructive call',
  ],
  'runs a tool twice': [
    'OBSERVE:',
    'WARN: the',
    'WARN: a tool',
    'a policy',
    'a sink',
    'a result that is a BigInt',
    'a result that is an object with a BigInt',
  ],
  'tries a failing tool again': ['WARN: a tool'],
  'writes no note': ['WARN: the', 'a write', 'equal calls', 'WARN: no text'],
  'writes the note first': ['WARN: the', 'a write that was withheld'],
  'writes the note twice': ['WARN: the', 'a write', 'equal calls'],
  'names no rung': ['WARN: the', 'BLOCK: the', 'DEFER: the'],
  'adds a line when withholding': ['BLOCK: the', 'DEFER: the', 'a destructive call'],
  'ends the run when withholding': ['BLOCK: the', 'DEFER: the', 'BLOCK: no text', 'DEFER: no text'],
  'shows the app the note': ['WARN: the'],
  'swallows what a tool throws': ['WARN: a tool'],
  'records nothing': ['OBSERVE:', 'WARN: the', 'WARN: a tool', 'BLOCK: the', 'a policy', 'a sink'],
  'records twice': ['OBSERVE:', 'a call whose values', 'WARN: the', 'DEFER: the', 'a handler that throws'],
  'records the decision as the outcome': ['OBSERVE:', 'a handler that rejects', 'a sink'],
  'fails closed': [
    'a policy',
    'a handler that throws',
    'a handler that rejects',
    'a handler that answers nonsense',
    'a handler that never',
    'further evidence',
  ],
  'does not wait for handlers': ['a handler that answers later is', 'a handler that never'],
  'quotes the values': ['WARN: no text', 'BLOCK: no text', 'DEFER: no text'],
  'learns from its own notes': ['a destructive call', 'a write'],
  'takes arguments for evidence': ['a destructive call', 'equal calls'],
  'learns what a failing call echoes': ['a destructive call'],
  'drops tool results': ['a call whose values', 'an id from the result'],
  'drops the user': ['a call whose values', 'one conversation'],
  'keeps evidence between runs': ['one conversation'],
  'begins without the evidence of the guard': ['the evidence that a guard begins with'],
  'drops the marks': ['a destructive call', 'a write'],
  'takes every mark for an answer to this call': ['a line that a tool forges'],
  'cuts long texts': ['an argument that is a text', 'an argument that is an id', 'a result that is a text'],
  'cuts long lists': ['an argument that is a list'],
  'drops what is null': ['an argument that is nothing', 'a result that is null'],
  'copies keys by assignment': ['an argument that is the key', 'a result that is the key'],
  'follows a hundred levels': ['an argument that is a thousand', 'a result that is a thousand'],
  'turns results into JSON': [
    'a result that is undefined',
    'a result that is a function',
    'a result that is bytes',
  ],
  'reads every property': ['a result that is a getter'],
}

/** What laws say about an adapter, by the name of the law; `undefined` where it holds. */
async function verdicts(
  beginnings: readonly string[],
  flaws: readonly Flaw[],
  parallel = true,
): Promise<Map<string, unknown>> {
  const harness = fakeHarness(test, fakeAdapter(...flaws), parallel)
  const said = new Map<string, unknown>()
  for (const law of laws.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning))))
    said.set(
      law.name,
      await law.holds(harness).then(
        () => undefined,
        (error: unknown) => error,
      ),
    )
  return said
}

describe('the kit notices an adapter that', () => {
  test.each(Object.entries(noticed) as [Flaw, readonly string[]][])('%s', async (flaw, beginnings) => {
    const said = await verdicts(beginnings, [flaw])
    expect(said.size).toBeGreaterThanOrEqual(beginnings.length)
    for (const [name, error] of said) {
      expect(error, `broken: ${name}`).toBeInstanceOf(Error)
      expect((error as Error).message.length, name).toBeGreaterThan(10)
    }
  })

  test('reads results of the same step', async () => {
    const said = await verdicts(['an id from the result'], [], false)
    expect([...said.values()].map((error) => error instanceof Error)).toEqual([true])
  })

  test('quotes values and learns from what it wrote', async () => {
    const said = await verdicts(['a destructive call'], ['quotes the values', 'learns from its own notes'])
    expect([...said.values()].map((error) => error instanceof Error)).toEqual([true])
  })

  test.each(laws.map(({ name }) => name))('breaks this law: %s', (name) => {
    const beginnings = Object.values(noticed).flat()
    expect(beginnings.some((beginning) => name.startsWith(beginning))).toBe(true)
  })
})
