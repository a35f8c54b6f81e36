// Type-checks every TypeScript block of the README files as a user would paste it. What a block leaves to the reader is
// declared in a comment above it that no reader sees: <!-- check: declare const db: Database -->
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Within an example, so that the packages and the frameworks resolve as they do for a user.
const folder = 'examples/support-desk/.check-docs'
const block = /((?:<!-- check: [^\n]* -->\n+)*)```ts\n([\s\S]*?)\n```/g
const declaration = /<!-- check: ([^\n]*) -->/g

const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n')
let count = 0
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
try {
  for (const document of documents)
    for (const [, declared = '', code = ''] of readFileSync(document, 'utf8').matchAll(block)) {
      const given = [...declared.matchAll(declaration)].map(([, text]) => text)
      const file = `${document.replaceAll(/[^a-z]+/gi, '-')}-${++count}.ts`
      writeFileSync(join(folder, file), [...given, code, 'export {}', ''].join('\n'))
    }
  const compilerOptions = {
    // As most users have it. LangChain's own middleware type-checks in no other way.
    exactOptionalPropertyTypes: false,
    // What only other examples install.
    paths: {
      '@handrail/eval': ['../../../packages/eval/src/index.ts'],
      '@handrail/otel': ['../../../packages/otel/src/index.ts'],
      '@langchain/langgraph': ['../../langchain-agent/node_modules/@langchain/langgraph/dist/index.d.ts'],
      deepagents: ['../../deep-agent/node_modules/deepagents/dist/index.d.ts'],
    },
  }
  const config = { extends: '../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  execFileSync('tsc', ['-p', folder], { stdio: 'inherit', shell: process.platform === 'win32' })
  console.log(`${count} blocks of ${documents.length} documents type-check.`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
