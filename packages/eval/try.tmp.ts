import { mergeReplays, replay } from '/tmp/wt/replay/packages/eval/src/index.ts'

const files = process.argv.slice(3)
const t = performance.now()
const r = await replay(files, { workers: Number(process.argv[2]) })
console.log(
  JSON.stringify(
    { ...r, flagged: r.flagged.listed.length, problems: r.problems, tools: r.tools.length },
    null,
    1,
  ),
  performance.now() - t,
  process.resourceUsage().maxRSS / 1024,
)
