import { access, constants } from 'node:fs/promises'
import { type LedgerVerification, verifyLedger } from '@handrail/core/node'
import type { VerifyFlags } from '../commands/verify.ts'
import type { Colours, Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { count, counted } from '../output/numbers.ts'
import { safe } from '../output/safe.ts'

/** Checks a ledger: exit code 1 when it is not what was written. */
export async function verify(ledger: string, { head, json }: VerifyFlags, io: Io): Promise<number> {
  // What cannot be read is not known to be broken. A ledger may be there in segments alone.
  await access(ledger, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  const found = await verifyLedger(ledger, head ? { expectedHead: head } : {})
  await io.out.write(json ? jsonOf('verify', found) : verification(found, io.out.colours))
  return found.ok ? 0 : 1
}

function verification(found: LedgerVerification, colours: Colours): string {
  const { ok, broken, segments, lines, entries, gaps, dropped, tornTails, missingHeads } = found
  const verdict = ok
    ? lines > 0
      ? colours.green('Every link holds.')
      : 'Nothing is written there, so there is no link to check.'
    : [
        colours.red('This ledger is not what was written.'),
        ...(broken ? [`  The first broken link: ${safe(broken.message)}`] : []),
        ...missingHeads.map(
          (hash) => `  No line has the hash ${safe(hash)}: lines are missing, or all were written anew.`,
        ),
      ].join('\n')
  const open = segments.filter(({ isClosed }) => !isClosed).length
  const notes = [
    ...(gaps > 0
      ? [`  ${counted(gaps, 'gap')} in which ${counted(dropped, 'record')} could not be written.`]
      : []),
    ...(tornTails > 0
      ? [`  ${counted(tornTails, 'segment')} ends in a torn line, which nobody was told is stored.`]
      : []),
    ...(open > 0
      ? [`  ${counted(open, 'segment')} not closed: what may be missing at the end shows only with --head.`]
      : []),
    ...segments.flatMap(({ file, head }) =>
      head ? [`  ${colours.dim(`${safe(file)} line ${count(head.line)} has the hash ${head.hash}`)}`] : [],
    ),
  ]
  const summary = `${counted(entries, 'call')} on ${counted(lines, 'line')} of ${counted(segments.length, 'segment')}.`
  return `${[verdict, summary, ...notes].join('\n')}\n`
}
