import type { Command } from 'commander'

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
