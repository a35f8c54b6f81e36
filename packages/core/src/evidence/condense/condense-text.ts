import { JsonLeaves, LeafKind } from '../text/json-leaves.ts'

/** JSON texts within JSON texts are opened this deep, as they are when they are learned (R4). */
const DEEPEST_TEXT = 4
/** What stands in the place of words: no id-like token reaches across it. */
const GAP = ' ; '
const piece = /\S+/g
const hasNumber = /\p{N}/u
const beginsAsJson = /^\s*["{[]/
/** A word in small letters, with punctuation around it. */
const plainWord = /^[^\p{L}\p{M}\p{N}]*\p{Ll}+[^\p{L}\p{M}\p{N}]*$/u
const noWord = /^[^\p{L}\p{M}\p{N}]*$/u

/**
 * A text without the plain words of its prose. All else stays as it stands: names, codes, numbers with the word before
 * them, addresses, keys and short values.
 *
 * @param shortest texts of fewer units are no prose.
 */
export function condenseText(text: string, shortest: number, depth = 0): string {
  if (text.length < shortest) return text
  const leaves = depth < DEEPEST_TEXT && beginsAsJson.test(text) ? JsonLeaves.of(text) : undefined
  if (leaves) return condenseJson(leaves, shortest, depth)
  const condensed = condenseProse(text)
  // A text must not turn into a structure.
  return beginsAsJson.test(condensed) && JsonLeaves.of(condensed) ? text : condensed
}

function condenseJson(leaves: JsonLeaves, shortest: number, depth: number): string {
  const { text } = leaves
  let condensed = ''
  let end = 0
  for (let leaf = 0; leaf < leaves.count; leaf++) {
    const from = leaves.start(leaf)
    const to = leaves.end(leaf)
    if (leaves.kind(leaf) !== LeafKind.STRING || to - from < shortest) continue
    const value = condenseText(leaves.value(leaf), shortest, depth + 1)
    condensed += text.slice(end, from) + JSON.stringify(value).slice(1, -1)
    end = to
  }
  return condensed + text.slice(end)
}

function condenseProse(text: string): string {
  const pieces = [...text.matchAll(piece)]
  const isPlain = pieces.map(([each]) => plainWord.test(each) || noWord.test(each))
  // One word stays, so that a text of several words remains one and does not become the mere id in it (R27).
  const word = pieces.findIndex(([each]) => plainWord.test(each))
  const isKept = (at: number) =>
    at === 0 || at === word || !isPlain[at] || hasNumber.test(pieces[at + 1]?.[0] ?? '')
  let condensed = ''
  let end = 0
  pieces.forEach(({ 0: each, index }, at) => {
    if (!isKept(at)) return
    // What stands before a number may belong to it (R12), so what is kept side by side keeps its distance.
    condensed += (at > 0 && !isKept(at - 1) ? GAP : text.slice(end, index)) + each
    end = index + each.length
  })
  return isKept(pieces.length - 1) ? condensed : condensed + GAP
}
