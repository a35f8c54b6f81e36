import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall, classifyCallWith } from '../../src/provenance/classify-call.ts'
import { originsOf } from '../../src/provenance/origin/origins-of.ts'
import { schemaTexts } from '../../src/provenance/schema/texts.ts'
import type { ProvenanceVerdict, ToolCall } from '../../src/provenance/verdict.ts'
import type { JsonSchema, TranscriptEntry } from '../../src/transcript.ts'
import { anyConversation, options, values } from '../evidence/conversations.ts'

const words = [...values, 'order', 'zz-1', 'mary', 'roe', 'acme-corp.io', '77', '"', '\n']
const text = fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join(' '))
const value = fc.constantFrom(...values, 'kx-0077', 'INC-077201', 'sev2', 'm.roe@acme-corp.io', 'note KX-77')
const args = fc.array(
  fc.record({
    name: fc.constantFrom('record_id', 'target', 'owner_email', 'number'),
    value: fc.oneof({ weight: 3, arbitrary: value }, fc.array(value, { maxLength: 3 })),
  }),
  { minLength: 1, maxLength: 3 },
)

/** What a host may hand over for a text. */
const unreadable = 5 as unknown as string

/** Instructions, as an entry of the transcript. */
function system(text: string): TranscriptEntry {
  return { kind: 'task', role: 'system', text }
}

/** The conversation and what comes after it, in a corpus that learned it all. */
function followedBy(corpus: Corpus, texts: readonly string[]): Corpus {
  const all = corpus.fork()
  for (const each of texts) all.append(system(each))
  return all
}

/** Judges the plain way: everything anew, with each text put behind the conversation. */
function plainly(call: ToolCall, corpus: Corpus, words: string | undefined, more: readonly string[]) {
  const judge = (evidence: Corpus) => {
    const alone = classifyCall(call, evidence)
    return alone.believe || words === undefined ? alone : classifyCall(call, followedBy(evidence, [words]))
  }
  const verdict = judge(corpus)
  return verdict.believe || more.length === 0 ? verdict : judge(followedBy(corpus, more))
}

/** All that a verdict says, and where its origins lead. */
function told(verdict: ProvenanceVerdict): object {
  return { verdict, origins: originsOf(verdict) }
}

test('texts beside a conversation change a verdict just as if they had been said last in it', () => {
  const met = new Set<string>()
  fc.assert(
    fc.property(
      fc.oneof({ weight: 9, arbitrary: anyConversation }, fc.tuple(text.map(system))),
      args,
      fc.option(text),
      fc.array(fc.oneof({ weight: 15, arbitrary: text }, fc.constant(unreadable)), { maxLength: 3 }),
      (entries, args, title, more) => {
        const corpus = corpusOf(entries, options)
        const schema: JsonSchema | undefined = title === null ? undefined : { type: 'object', title }
        const call: ToolCall = { toolName: 'update_record', args }
        const verdict = classifyCallWith(
          { ...call, ...(schema && { inputSchema: schema }) },
          corpus,
          {},
          () => (more.length > 0 ? corpusOf(more.map(system)) : undefined),
        )
        const plain = plainly(call, corpus, schema && schemaTexts(schema), more)
        expect(told(verdict)).toEqual(told(plain))
        const alone = classifyCall(call, corpus)
        if (alone.believe) met.add('nothing looks minted')
        else if (verdict.believe) met.add('a text supports it')
        else if (JSON.stringify(told(alone)) === JSON.stringify(told(verdict))) met.add('no text matters')
        else met.add('a text matters, and something still looks minted')
      },
    ),
    { numRuns: 3_000 },
  )
  expect(met.size).toBe(4)
})
