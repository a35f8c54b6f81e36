import { initToml } from '@handrail/core/node'
import type { CalibrationReport } from '@handrail/eval'
import { safe } from '../output/safe.ts'
import { tomlKey, tomlString } from './toml.ts'

/** So many tools are named. */
const MOST_TOOLS = 200

/**
 * The file that `handrail init` writes. Without a calibration it changes nothing: every setting is a comment that shows its
 * default. With one it holds what was recommended, and the tools whose effect was guessed for the user to confirm.
 */
export function template(calibrated?: CalibrationReport): string {
  const text = initToml()
  if (!calibrated) return text
  const { recommendation, calls, conversations, guessed } = calibrated
  const { handler, ceilings, reason, effects } = recommendation
  const whyOf = (of: 'write' | 'destructive') =>
    comment(effects.flatMap(({ effect, reason: why }) => (effect === of ? [why] : [])).join(' '))
  const from = `Recommended from ${calls.judged} judged calls in ${conversations.total} conversations. ${reason}`
  const settings = [
    ['#handler = "observe"\n', `${comment(from)}handler = ${tomlString(handler)}\n`],
    ['#write = "WARN"\n', `${whyOf('write')}write = ${tomlString(ceilings.write)}\n`],
    [
      '#destructive = "BLOCK"\n',
      `${whyOf('destructive')}destructive = ${tomlString(ceilings.destructive)}\n`,
    ],
  ] as const
  return (
    settings.reduce((filled, [line, setting]) => replaced(filled, line, setting), text) + toolsOf(guessed)
  )
}

function replaced(text: string, line: string, setting: string): string {
  const at = text.indexOf(`\n${line}`) + 1
  if (at === 0) throw new Error(`The template has no line ${line.trim()}`)
  return text.slice(0, at) + setting + text.slice(at + line.length)
}

function toolsOf(guessed: CalibrationReport['guessed']): string {
  if (guessed.length === 0) return ''
  const tools = guessed
    .slice(0, MOST_TOOLS)
    .map(({ name, effect }) => `#[tools.${tomlKey(name)}]\n#effect = ${tomlString(effect)}\n`)
  const left = guessed.length - tools.length
  const more = left > 0 ? `# And ${left} more tools.\n` : ''
  return `\n# What these tools do was guessed from their names. Take the # off and say what is so.\n${tools.join('')}${more}`
}

/** A text as comments of at most 118 characters a line. */
function comment(text: string): string {
  const lines: string[] = []
  for (const word of safe(text).split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + word.length < 118) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(`# ${word}`)
  }
  return `${lines.join('\n')}\n`
}
