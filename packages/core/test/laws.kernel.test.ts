import fc from 'fast-check'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { noteFor } from '../src/enforcement/notes.ts'
import {
  assessConfidence,
  BASE_INTERVENTIONS,
  chooseIntervention,
  type EffectProposal,
  enforceHandler,
  type HandlerContext,
  Intervention,
  type InterventionDecision,
  type ProvenanceVerdict,
  runHandler,
  syntheticCorrectiveResult,
} from '../src/index.ts'
import { capDecision } from '../src/intervention/choose.ts'
import { NOTE_MARKER } from '../src/note-marker.ts'
import {
  ladder,
  ladderAndPolicy,
  ladderWithRungs,
  mintedValue,
  nameAround,
  verdict,
} from './support/arbitraries.ts'
import { textsIn } from './support/texts.ts'
import { unrulyHandler } from './support/unruly-handlers.ts'
import { contextOf, decisionOn, minted, verdictOf } from './support/verdicts.ts'

vi.setConfig({ testTimeout: 30_000 })

const RUNS = 2_000
let total = 0

/** Runs a property, and counts how often its body ran. */
async function law<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void | Promise<void>, runs = RUNS) {
  const body = (value: T) => {
    total++
    return holds(value)
  }
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => body(value)),
    { numRuns: runs },
  )
}

afterAll(() => console.info(`laws of the kernel: ${total} property runs`))

const clean = verdictOf()
const high = verdictOf(minted('id', 'INC0010023'))
const low: ProvenanceVerdict = {
  ...high,
  args: high.args.map((arg) => ({ ...arg, componentsChecked: ['INC0010023', '10023'] })),
}

describe('choosing', () => {
  test('never throws, and picks a rung of the ladder, or OBSERVE on an empty one', () =>
    law(fc.tuple(verdict, ladder, ladderAndPolicy), ([any, rungs, { policy }]) => {
      const decision = chooseIntervention(any, policy, rungs)
      if (rungs.specs.length > 0) expect(rungs.specs).toContain(decision.rung)
      else expect(decision.intervention).toBe('OBSERVE')
      expect(decision.confidence).toBe(assessConfidence(any))
      expect(decision.disruptionCost).toBeGreaterThanOrEqual(0)
      expect(decision.disruptionCost).toBeLessThanOrEqual(1)
    }))

  test('a lower confidence never gets a more disruptive rung, on the ladder of the policy or another', () =>
    law(fc.tuple(ladderAndPolicy, ladder, fc.boolean(), fc.nat(60)), ([own, other, foreign, cap]) => {
      const rungs = foreign ? other : own.ladder
      const ranks = [clean, low, high].map((each) => {
        const decision = chooseIntervention(each, own.policy, rungs)
        return [decision.rung.rank, capDecision(decision, cap, rungs, 'cap').rung.rank] as const
      })
      for (const [index, [rank, capped]] of ranks.entries()) {
        expect(rank).toBeGreaterThanOrEqual(ranks[index - 1]?.[0] ?? 0)
        expect(capped).toBeGreaterThanOrEqual(ranks[index - 1]?.[1] ?? 0)
        expect(capped).toBeLessThanOrEqual(rank)
      }
    }))

  test('a clean call gets exactly what the policy says for it, never the floor', () =>
    law(ladderAndPolicy, ({ ladder: rungs, policy }) => {
      const { rung, confidence } = chooseIntervention(clean, policy, rungs)
      expect(confidence).toBe('NONE')
      expect(rung).toBe(rungs.get(policy.onNone))
    }))

  test('a flagged call stays within the window', () =>
    law(fc.tuple(ladderAndPolicy, fc.constantFrom(low, high)), ([{ ladder: rungs, policy }, any]) => {
      const { rung } = chooseIntervention(any, policy, rungs)
      expect(rung.rank).toBeGreaterThanOrEqual(rungs.rankOf(policy.floor))
      expect(rung.rank).toBeLessThanOrEqual(rungs.rankOf(policy.ceiling))
    }))

  test('an inverted window picks the ceiling', () =>
    law(fc.tuple(ladderWithRungs, fc.nat(), fc.nat(), fc.nat()), ([rungs, a, b, c]) => {
      const at = (index: number) => rungs.byRank()[index % rungs.specs.length]?.token ?? ''
      const window = { floor: at(a), ceiling: at(b) }
      const { key, rank } = rungs.clamp(at(c), window)
      const [bottom, top] = [rungs.rankOf(window.floor), rungs.rankOf(window.ceiling)]
      if (bottom > top) expect(key).toBe(rungs.get(window.ceiling)?.key)
      else expect(rank).toBe(Math.min(Math.max(rungs.rankOf(at(c)), bottom), top))
    }))
})

describe('running a handler', () => {
  const settings = fc.tuple(unrulyHandler, ladderWithRungs, fc.nat(), verdict, fc.nat(3))

  test('never throws or rejects, and never does more than the decision', () =>
    law(
      settings,
      async ([{ handler }, rungs, pick, any, earlierAttempts]) => {
        const decision = decisionOn(rungs.byRank()[pick % rungs.specs.length]?.key ?? '', rungs)
        const context = contextOf({ verdict: any, ladder: rungs, timeoutMs: 1, earlierAttempts })
        expectWithin(await runHandler(handler, decision, context), decision, context)
      },
      4_000,
    ))

  test('`enforce` does what the decision says, on any ladder', () =>
    law(fc.tuple(ladderWithRungs, fc.nat(), verdict), ([rungs, pick, any]) => {
      const decision = decisionOn(rungs.byRank()[pick % rungs.specs.length]?.key ?? '', rungs)
      const context = contextOf({ verdict: any, ladder: rungs })
      const proposal = runHandler(enforceHandler, decision, context) as EffectProposal
      expectWithin(proposal, decision, context)
      const contradictory = decision.rung.dispatches !== ['OBSERVE', 'WARN'].includes(decision.intervention)
      // A rung whose name says otherwise than its data is carried out the gentler way.
      expect(proposal.dispatchCall).toBe(contradictory || decision.rung.dispatches)
    }))
})

/** What holds of every proposal that reaches an adapter. */
function expectWithin(
  proposal: EffectProposal,
  decision: InterventionDecision,
  { ladder: rungs }: HandlerContext,
) {
  expect(Object.values(Intervention)).toContain(proposal.intervention)
  expect(Object.isFrozen(proposal)).toBe(true)
  expect(proposal.withholdsCall).toBe(!proposal.dispatchCall)
  for (const text of [proposal.note, proposal.handler, proposal.reason]) expect(text).toBeTypeOf('string')
  if (proposal.intervention !== 'OBSERVE' && proposal.intervention !== decision.intervention)
    expect(rungs.rankOf(proposal.intervention)).toBeLessThanOrEqual(decision.rung.rank)
  if (proposal.withholdsCall) {
    expect(['BLOCK', 'DEFER']).toContain(proposal.intervention)
    expect(decision.rung.dispatches).toBe(false)
  }
  if (proposal.syntheticResult !== null) expect(proposal.withholdsCall).toBe(true)
}

/**
 * A part of a value as the engine cuts it, with a digit or an @: it begins and ends with a letter or a digit and holds
 * neither white space nor quotes, brackets, commas or backslashes.
 */
const partOfValue = /^(?=.*[\p{N}@])[\p{L}\p{N}]([^\s"'`,;()[\]{}<>\\]*[\p{L}\p{N}])?$/u

describe('what we write', () => {
  const hostile = fc.array(mintedValue, { minLength: 1, maxLength: 3 }).chain((values) =>
    fc.record({
      values: fc.constant(values),
      toolName: nameAround(values[0] ?? ''),
      argNames: fc.array(nameAround(values.at(-1) ?? ''), {
        minLength: values.length,
        maxLength: values.length,
      }),
      whole: fc.boolean(),
      hint: nameAround(values[0] ?? ''),
      earlierAttempts: fc.nat(2),
    }),
  )

  test('never holds a minted value with a digit or an @, unless a name is that value', () =>
    law(
      hostile,
      ({ values, toolName, argNames, whole, hint, earlierAttempts }) => {
        const args = values.map((value, index) => minted(argNames[index] ?? '', value))
        const any = verdictOf(
          ...(whole ? args : [{ ...minted(argNames[0] ?? '', ''), componentsUnmatched: values }]),
        )
        const context = contextOf({
          verdict: any,
          call: { toolCallId: 'c', toolName, args: {} },
          earlierAttempts,
        })
        const proposals = Object.values(Intervention).map((token) =>
          enforceHandler.handle(decisionOn(token), context),
        ) as EffectProposal[]
        const texts = textsIn([
          Object.values(Intervention).map((token) => noteFor(token, context)),
          syntheticCorrectiveResult(any, toolName, hint),
          // On OBSERVE the note is a line for the ledger and nobody in the conversation reads it.
          proposals.map(({ intervention, note, syntheticResult }) => [
            intervention === 'OBSERVE' ? '' : note,
            syntheticResult,
          ]),
        ])
        const names = new Set([toolName, hint, ...argNames])
        const forbidden = values.filter((value) => partOfValue.test(value) && !names.has(value))
        for (const text of texts)
          for (const value of forbidden) expect(text.toLowerCase()).not.toContain(value.toLowerCase())
      },
      6_000,
    ))

  test('is one line that begins with the marker and names the rung', () =>
    law(fc.tuple(verdict, nameAround('W9999999'), fc.nat(2)), ([any, toolName, earlierAttempts]) => {
      const context = contextOf({
        verdict: any,
        call: { toolCallId: 'c', toolName, args: {} },
        earlierAttempts,
      })
      for (const { key } of BASE_INTERVENTIONS.byRank()) {
        const note = noteFor(key as Intervention, context)
        expect(note.startsWith(`${NOTE_MARKER} ${key}:`)).toBe(true)
        expect(note).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
      }
    }))
})
