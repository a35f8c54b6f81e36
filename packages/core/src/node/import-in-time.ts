import { pathToFileURL } from 'node:url'

/** A module that has not loaded by then never will. */
const PATIENCE_MS = 10_000

/**
 * Imports a file and waits for its default export, which may be a promise. What waits forever is given up; what never lets go
 * of the processor cannot be.
 *
 * @returns its default export; rejects with what it threw.
 */
export async function importInTime(file: string, patienceMs: number = PATIENCE_MS): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not load within ${patienceMs} ms`)), patienceMs)
  })
  try {
    return await Promise.race([import(pathToFileURL(file).href).then(defaultExportOf), late])
  } finally {
    clearTimeout(timer)
  }
}

/** A compiled CommonJS module holds its default export one level deeper. */
function defaultExportOf(exports: Readonly<Record<string, unknown>>): unknown {
  const { default: value } = exports
  const isCompiled =
    typeof value === 'object' && value !== null && '__esModule' in value && 'default' in value
  return isCompiled ? value.default : value
}

/** Why a module could not be imported, in the words of a person who can mend it. */
export function whyNotImported(error: unknown): string {
  try {
    const { code } = (error ?? {}) as { code?: unknown }
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
      return 'this Node.js does not run TypeScript: use Node.js 22.18 or newer, or JavaScript'
    if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING')
      return 'Node.js does not run TypeScript in node_modules: name the compiled file'
    const text = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`
    return text.replaceAll(/\s+/g, ' ').slice(0, 500)
  } catch {
    return 'it threw something that cannot be printed'
  }
}
