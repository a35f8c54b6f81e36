import type { JudgedEffect } from './tally.ts'

/** What tools of an effect do, as it is said in a sentence. */
export const whatTheyDo: Readonly<Record<JudgedEffect, string>> = { write: 'write', destructive: 'destroy' }

/** The same of one tool. */
export const whatItDoes: Readonly<Record<JudgedEffect, string>> = { write: 'writes', destructive: 'destroys' }

/** A rate for people: one decimal, and two below 1 %. Rounded down, so that 100 % means all. */
export function percent(rate: number): string {
  const digits = rate > 0 && rate < 0.01 ? 2 : 1
  const value = Math.floor(rate * 100 * 10 ** digits + 1e-9) / 10 ** digits
  return `${value === 0 || value === 100 ? value : value.toFixed(digits)} %`
}

/** A rate that must be reached, for people: rounded up. */
export function percentUp(rate: number): string {
  return `${Math.ceil(rate * 1_000 - 1e-9) / 10} %`
}

/** A cost in tasks by judged call, by a thousand of them, for people. Rounded up: no cost is told smaller than it is. */
export function perThousand(cost: number): string {
  const value = Math.ceil(cost * 10_000 - 1e-9) / 10
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${value === 1 ? 'task' : 'tasks'}`
}
