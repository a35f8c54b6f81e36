import { visible } from '../html/visible.ts'

const BETWEEN = ' · '

/**
 * A label that fits. What hides in it is made visible, and the ends of its parts are cut off: the last part, which tells
 * rows apart, keeps at least half of the room.
 *
 * @param longest in characters.
 */
export function chartLabel(parts: readonly string[], longest: number): string {
  const shown = parts.map((part) => [...visible(part).replaceAll(/\s+/g, ' ')])
  const last = shown.pop() ?? []
  const before = shown.flatMap((part) => [...part, ...BETWEEN])
  const lastRoom = Math.max(longest - before.length, Math.floor(longest / 2))
  const end = cut(last, before.length > 0 ? lastRoom : longest)
  if (before.length === 0) return end
  const beforeRoom = longest - [...end].length - BETWEEN.length
  return cut(before.slice(0, -BETWEEN.length), beforeRoom) + BETWEEN + end
}

function cut(characters: readonly string[], room: number): string {
  return characters.length > room ? `${characters.slice(0, room - 1).join('')}…` : characters.join('')
}
