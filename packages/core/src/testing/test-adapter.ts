import type { AdapterHarness } from './harness.ts'
import { lawsOfEvidence } from './laws-of-evidence.ts'
import { lawsOfFaults } from './laws-of-faults.ts'
import { lawsOfHostileValues } from './laws-of-hostile-values.ts'
import { lawsOfRepeats } from './laws-of-repeats.ts'
import { lawsOfRungs } from './laws-of-rungs.ts'
import type { Law } from './stage.ts'

/** All laws, in the order in which they are easiest to make hold. */
export const laws: readonly Law[] = [
  ...lawsOfRungs,
  ...lawsOfFaults,
  ...lawsOfRepeats,
  ...lawsOfEvidence,
  ...lawsOfHostileValues,
]

/**
 * Declares one test for every law that an adapter has to keep, each played on the real framework. An adapter that
 * passes can be trusted to change nothing but what was decided.
 *
 * @example
 * testAdapter({ name: '@acme/handrail-adapter', test, play: playOnAcme, appOutputUntouched: true })
 */
export function testAdapter(harness: AdapterHarness): void {
  for (const { name, holds } of laws) harness.test(`${harness.name}: ${name}`, () => holds(harness))
}
