import { expect, it } from 'vitest'
import { Judges } from '../../src/replay/judges.ts'

it('judges know a set of tools by its object only where it cannot change', () => {
  const judges = new Judges({ one: {} })
  const frozen = Object.freeze({ look: { effect: 'read' as const } })
  const benches = judges.for(frozen)
  expect(judges.for(frozen)).toBe(benches)
  expect(judges.for({ look: { effect: 'read' } })).toBe(benches)
  const open: { look: { effect: 'read' | 'write' } } = { look: { effect: 'read' } }
  expect(judges.for(open)).toBe(benches)
  open.look = { effect: 'write' }
  expect(judges.for(open)).not.toBe(benches)
})

it('judges know a set of tools by its object however many others came since', () => {
  const judges = new Judges({ one: {} })
  const frozen = Object.freeze({ look: { effect: 'read' as const } })
  const benches = judges.for(frozen)
  for (let n = 0; n < 100; n++) judges.for({ [`tool_${n}`]: { effect: 'read' } })
  expect(judges.for(frozen)).toBe(benches)
})
