import { isAbsolute, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Location } from 'sarif'
import type { Place } from '../conversation.ts'

/** Where something stands, as viewers of SARIF find it: the line of the file on which its record begins. */
export function locationOf({ file, line }: Place, message?: string, logical?: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: Math.max(1, line) },
    },
    ...(logical !== undefined && { logicalLocations: [{ fullyQualifiedName: logical }] }),
    ...(message !== undefined && { message: { text: message } }),
  }
}

/** A relative path stays relative, so that viewers find it from the root of the repository. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href
  const parts = file.split(sep === '\\' ? /[\\/]/ : '/')
  // Lone surrogates have no place in a URI.
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
}
