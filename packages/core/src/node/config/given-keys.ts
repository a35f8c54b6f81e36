/** Tables whose keys are told one by one. */
const tables = new Set(['policy', 'ceilings', 'repeat', 'intervention', 'provenance', 'tools', 'ledger'])

/** The keys that a configuration sets, those of tables with the table before them: `policy.ceiling`. */
export function givenKeys(config: object): string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    tables.has(key) && typeof value === 'object' && value !== null
      ? Object.keys(value).map((inner) => `${key}.${inner}`)
      : [key],
  )
}
