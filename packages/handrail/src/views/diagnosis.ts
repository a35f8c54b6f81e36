import type { Canary } from '../doctor/canary.ts'
import type { Diagnosis } from '../doctor/examine.ts'
import type { KnownTool } from '../doctor/tools.ts'
import type { Screen } from '../io.ts'
import { count } from '../output/numbers.ts'
import { safe } from '../output/safe.ts'
import { table } from '../output/table.ts'
import { wrapped } from '../output/wrapped.ts'

/** How the effect of a tool is known, in words. */
const KNOWN_BY: Readonly<Record<KnownTool['from'], string>> = {
  traits: 'settings or recording',
  annotations: 'its server',
  name: 'a verb in its name',
  default: 'a guess: no verb in its name',
}

const NOT_LOOKED_AT =
  'Whether your tools have a guard that uses them was not looked at: pass --tools with the module that exports them.'

/** What the doctor found, as text. */
export function diagnosis(found: Diagnosis, screen: Screen): string {
  const { colours, width } = screen
  const { bold, dim } = colours
  const section = (title: string, lines: readonly string[]) => [bold(title), ...lines].join('\n')
  const verdict = found.armed
    ? [
        colours.green(`Handrail is armed${found.checked === 'tools' ? '' : ', by its settings'}.`),
        ...(found.checked === 'tools' ? [] : [wrapped(NOT_LOOKED_AT, width, '  - ')]),
      ].join('\n')
    : [
        colours.red('Handrail is not armed.'),
        ...found.notArmed.map((why) => wrapped(safe(why), width, '  - ')),
      ].join('\n')
  const parts = [
    verdict,
    section('Versions', [
      `  ${found.versions.map(({ name, version }) => `${name} ${safe(version)}`).join(', ')}`,
    ]),
    section(`Settings of ${found.config === null ? 'no file: everything is built in' : safe(found.config)}`, [
      table(
        [{ title: 'setting' }, { title: 'value', shrinks: true }, { title: 'from' }],
        found.settings.map(({ key, value, from }) => [
          safe(key),
          safe(value),
          from === 'file' ? 'file' : dim(from),
        ]),
        { width, bold },
      ),
      ...found.notices.map((notice) => `  ! ${safe(notice)}`),
    ]),
    section('Handlers, in the order of resolution', handlers(found)),
    section(
      `What a call ${found.handlers.inUse === 'observe' ? 'would get with the handler enforce' : 'gets'}, by how sure the detector is`,
      [
        table(
          ['effect of the tool', 'HIGH', 'LOW', 'nothing found', 'ceiling'].map((title) => ({ title })),
          found.reach.effects.map(({ effect, HIGH, LOW, NONE, ceiling }) => [
            effect,
            HIGH,
            LOW,
            NONE,
            ceiling,
          ]),
          { width, bold },
        ),
        ...found.reach.unreachable.map((sentence) => `  ! ${safe(sentence)}`),
      ],
    ),
    section('Tools', tools(found.tools, screen)),
    section(
      'Calls that were made up',
      found.canaries.map((canary) => canaryLine(canary, screen)),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

function handlers({ handlers: { active, inUse, skipped } }: Diagnosis): string[] {
  return [
    ...active.map(({ name, package: from }) => {
      const origin = from === null ? '' : ` of ${ownerOf(from)}`
      return `  ${safe(`${name}${origin}`)}${name === inUse ? '   <- in use' : ''}`
    }),
    ...skipped.map(
      ({ name, package: from, why }) =>
        `  ! ${safe(`${name === '' ? 'those' : name} of ${ownerOf(from)}: ${why}`)}`,
    ),
  ]
}

function ownerOf(packageName: string): string {
  return packageName === '.' ? 'this package' : `package ${packageName}`
}

function tools(known: readonly KnownTool[], { colours, width }: Screen): string[] {
  if (known.length === 0)
    return [
      '  None is known: name them in [tools.*], or pass --tools with a module or --traces with recordings.',
    ]
  const guard = { yes: 'yes', no: colours.red('NO'), elsewhere: 'runs elsewhere' }
  const rows = known.map(({ name, effect, from, guarded, calls }) => [
    safe(name),
    effect,
    from === 'default' ? colours.yellow(KNOWN_BY[from]) : KNOWN_BY[from],
    guarded === null ? colours.dim('not looked at') : guard[guarded],
    calls === 0 ? '' : count(calls),
  ])
  const columns = [
    { title: 'tool', shrinks: true },
    { title: 'effect' },
    { title: 'known by', shrinks: true },
    { title: 'guarded' },
    { title: 'calls', align: 'right' as const },
  ]
  const guessed = known.filter(({ from }) => from === 'default').map(({ name }) => safe(name))
  return [table(columns, rows, { width, bold: colours.bold }), ...whatIsGuessed(guessed, width)]
}

function whatIsGuessed(names: readonly string[], width: number): string[] {
  if (names.length === 0) return []
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : '')
  const sentence = `${count(names.length)} of them ${names.length > 1 ? 'count' : 'counts'} as reading for want of a better guess, so calls are not judged: ${shown}. Say what they do with effect under [tools.*].`
  return [wrapped(sentence, width, '  ! ')]
}

function canaryLine(
  { tool, effect, minted, flagged, confidence, rung, ok }: Canary,
  { colours }: Screen,
): string {
  const what = minted ? 'an id that nobody named' : 'the id that the user named'
  const became = flagged ? `flagged, ${confidence} -> ${rung}` : `not flagged -> ${rung}`
  return `  ${ok ? colours.green('ok') : colours.red('NO')}  ${tool} (${effect}) with ${what}: ${became}`
}
