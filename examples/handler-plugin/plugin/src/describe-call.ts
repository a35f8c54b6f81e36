import {
  type ArgumentOrigin,
  type HandlerContext,
  type InterventionDecision,
  originsOf,
} from '@handrail/core'

const LONGEST_VALUE = 300
const MOST_ARGUMENTS = 40

/**
 * A call as a person reads it who is asked about it: what it does, and each argument with its value and where that came
 * from. Everything that the model or a tool wrote is made safe to print.
 */
export function describeCall(
  decision: InterventionDecision,
  { call, effect, verdict }: HandlerContext,
): string {
  const { args } = verdict
  const names = args.slice(0, MOST_ARGUMENTS).map(({ argName }) => printable(argName))
  const width = Math.min(24, Math.max(0, ...names.map((name) => name.length)))
  const lines = args.slice(0, MOST_ARGUMENTS).map((arg, index) => {
    const value = shown(valueIn(call.args, arg.argName) ?? arg.valueRepr)
    const [origin] = originsOf({ ...verdict, args: [arg] })
    return `  ${names[index]?.padEnd(width)} = ${value}\n  ${' '.repeat(width)}   ${placesOf(origin)}`
  })
  if (args.length > MOST_ARGUMENTS) lines.push(`  and ${args.length - MOST_ARGUMENTS} more`)
  const title = `\nhandrail: ${printable(call.toolName)} (${effect}) would be withheld: ${decision.rung.key}`
  return [title, ...lines].join('\n')
}

function placesOf(origin: ArgumentOrigin | undefined): string {
  if (!origin) return 'not judged'
  if (origin.stance === 'UNSUPPORTED')
    return origin.unseen.length < origin.parts
      ? 'NOT ALL OF IT SEEN in this conversation'
      : 'NOT SEEN in this conversation'
  const places = origin.places.map(({ role, toolName, path }) => {
    if (role !== undefined) return role === 'user' ? 'from the user' : 'from the instructions'
    return `from the tool ${toolName}${path ? `, ${path.toReversed().join(' in ')}` : ''}`
  })
  return [...new Set(places)].slice(0, 3).join('; ')
}

function valueIn(args: unknown, name: string): unknown {
  return typeof args === 'object' && args !== null && Object.hasOwn(args, name)
    ? (args as Record<string, unknown>)[name]
    : undefined
}

function shown(value: unknown): string {
  let text: string
  try {
    text = JSON.stringify(value) ?? String(value)
  } catch {
    text = 'something that cannot be printed'
  }
  return printable(
    text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text,
  )
}

/** What could move the cursor, hide text or turn it around on a terminal is written out. */
function printable(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`,
  )
}
