import type { ProvenanceVerdict } from '../provenance/verdict.ts'

const LONGEST = 64

/** A part of a verdict that was found nowhere and could be taken for an id. */
export interface MintedPart {
  /** As the model wrote it. */
  readonly written: string
  readonly lower: string
}

/** What no text for a model may hold. */
export function mintedParts(verdict: ProvenanceVerdict): readonly MintedPart[] {
  const parts = verdict.args.flatMap((arg) => (arg.stance === 'UNSUPPORTED' ? arg.componentsUnmatched : []))
  return [...new Set(parts)]
    .filter((part) => /[\p{N}@]/u.test(part))
    .map((written) => ({ written, lower: written.toLowerCase() }))
}

/** Whether a text holds a minted part, whatever the case. */
export function quotesMinted(text: string, minted: readonly MintedPart[]): boolean {
  const whole = text.toLowerCase()
  return minted.some(({ lower }) => whole.includes(lower))
}

/**
 * The name of a tool or an argument as it may stand in a text for the model: on one line, not endless, and not a
 * vehicle for a minted value. A name that only equals the value is let through: the model reads it anyway.
 */
export function safeName(name: string, minted: readonly MintedPart[], otherwise: string): string {
  const clean = name.replaceAll(/[^\p{L}\p{N}_.:/$-]+/gu, ' ').trim()
  if (clean === '' || clean.length > LONGEST) return otherwise
  const others = minted.filter(({ written }) => written !== name)
  return quotesMinted(clean, others) ? otherwise : `\`${clean}\``
}
