import type { JudgedEffect } from './tally.ts'

/** What tools of an effect do, as it is said in a sentence. */
export const whatTheyDo: Readonly<Record<JudgedEffect, string>> = { write: 'write', destructive: 'destroy' }

/** A rate for people: one decimal, and two below 1 %. */
export function percent(rate: number): string {
  const value = rate * 100
  return `${value === 0 || value >= 99.95 ? value.toFixed(0) : value < 1 ? value.toFixed(2) : value.toFixed(1)} %`
}
