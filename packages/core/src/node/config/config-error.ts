import { HandrailError } from '../../errors.ts'
import { type Place, shownPlace } from './place.ts'

/** The error for a configuration file: where, and one sentence. */
export function configError(
  file: string,
  place: Place | undefined,
  sentence: string,
  cause?: unknown,
): HandrailError {
  const text = sentence.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return new HandrailError(
    'INVALID_CONFIG',
    `${shownPlace(file, place)}: ${text}`,
    cause === undefined ? undefined : { cause },
  )
}
