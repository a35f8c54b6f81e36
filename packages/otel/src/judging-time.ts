import type { Assessment } from '@handrail/core'

/** Milliseconds that judging took, where the record of this version of core says so. */
export function judgingTime(assessment: Assessment & { readonly durationMs?: number }): number | undefined {
  return assessment.durationMs
}
