import type { ProvenanceVerdict } from '../provenance/verdict.ts'

const LONGEST = 64

/** Every part of a verdict that was found nowhere: what no text for a model may hold. */
export function mintedParts(verdict: ProvenanceVerdict): readonly string[] {
  return verdict.args.flatMap((arg) => (arg.stance === 'UNSUPPORTED' ? arg.componentsUnmatched : []))
}

/** Whether a text holds a minted part that could be taken for an id, whatever the case. */
export function quotesMinted(text: string, minted: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return minted.some((part) => /[\p{N}@]/u.test(part) && lower.includes(part.toLowerCase()))
}

/**
 * The name of a tool or an argument as it may stand in a text for the model: on one line, not endless, and not a
 * vehicle for a minted value. A name that only equals the value is let through: the model reads it anyway.
 */
export function safeName(name: string, minted: readonly string[], otherwise: string): string {
  const clean = name.replaceAll(/[^\p{L}\p{N}_.:/$-]+/gu, ' ').trim()
  if (clean === '' || clean.length > LONGEST) return otherwise
  const others = minted.filter((part) => part !== name)
  return quotesMinted(clean, others) ? otherwise : `\`${clean}\``
}
