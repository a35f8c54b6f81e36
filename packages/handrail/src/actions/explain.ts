import { type CallFinding, replayConversation, replayedCall } from '@handrail/eval'
import type { ExplainFlags } from '../commands/explain.ts'
import { findCall } from '../input/find-call.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { tellProblems } from '../output/problems.ts'
import { CONFIGURED, choosePolicies } from '../settings/policies.ts'
import { explanation } from '../views/explanation.ts'

/** Shows where the arguments of one recorded call came from. */
export async function explain(trace: string, wanted: string, flags: ExplainFlags, io: Io): Promise<number> {
  const { policies } = await choosePolicies(flags, [CONFIGURED, 'warn', 'default', 'ask', 'block'])
  let isLossy = false
  const { conversation, call } = await findCall(trace, wanted, flags.format, async (problems) => {
    isLossy = await tellProblems(problems, io.err)
  })
  const finding = replayConversation(conversation, policies)[call] as CallFinding
  await io.out.write(
    flags.json
      ? jsonOf('explain', replayedCall(finding))
      : explanation(conversation, finding, { full: flags.full === true }, io.out),
  )
  return isLossy ? 2 : 0
}
