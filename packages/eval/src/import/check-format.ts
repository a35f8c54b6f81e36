import { HandrailError } from '@handrail/core'
import type { ConversationFormat } from '../conversation.ts'
import { conversationFormats } from './formats.ts'

/** @throws HandrailError `INVALID_OPTION` for a format that nobody knows. */
export function checkFormat(format: ConversationFormat | undefined): void {
  if (format === undefined || conversationFormats.includes(format)) return
  throw new HandrailError(
    'INVALID_OPTION',
    `Expected \`format\` to be one of ${conversationFormats.join(', ')}, got ${JSON.stringify(format)}.`,
  )
}
