import fc from 'fast-check'
import { inject } from 'vitest'

// A run tries the same cases as the run before it, so that a failure is the change's; FC_SEED tries others.
fc.configureGlobal({ seed: inject('seed') })
