import type { EnforcementHandler } from '../../enforcement/handler.ts'
import { checkHandler } from '../../enforcement/registry.ts'
import { show } from '../../errors.ts'
import { importInTime, whyNotImported } from '../import-in-time.ts'
import type { DiscoveredHandler, FoundHandler, SkippedHandler } from './handler-discovery.ts'

/**
 * Imports a handler: the default export of its module, an object with the `name` that its package gives it and a function
 * `handle`. Never rejects.
 */
export async function loadHandler(
  found: FoundHandler,
  patienceMs?: number,
): Promise<DiscoveredHandler | SkippedHandler> {
  const { package: from, name, file } = found
  const skipped = (why: string): SkippedHandler => ({ package: from, name, why })
  let handler: EnforcementHandler
  try {
    handler = (await importInTime(file, patienceMs)) as EnforcementHandler
  } catch (error) {
    return skipped(whyNotImported(error))
  }
  try {
    checkHandler('its default export', handler)
    if (handler.name !== name) return skipped(`its default export is called ${show(handler.name)}`)
    return { ...found, handler }
  } catch (error) {
    return skipped(whyNotImported(error))
  }
}
