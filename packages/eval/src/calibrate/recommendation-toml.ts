import type { CalibrationReport } from './report.ts'

/**
 * A recommendation as a part of `handrail.toml`: the handler and the ceilings, each with its reason, and the tools whose
 * effect was guessed, for a person to confirm.
 */
export function recommendationToml({
  recommendation,
  guessed,
  calls,
  conversations,
}: CalibrationReport): string {
  const { handler, ceilings, reason, effects } = recommendation
  const lines = [
    ...comment(`From ${calls.judged} judged calls in ${conversations.total} conversations. ${reason}`),
    `handler = ${JSON.stringify(handler)}`,
    '',
    '[ceilings]',
    ...effects.flatMap(({ effect, reason: why, ceiling, next }) => [
      ...comment(next && !why.includes(next.missing) ? `${why} ${next.missing}` : why),
      `${effect} = ${JSON.stringify(ceilings[effect] ?? ceiling)}`,
    ]),
  ]
  if (guessed.length > 0) {
    lines.push(
      '',
      ...comment('What these tools do was guessed from their names. Remove the signs and say what is so:'),
    )
    for (const { name, effect } of guessed)
      lines.push(`# [tools.${tomlString(name)}]`, `# effect = ${JSON.stringify(effect)}`)
  }
  return `${lines.join('\n')}\n`
}

/** A name from a recording: JSON's escapes are TOML's, but for what only TOML forbids. */
function tomlString(text: string): string {
  return JSON.stringify(wellFormed(text)).replaceAll('\u007f', '\\u007f')
}

/** Without halves of characters, which no file in UTF-8 can hold. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\ufffd')
}

const WIDTH = 100

/** Lines of a comment. Names come from recordings, so no line of theirs may end the comment. */
function comment(text: string): string[] {
  const lines: string[] = []
  let line = '#'
  const words = wellFormed(text).split(/[\s\p{Cc}]+/u)
  for (const word of words.filter((each) => each !== '')) {
    if (line.length > 1 && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = '#'
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
