import { type Command, Option } from 'commander'

/** Options that say what to compare. */
export interface PolicyFlags {
  readonly config?: string
  readonly policy?: readonly string[]
}

/** Adds `--config` and `--policy`. */
export function addPolicyOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'settings; by default the handrail.toml of this folder or one above')
    .option(
      '-p, --policy <policy>',
      'a policy: configured, observe, warn, default, ask, block, or name=file; can be given again',
      (policy: string, earlier: readonly string[] = []) => [...earlier, policy],
    )
}

/** Adds `--json`. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON object instead of text')
}

/** What can be read; the same list as `conversationFormats`, which would take long to load for a help. */
export const FORMATS = [
  'ai-model-messages',
  'ai-ui-messages',
  'anthropic',
  'langchain',
  'openai',
  'openai-responses',
  'trace',
] as const

/** Options that say how recordings are read. */
export interface ReadFlags {
  readonly format?: (typeof FORMATS)[number]
}

/** Options that say how the work is split. */
export interface WorkFlags extends ReadFlags {
  readonly shard?: string
  readonly workers?: string
}

/** Adds `--format`. */
export function addFormatOption(command: Command): Command {
  return command.addOption(
    new Option('--format <format>', 'how the files are read; by default each is looked at').choices(FORMATS),
  )
}

/** Adds `--format`, `--shard` and `--workers`. */
export function addWorkOptions(command: Command): Command {
  return addFormatOption(command)
    .option('--shard <i/n>', 'do the i-th of n parts of the work, such as 1/4')
    .option('--workers <count>', 'how many threads work, from 0; by default as many as there are cores')
}
