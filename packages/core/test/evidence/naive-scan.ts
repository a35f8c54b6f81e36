const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}\p{M}]/u.test(letter)
const within = (text: string, letters: string) => [...text].every((letter) => letters.includes(letter))

interface Atom {
  readonly start: number
  readonly end: number
}

/**
 * R3 and R10 in the plainest way: try every pair of atoms and ask whether what lies between them is the value.
 * Beyond the words of R10, a prefix or a suffix of a run that ends where a compound does counts too, and so does an
 * address within a run.
 */
export function standsVerbatim(text: string, value: string): boolean {
  const atoms = atomsOf(text)
  const gaps = atoms.slice(1).map((atom, i) => joinOf(text.slice(atoms[i]?.end, atom.start)))
  // What follows the last atom, and what comes before the first, breaks.
  const after = (i: number) => gaps[i] ?? 'break'
  const before = (i: number) => gaps[i - 1] ?? 'break'
  return atoms.some((from, i) =>
    atoms.slice(i).some((to, step) => {
      const j = i + step
      if (text.slice(from.start, to.end) !== value) return false
      const inside = gaps.slice(i, j)
      if (inside.includes('break')) return false
      const starts = before(i) !== 'compound'
      const ends = after(j) !== 'compound'
      // One or two digits within a compound are too common to prove anything, and are not kept.
      if (i === j && /^[0-9]{1,2}$/.test(value)) return starts && ends
      if (!inside.includes('run')) return i === j || starts || ends
      if (!starts || !ends) return false
      const joins = inside.map((gap, k) =>
        gap === 'run' ? text.slice(atoms[i + k]?.end, atoms[i + k + 1]?.start) : '',
      )
      const address = joins.filter((join) => join !== '').join(' ') === '@'
      return address || before(i) === 'break' || after(j) === 'break'
    }),
  )
}

function atomsOf(text: string): Atom[] {
  const atoms: { start: number; end: number }[] = []
  let at = 0
  for (const letter of text) {
    const end = at + letter.length
    const last = atoms.at(-1)
    if (isWord(letter)) {
      if (last?.end === at) last.end = end
      else atoms.push({ start: at, end })
    }
    at = end
  }
  return atoms
}

/** One or two of `-_.` join atoms; up to three separators of any kind join compounds; all else breaks. */
function joinOf(gap: string): 'compound' | 'run' | 'break' {
  if (gap.length <= 2 && within(gap, '-_.')) return 'compound'
  return gap.length <= 3 && within(gap, '-_./:@#?&=+%~$*!') ? 'run' : 'break'
}
