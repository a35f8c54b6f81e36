import { placeOf } from '@handrail/eval/families'
import type { EvidenceText } from './evidence-text.ts'
import type { LeafValue } from './records.ts'

const MOST_PLACES = 3
const CONTEXT = 40
/** Shorter common parts say nothing. */
const SHORTEST_PART = 3

/** The places of the evidence that resemble a value most, for a person who judges a flag: who says it, and the words around. */
export function placesNear(value: LeafValue, texts: readonly EvidenceText[]): string[] {
  const text = String(value)
  const found = texts.flatMap((evidence) => {
    const at = placeOf(text, evidence.text)
    return at < 0 ? [] : [excerpt(evidence, at, text.length)]
  })
  return found.length > 0 ? found.slice(0, MOST_PLACES) : resembling(text, texts)
}

function resembling(value: string, texts: readonly EvidenceText[]): string[] {
  for (const part of partsBySize(value)) {
    const found = texts.flatMap((evidence) => {
      const at = evidence.text.toLowerCase().indexOf(part)
      return at < 0 ? [] : [excerpt(evidence, at, part.length)]
    })
    if (found.length > 0) return found.slice(0, MOST_PLACES)
  }
  return []
}

/** All parts of a value, the longest first. */
function* partsBySize(value: string): Generator<string> {
  const text = value.toLowerCase().slice(0, 80)
  for (let size = text.length; size >= SHORTEST_PART; size--)
    for (let at = 0; at + size <= text.length; at++) yield text.slice(at, at + size)
}

function excerpt({ text, from }: EvidenceText, at: number, length: number): string {
  const start = Math.max(0, at - CONTEXT)
  const end = Math.min(text.length, at + length + CONTEXT)
  const cut = text.slice(start, end).replaceAll(/\s+/g, ' ')
  return `${from}: ${start > 0 ? '...' : ''}${cut}${end < text.length ? '...' : ''}`
}
