import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import type { ProvenanceStance, ToolArg } from '../../src/provenance/verdict.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { type HoleTranscript, loadHoles, vectorFile } from './provenance-vectors.ts'

const found = vectorFile('holes.dev.json')

describe('cases that are easy to get wrong', () => {
  if ('missing' in found) {
    // The reporter does not print why a test was skipped.
    console.log(`Skipped: ${found.missing}`)
    test('are compared', ({ skip }) => skip(found.missing))
    return
  }
  const { vectors, transcripts } = loadHoles(found.path)

  test('are all there', () => {
    expect([vectors.length, transcripts.length]).toEqual([39, 71])
    const rules = [...new Set(transcripts.map(({ rule }) => rule))].sort()
    const table = rules.map((rule) => `${rule} ${transcripts.filter((each) => each.rule === rule).length}`)
    console.info(`${vectors.length} values and ${transcripts.length} transcripts: ${table.join(', ')}`)
  })

  test.each(vectors)('$kind: $why ($id)', ({ input, expect: answer }) => {
    const { toolName, isMutating, args, prior } = input
    const entries = prior.map(
      ({ text, source }, i): TranscriptEntry =>
        source === 'TASK_TEXT'
          ? { kind: 'task', text, role: 'user' }
          : { kind: 'result', toolCallId: `prior_${i}`, toolName: 'read', content: text },
    )
    const verdict = classifyCall({ toolName, isMutating, args: args.map(toolArg) }, corpusOf(entries))
    for (const { argName, stance } of answer.args)
      expect(stance).toContain(verdict.args.find((each) => each.argName === argName)?.stance)
  })

  test.each(transcripts)('$rule: $form ($id)', (transcript) => {
    expect(stanceAtEndOf(transcript)).toBe(transcript.expect.stance)
  })
})

function toolArg({ name, value }: { readonly name: string; readonly value?: unknown }): ToolArg {
  return { name, value }
}

function stanceAtEndOf({
  entries,
  call,
  expect: answer,
  traits,
}: HoleTranscript): ProvenanceStance | undefined {
  const corpus = corpusOf(
    // A value that the file leaves out is undefined, which the reader of JSON cannot tell apart.
    entries as readonly TranscriptEntry[],
    traits ? { tools: traits } : undefined,
  )
  const verdict = classifyCall({ ...call, args: call.args.map(toolArg) }, corpus)
  return verdict.args.find((each) => each.argName === answer.arg)?.stance
}
