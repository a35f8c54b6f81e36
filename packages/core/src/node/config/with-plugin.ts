import { show } from '../../errors.ts'
import type { GuardOptions } from '../../guard/options.ts'
import { discoverHandlers } from '../plugins/discover-handlers.ts'
import { BUILT_IN_HANDLERS, findHandlers } from '../plugins/find-handlers.ts'
import type { FoundHandler } from '../plugins/handler-discovery.ts'
import { sentenceOf } from './problems.ts'

/**
 * Adds the handler that the options name, when it is neither built in nor among them: the plug-in of that name is
 * imported, and no other.
 *
 * @param isLeftOut whether nothing is imported: the name is checked and taken out.
 * @throws what `fail` makes of the sentence, when there is none or it cannot be used.
 */
export async function withPlugin(
  options: GuardOptions,
  cwd: string,
  isLeftOut: boolean,
  fail: (sentence: string) => Promise<Error>,
): Promise<{ readonly options: GuardOptions; readonly plugin?: FoundHandler }> {
  const { handler: name, ...rest } = options
  const own = options.handlers ?? []
  const known = [...BUILT_IN_HANDLERS, ...own.map((handler) => handler.name)]
  if (typeof name !== 'string' || known.includes(name)) return { options }
  const offered = await findHandlers({ cwd })
  const found = offered.handlers.find((each) => each.name === name)
  if (found && isLeftOut) return { options: rest, plugin: found }
  const lines: string[] = []
  const onSkipped = (line: string) => lines.push(line)
  const { handlers } = await discoverHandlers({ cwd, names: [name], onSkipped })
  const [loaded] = handlers
  if (!loaded) {
    const why = lines.map((line) => line.replace(/^handrail: /, '').replace(/\.$/, '')).join(' and ')
    if (why !== '') throw await fail(`Expected \`handler\` to be one that loads, got ${show(name)}: ${why}.`)
    for (const each of offered.handlers) known.push(each.name)
    throw await fail(sentenceOf(['handler'], `to be one of ${known.join(', ')}`, name, known))
  }
  for (const line of lines) console.error(line)
  const { handler, ...plugin } = loaded
  return { options: { ...options, handlers: [...own, handler] }, plugin }
}
