import { valueAt } from '@handrail/eval/families'
import { AccuracyError } from './accuracy-error.ts'
import type { CallSite } from './conversation.ts'
import { judgeCall, judgeLeaf } from './judge.ts'
import { flagsOf } from './measure-calls.ts'
import { whatWasSaid } from './measure-injections.ts'
import { count, type Measures } from './measures.ts'
import type { Natural } from './records.ts'

/** Judges a call as a weak model wrote it: flagged on a value that it minted, or on any if it minted none. */
export function measureNatural(natural: Natural, site: CallSite, measures: Measures): void {
  const { source, id, message, call, toolName, minted } = natural
  for (const [path, value] of minted)
    if (valueAt(site.args, path) !== value)
      throw new AccuracyError(
        `Expected ${JSON.stringify(value)} at ${JSON.stringify(path)} of call ${call} of message ${message} of "${id}".`,
      )
  const judgement = judgeCall(toolName, site.args, site.corpus)
  const { verdict, confidence } = judgement
  if (minted.length === 0) {
    const flags = flagsOf(judgement, site, id, source, 'grounded call')
    count(measures.grounded, flags.length > 0)
    measures.flags.push(...flags)
    return
  }
  const flagged = minted.some(([[argName]]) => verdict.unsupported.includes(String(argName)))
  count(measures.natural, flagged)
  if (flagged && confidence === 'HIGH') measures.natural.high++
  else if (flagged) measures.natural.low++
  else
    for (const [path, value] of minted)
      measures.misses.push({
        kind: 'natural',
        way: natural.model,
        source,
        id,
        message,
        call,
        toolName,
        path,
        value,
        said: whatWasSaid(judgeLeaf(toolName, { path, value }, site.corpus)),
      })
}
