/** How hard a host may act on a verdict. The set is closed: these four are what adapters know to carry out. */
export const Intervention = Object.freeze({
  /** Record the verdict only. The call runs and nobody in the conversation sees anything. */
  OBSERVE: 'OBSERVE',
  /** The call runs; the model reads a note with the result. */
  WARN: 'WARN',
  /** The call does not run; the model reads a corrective result in its place, without losing the turn. */
  BLOCK: 'BLOCK',
  /** The call does not run; the model is asked to try again, or a person is asked. Costs the turn. */
  DEFER: 'DEFER',
})

/** One of the four interventions. The order of disruption is OBSERVE < WARN < BLOCK < DEFER. */
export type Intervention = (typeof Intervention)[keyof typeof Intervention]

/** How sure the detector is that a value was minted. */
export const Confidence = Object.freeze({
  /** A whole value that traces to nothing. */
  HIGH: 'HIGH',
  /** A value of which something traces, or several values from which absence of the whole cannot be proved. */
  LOW: 'LOW',
  /** Nothing was minted. */
  NONE: 'NONE',
})

/** One of the three confidences. */
export type Confidence = (typeof Confidence)[keyof typeof Confidence]

/** A rung by name: one of the four, or one that the host added to its ladder. Case and padding do not matter. */
export type RungToken = Intervention | (string & {})

const members: ReadonlySet<string> = new Set(Object.values(Intervention))

/** Whether a token is one of the four, exactly as written. */
export function isIntervention(token: unknown): token is Intervention {
  return typeof token === 'string' && members.has(token)
}
