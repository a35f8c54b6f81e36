// What a user gets: packs the packages, copies every example and every app in `smoke` out of the repository, installs
// both there with npm, and runs the `smoke` script of each.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

interface Manifest {
  name: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  overrides?: Record<string, string>
}

const out = mkdtempSync(join(tmpdir(), 'handrail-smoke-'))
const execute = promisify(execFile)
/** An installation waits for the network and the disk, an example for the processor. */
const SIDE_BY_SIDE = 3

/** @returns what the command printed. */
async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  // A user has no development data: what an example prints there must not depend on it.
  const { HANDRAIL_DATA: _, ...env } = process.env
  try {
    const { stdout, stderr } = await execute(command, args, {
      ...{ cwd, env, shell: process.platform === 'win32' },
      maxBuffer: 2 ** 26,
    })
    return stdout + stderr
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string }
    throw new Error(`${stdout}${stderr}\n${message}`)
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

async function pack(folder: string): Promise<[name: string, tarball: string]> {
  const tarball = join(out, `${basename(folder)}.tgz`)
  await run(folder, 'pnpm', 'pack', '--out', tarball)
  return [readManifest(folder).name, `file:${tarball}`]
}

async function runOutside(folder: string, tarballs: Record<string, string>): Promise<string> {
  const manifest = readManifest(folder)
  if (!manifest.scripts?.smoke) throw new Error(`${folder}/package.json has no script \`smoke\``)
  const app = join(out, basename(folder))
  cpSync(folder, app, { recursive: true, filter: (file) => basename(file) !== 'node_modules' })
  const used = Object.keys(manifest.dependencies ?? {}).filter((name) => name in tarballs)
  for (const name of used) if (manifest.dependencies) manifest.dependencies[name] = tarballs[name] as string
  // A folder within the example, which pnpm links and npm calls a file.
  for (const [name, version] of Object.entries(manifest.dependencies ?? {}))
    if (manifest.dependencies && version.startsWith('link:'))
      manifest.dependencies[name] = version.replace('link:', 'file:')
  // The packages depend on each other by version; those of the registry are not the ones to test.
  const indirect = Object.entries(tarballs).filter(([name]) => !used.includes(name))
  manifest.overrides = Object.fromEntries(indirect)
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2))
  return (
    (await run(app, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline')) +
    (await run(app, 'npm', 'run', '--silent', 'smoke'))
  )
}

/** Runs apps one after the other until none is left. */
async function work(apps: string[], tarballs: Record<string, string>): Promise<void> {
  for (let app = apps.shift(); app !== undefined; app = apps.shift()) {
    const printed = await runOutside(app, tarballs).catch((error: Error) => {
      process.exitCode = 1
      return `FAILED\n${error.message}\n`
    })
    console.log(`\n${app}, installed from the packed packages:\n${printed}`)
  }
}

try {
  const tarballs: Record<string, string> = {}
  for (const folder of readdirSync('packages')) {
    const [name, tarball] = await pack(join('packages', folder))
    tarballs[name] = tarball
  }
  const apps = ['examples', 'smoke'].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  )
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => work(apps, tarballs)))
} finally {
  rmSync(out, { recursive: true, force: true })
}
