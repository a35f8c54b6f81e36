import { type Intervention, readMarked } from '@handrail/core'
import type { Recording } from './recording.ts'
import { isFields, listOf } from './values.ts'

/** Types of content blocks whose bytes the model reads and we do not. */
const MEDIA = /image|audio|video|file|document|media|inline_?data|text-plain/i

/** The parts of a message's content: text as strings, other data as it is, and whether there is media beside. */
function partsOf(content: readonly unknown[]): { parts: unknown[]; isPartial: boolean } {
  const parts: unknown[] = []
  let isPartial = false
  for (const block of content) {
    const text = (block as { text?: unknown } | null)?.text
    if (typeof text === 'string') parts.push(text)
    else if (!MEDIA.test(typeOfBlock(block))) parts.push(block)
    else isPartial = true
  }
  return { parts, isPartial }
}

/** The type of a content block, `''` when it has none. */
export function typeOfBlock(block: unknown): string {
  const type = (block as { type?: unknown } | null)?.type
  return typeof type === 'string' ? type : ''
}

/** Reads what the user or the system wrote: text, or a list of blocks. */
export function readTask(content: unknown, role: 'system' | 'user', to: Recording): void {
  if (typeof content === 'string') {
    to.task(content, role)
    return
  }
  const { parts, isPartial } = partsOf(Array.isArray(content) ? content : [content ?? ''])
  const texts = parts.map((part) => (typeof part === 'string' ? part : jsonOf(part)))
  to.task(texts.filter((part) => part !== undefined).join('\n'), role)
  if (isPartial || texts.includes(undefined)) to.opaque('unreadable')
}

/** What can be read of a tool's answer. */
export interface ReadAnswer {
  readonly content: unknown
  readonly intervention?: Intervention | undefined
  /** Whether the model has read more. */
  readonly isPartial: boolean
}

/** Reads what a tool answered, without our own notes: text, a list of blocks, or any data. */
export function readAnswer(content: unknown): ReadAnswer {
  if (typeof content === 'string') {
    const { text, intervention } = readMarked(content)
    return { content: text, intervention, isPartial: false }
  }
  if (!Array.isArray(content)) return { content: content ?? '', isPartial: false }
  const { parts, isPartial } = partsOf(content)
  let intervention: Intervention | undefined
  const kept = parts.map((part) => {
    if (typeof part !== 'string') return part
    const marked = readMarked(part)
    intervention = marked.intervention ?? intervention
    return marked.text
  })
  const isText = kept.every((part) => typeof part === 'string')
  return { content: isText ? kept.join('\n') : kept, intervention, isPartial }
}

/** Reads what the assistant said beside its calls. */
export function readSaid(content: unknown, to: Recording): void {
  if (typeof content === 'string') to.say(content)
  for (const block of listOf(content))
    if (isFields(block) && (block.type === 'text' || block.type === 'output_text')) to.say(block.text)
}

/** `undefined` for what is too deep to be written as JSON. */
function jsonOf(part: unknown): string | undefined {
  try {
    return JSON.stringify(part)
  } catch {
    return undefined
  }
}
