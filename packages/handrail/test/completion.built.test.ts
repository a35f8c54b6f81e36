import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder, ended, handrail } from './support/run.ts'

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** The script of a shell, in a file. */
async function scriptOf(shell: string): Promise<string> {
  const { code, stdout, stderr } = await handrail(['completion', shell])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const file = join(await emptyFolder(), `_handrail.${shell}`)
  writeFileSync(file, stdout)
  return file
}

describe.skipIf(!has('bash'))('in bash', () => {
  async function complete(...words: string[]): Promise<string[]> {
    const script = `source ${await scriptOf('bash')}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _handrail; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = await ended('bash', ['-c', script, 'bash', 'handrail', ...words])
    expect(stderr).toBe('')
    return stdout.split('\n').filter((line) => line !== '')
  }

  test('completes commands, options and values', async () => {
    expect(await complete('comp')).toEqual(['completion'])
    expect(await complete('--v')).toEqual(['--version'])
    expect(await complete('init', '--fo')).toEqual(['--force'])
    expect(await complete('completion', '')).toEqual(['bash', 'zsh', 'fish'])
  })

  test('leaves files to the shell, and evaluates nothing', async () => {
    expect(await complete('init', '$(echo in)')).toEqual([])
    expect(await complete('init', 'hand')).toEqual([])
  })
})

describe.skipIf(!has('fish'))('in fish', () => {
  test('completes commands, options and values', async () => {
    const file = await scriptOf('fish')
    const complete = async (line: string) =>
      (await ended('fish', ['--no-config', '-c', `source ${file}; complete -C '${line}'`])).stdout
    expect(await complete('handrail comp')).toMatch(/^completion\t/)
    expect(await complete('handrail init --fo')).toMatch(/^--force\t/)
    expect(await complete('handrail completion z')).toBe('zsh\n')
  })
})

describe.skipIf(!has('zsh'))('in zsh', () => {
  test('is a script that zsh loads', async () => {
    const file = await scriptOf('zsh')
    const load = `autoload -Uz compinit; compinit -u -d ${file}.dump; source ${file}; print $_comps[handrail]`
    expect(await ended('zsh', ['-f', '-c', load])).toEqual({ code: 0, stdout: '_handrail\n', stderr: '' })
  })
})
