import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import type { Said, Talk } from './talk.ts'

/** Compiling LangChain is half of the time that such a process takes. */
const env = {
  ...process.env,
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/node'),
}

/** Goes on with the conversation in a file, in a process of its own. */
export async function inNewProcess(talk: Talk): Promise<Said[]> {
  const script = join(import.meta.dirname, 'talk.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(talk)], { env })
  return JSON.parse(stdout)
}

/** The same with a process for every turn. */
export async function eachTurnInNewProcess(talk: Talk): Promise<Said[]> {
  const said: Said[] = []
  for (const turn of talk.turns) said.push(...(await inNewProcess({ ...talk, turns: [turn] })))
  return said
}

/** A folder that lives as long as the test. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handrail-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}
