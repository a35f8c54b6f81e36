import { createHash } from 'node:crypto'
import type { ArgumentOrigin } from '@handrail/core'
import type { Result, ThreadFlowLocation } from 'sarif'
import type { ReplayedCall } from '../replay/replayed-call.ts'
import { locationOf } from './location.ts'
import { type Rule, ruleIndex } from './rules.ts'
import { plainName, plainPath, shownText, shownValue, type Values } from './text.ts'

/** How results are written. */
export interface ResultOptions {
  readonly values: Values
  /** Its decision makes the level. */
  readonly policy: string | undefined
}

/** A result for one argument. */
export function resultOf(call: ReplayedCall, arg: ArgumentOrigin, options: ResultOptions): Result {
  const { unseen, parts, stance } = arg
  const rule: Rule =
    stance === 'SUPPORTED'
      ? 'handrail/grounded-value'
      : unseen.length === 1 && parts === 1
        ? 'handrail/minted-value'
        : 'handrail/partly-minted-value'
  const holds = `The argument \`${plainName(arg.argName)}\` of \`${plainName(call.toolName)}\` holds ${shownValue(arg, options.values)}`
  const finding =
    stance === 'SUPPORTED'
      ? 'which stands in what the model had read'
      : `which ${unseen.length === 1 ? 'stands' : 'stand'} nowhere in what the model had read`
  const text = `${holds}, ${finding} (${callOf(call)}).`
  return {
    ...about(call, rule, text, plainName(arg.argName)),
    kind: stance === 'SUPPORTED' ? 'pass' : 'fail',
    level: stance === 'SUPPORTED' ? 'none' : levelOf(call, rule, options.policy),
    codeFlows: [{ threadFlows: [{ locations: flowOf(call, arg, options.values) }] }],
  }
}

/** A result for a call that could not be judged. */
export function faultOf(call: ReplayedCall): Result {
  const rule = 'handrail/call-not-judged'
  const text = `The call of \`${plainName(call.toolName)}\` could not be judged (${callOf(call)}).`
  return { ...about(call, rule, text, ''), kind: 'review', level: 'none' }
}

function about(call: ReplayedCall, rule: Rule, text: string, arg: string): Result {
  const { conversation, place, toolCallId, confidence, message, policies } = call
  const logical = [plainName(conversation), `call ${call.call}`, plainName(call.toolName), arg]
  const rungs = Object.entries(policies).map(([name, { intervention }]) => [name, intervention])
  return {
    ruleId: rule,
    ruleIndex: ruleIndex(rule),
    message: { text },
    locations: [locationOf(place, undefined, logical.filter((part) => part !== '').join(' / '))],
    partialFingerprints: {
      'handrail/v1': fingerprint([rule, conversation, String(call.call), call.toolName, arg]),
    },
    properties: {
      conversation: plainName(conversation),
      message,
      call: call.call,
      toolCallId: plainName(toolCallId),
      confidence,
      policies: Object.fromEntries(rungs),
    },
  }
}

/** From where the value stands to the call; of a value that stands nowhere, the call alone. */
function flowOf(call: ReplayedCall, arg: ArgumentOrigin, values: Values): ThreadFlowLocation[] {
  const sources = arg.places.map(({ source, role, toolName, entry, path, excerpt }) => {
    const by = source === 'TASK_TEXT' ? (role ?? 'task') : `result of \`${plainName(toolName ?? '')}\``
    const where = path ? ` at ${path.map(plainPath).join(' in ')}` : ''
    const found = excerpt.text.slice(excerpt.start, excerpt.end)
    return `Entry ${entry}, ${by}${where}: \`${shownText(found, values)}\``
  })
  const target = `Message ${call.message}, the call of \`${plainName(call.toolName)}\`: \`${plainName(arg.argName)}\``
  return [...sources, target].map((text, at) => ({
    location: locationOf(call.place, text),
    executionOrder: at + 1,
    importance: 'essential',
  }))
}

function levelOf({ policies }: ReplayedCall, rule: Rule, policy: string | undefined): Result['level'] {
  const would = policy !== undefined && Object.hasOwn(policies, policy) ? policies[policy] : undefined
  if (!would) return rule === 'handrail/minted-value' ? 'error' : 'warning'
  if (!would.dispatched) return 'error'
  return would.intervention === 'OBSERVE' ? 'note' : 'warning'
}

function callOf({ conversation, call, message }: ReplayedCall): string {
  return `call ${call} in message ${message} of the conversation ${plainName(conversation)}`
}

/** The same for the same finding in a later version of the file, in which it may stand on another line. */
function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
