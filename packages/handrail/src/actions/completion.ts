import type { Command } from 'commander'
import { bashScript } from '../completion/bash.ts'
import { fishScript } from '../completion/fish.ts'
import { wordsOf } from '../completion/words.ts'
import { zshScript } from '../completion/zsh.ts'
import type { Io } from '../io.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** Prints the script of a shell. */
export async function completion(shell: keyof typeof scripts, program: Command, io: Io): Promise<number> {
  await io.out.write(scripts[shell](wordsOf(program)))
  return 0
}
