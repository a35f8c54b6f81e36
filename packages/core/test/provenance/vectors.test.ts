import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { assessConfidence } from '../../src/intervention/confidence.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import type { ProvenanceVerdict } from '../../src/provenance/verdict.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { type AnswerVector, loadAnswers, type VectorInput, vectorFile } from './provenance-vectors.ts'

/** The only `must` vectors that we answer otherwise, with the reason. */
const NAMED: Readonly<Record<string, string>> = {
  p0471: 'R11: fewer than four significant digits are not zero-stripped (007 from 7)',
  p0472: 'R11: fewer than four significant digits are not zero-stripped (0042 from 42)',
  p0977: 'R11: fewer than four significant digits are not zero-stripped (0042 from 42)',
  p2058: 'R11: fewer than four significant digits are not zero-stripped (0100 from 100)',
  p2088: 'R11: fewer than four significant digits are not zero-stripped (00000 from 0)',
  p0999: 'known gap: an address whose local part is a word and a number of two digits',
}
const COUNTS = { all: 2_318, must: 1_658, ours: 218, open: 442 }

const found = vectorFile('provenance.dev.json')

describe('the recorded answers about provenance', () => {
  if ('missing' in found) {
    // The reporter does not print why a test was skipped.
    console.log(`Skipped: ${found.missing}`)
    test('are compared', ({ skip }) => skip(found.missing))
    return
  }
  const { vectors } = loadAnswers(found.path)
  const must = vectors.filter((vector) => vector.must)
  const ours = vectors.filter((vector) => vector.ours)
  const groups = [...new Set(must.map((vector) => vector.group))]

  test('are all there', () => {
    const open = vectors.length - must.length - ours.length
    expect({ all: vectors.length, must: must.length, ours: ours.length, open }).toEqual(COUNTS)
    expect(must.filter((vector) => vector.id in NAMED)).toHaveLength(Object.keys(NAMED).length)
    const table = groups.map((group) => `${group} ${must.filter((each) => each.group === group).length}`)
    console.info(
      `${vectors.length} vectors, ${must.length} must agree (${table.join(', ')}), of which ` +
        `${Object.keys(NAMED).length} are named; ${ours.length} differ by a rule; ${open} are open`,
    )
  })

  test.each(groups)('%s: what must agree agrees', (group) => {
    const differing = must
      .filter((vector) => vector.group === group && !(vector.id in NAMED))
      .map((vector) => ({
        id: vector.id,
        got: shown(vector, classify(vector.input)),
        wanted: wanted(vector),
      }))
      .filter(({ got, wanted: answer }) => JSON.stringify(got) !== JSON.stringify(answer))
    expect(differing).toEqual([])
  })

  test.each(Object.entries(NAMED))('%s still differs: %s', (id) => {
    const vector = must.find((each) => each.id === id)
    if (!vector) throw new Error(`${id} is not there`)
    expect(shown(vector, classify(vector.input))).not.toEqual(wanted(vector))
  })

  test('what a rule answers otherwise, we answer as the rule does', () => {
    const differing = ours
      .map(({ id, input, ours: answer, differs }) => ({ id, differs, answer, got: stances(classify(input)) }))
      .filter(({ got, answer }) =>
        Object.entries(answer ?? {}).some(([name, stance]) => got[name] !== stance),
      )
    expect(differing).toEqual([])
  })

  test('what no rule settles is answered without a throw', () => {
    for (const { id, input } of vectors.filter((vector) => !vector.must && !vector.ours))
      expect(() => classify(input), id).not.toThrow()
  })
})

/** The verdict on the input of a vector. */
function classify({ toolName, isMutating, args, prior }: VectorInput): ProvenanceVerdict {
  const entries = prior.map(
    ({ text, source }, i): TranscriptEntry =>
      source === 'TASK_TEXT'
        ? { kind: 'task', text, role: 'user' }
        : { kind: 'result', toolCallId: `prior_${i}`, toolName: 'read', content: text },
  )
  return classifyCall(
    {
      toolName,
      isMutating,
      args: args.map(({ name, value, isReference }) => ({ name, value, isReference: isReference ?? true })),
    },
    corpusOf(entries),
  )
}

function stances({ args }: ProvenanceVerdict): Record<string, string> {
  return Object.fromEntries(args.map(({ argName, stance }) => [argName, stance]))
}

/** What we answer, as far as the vector settles it. */
function shown({ gradeDiffers }: AnswerVector, verdict: ProvenanceVerdict): object {
  return {
    believe: verdict.believe,
    unsupported: verdict.unsupported,
    stances: judged(verdict.args),
    ...(!gradeDiffers && { confidence: assessConfidence(verdict) }),
  }
}

/** What the vector wants. */
function wanted({ expect: answer, confidence, gradeDiffers }: AnswerVector): object {
  return {
    believe: answer.believe,
    unsupported: answer.unsupported,
    stances: judged(answer.args),
    ...(!gradeDiffers && { confidence }),
  }
}

/** The stances by argument. Where nothing is judged, the reference lists no argument and we list them all as such. */
function judged(args: readonly { readonly argName: string; readonly stance: string }[]): object {
  if (args.every(({ stance }) => stance === 'ABSTAIN')) return []
  return args.map(({ argName, stance }) => [argName, stance])
}
