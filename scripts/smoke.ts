// What a user gets: packs the packages, copies every example and every app in `smoke` out of the repository, installs
// both there with npm, and runs the `smoke` script of each.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

interface Manifest {
  name: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  overrides?: Record<string, string>
}

const out = mkdtempSync(join(tmpdir(), 'handrail-smoke-'))

function run(cwd: string, command: string, ...args: string[]): void {
  // A user has no development data: what an example prints there must not depend on it.
  const { HANDRAIL_DATA: _, ...env } = process.env
  execFileSync(command, args, { cwd, env, stdio: 'inherit', shell: process.platform === 'win32' })
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function pack(folder: string): [name: string, tarball: string] {
  const tarball = join(out, `${basename(folder)}.tgz`)
  run(folder, 'pnpm', 'pack', '--out', tarball)
  return [readManifest(folder).name, `file:${tarball}`]
}

function runOutside(folder: string, tarballs: Record<string, string>): void {
  const manifest = readManifest(folder)
  if (!manifest.scripts?.smoke) throw new Error(`${folder}/package.json has no script \`smoke\``)
  const app = join(out, basename(folder))
  cpSync(folder, app, { recursive: true, filter: (file) => basename(file) !== 'node_modules' })
  const used = Object.keys(manifest.dependencies ?? {}).filter((name) => name in tarballs)
  for (const name of used) if (manifest.dependencies) manifest.dependencies[name] = tarballs[name] as string
  // The packages depend on each other by version; those of the registry are not the ones to test.
  const indirect = Object.entries(tarballs).filter(([name]) => !used.includes(name))
  manifest.overrides = Object.fromEntries(indirect)
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2))
  run(app, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error')
  run(app, 'npm', 'run', '--silent', 'smoke')
}

try {
  const tarballs = Object.fromEntries(readdirSync('packages').map((name) => pack(join('packages', name))))
  const apps = ['examples', 'smoke'].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  )
  for (const app of apps) {
    console.log(`\n${app}, installed from the packed packages:`)
    runOutside(app, tarballs)
  }
} finally {
  rmSync(out, { recursive: true, force: true })
}
