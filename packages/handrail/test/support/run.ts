import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'

/** How a run of the command line ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Our program, built. */
export const bin = () => join(inject('built'), 'handrail/dist/bin.js')

/** What a terminal or a runner of tests would say about colours must not decide what a test sees. */
export function cleanEnv(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, CI, COLUMNS, NODE_OPTIONS, HANDRAIL_DEBUG, ...env } = process.env
  return { ...env, ...more }
}

/** Runs `handrail` in a process of its own. */
export function handrail(args: readonly string[], { cwd, env = {} }: RunOptions = {}): Promise<Ended> {
  return ended(process.execPath, [bin(), ...args], { cwd: cwd ?? process.cwd(), env })
}

/** Runs any program. */
export function ended(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: cleanEnv(env), stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** An empty folder of this test. */
export async function emptyFolder(): Promise<string> {
  const { rm } = await import('node:fs/promises')
  const folder = mkdtempSync(join(tmpdir(), 'handrail-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
