import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Runs a program in a Node.js of its own, where no test runner loads modules. It has the exports of `@handrail/core/node`
 * by their names.
 */
export function inNode(
  cwd: string,
  program: string,
): { stdout: string; stderr: string; status: number | null } {
  const entry = pathToFileURL(join(import.meta.dirname, '../../src/node.ts')).href
  const names = 'loadConfig, discoverHandlers, findHandlers'
  const text = `const { ${names} } = await import(${JSON.stringify(entry)})\n${program}`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', text], {
    cwd,
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}
