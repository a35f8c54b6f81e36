const step = /\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/gsy

/** The steps of a normalized JSON path. */
export function stepsOf(path: string): (string | number)[] {
  if (!path.startsWith('$')) throw new Error(`no path: ${path}`)
  const steps: (string | number)[] = []
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const at = step.lastIndex
    const [whole, index, name] = step.exec(path) ?? []
    if (whole === undefined) throw new Error(`no path from ${at} on: ${path}`)
    steps.push(index === undefined ? unquoted(name ?? '') : Number(index))
  }
  return steps
}

function unquoted(name: string): string {
  const quotes = name.replaceAll(/\\(.)|"/gs, (found, char) =>
    found === '"' ? '\\"' : char === "'" ? "'" : found,
  )
  return JSON.parse(`"${quotes}"`) as string
}

/** What a list of paths leads to: each one in the JSON text that the one before leads to. */
export function valueAt(text: string, paths: readonly string[]): unknown {
  let value: unknown = text
  for (const path of paths) {
    value = JSON.parse(value as string)
    for (const each of stepsOf(path)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, each))
        throw new Error(`nothing at ${each} of ${path}`)
      value = (value as Record<string | number, unknown>)[each]
    }
  }
  return value
}
