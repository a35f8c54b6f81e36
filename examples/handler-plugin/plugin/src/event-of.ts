import { randomUUID } from 'node:crypto'
import { type HandlerContext, type InterventionDecision, originsOf } from '@handrail/core'

const LONGEST = 200

/**
 * The question as a CloudEvent (version 1.0). By default it says where the values of the arguments came from, and neither
 * the values nor anything of the texts they stand in: no excerpts and no paths, whose keys may be data.
 */
export function eventOf(
  decision: InterventionDecision,
  context: HandlerContext,
  sendValues: boolean,
): object {
  const { call, effect, verdict, earlierAttempts } = context
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'handrail',
    type: 'handrail.approval.requested',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: {
      toolName: short(call.toolName),
      toolCallId: short(call.toolCallId),
      effect,
      confidence: decision.confidence,
      decided: decision.rung.key,
      earlierAttempts,
      arguments: verdict.args.map((arg) => {
        const [origin] = originsOf({ ...verdict, args: [arg] })
        const from = origin?.places.map(({ role, toolName }) => role ?? `tool ${short(toolName ?? '')}`)
        return {
          name: short(arg.argName),
          stance: arg.stance,
          from: [...new Set(from)],
          ...(sendValues && { value: arg.valueRepr }),
        }
      }),
    },
  }
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
