import { safe } from './safe.ts'

const counts = new Intl.NumberFormat('en')

/** 1234567 as `1,234,567`. */
export function count(number: number): string {
  return counts.format(number)
}

/** `1 call`, `2 calls`. */
export function counted(number: number, one: string, more = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : more}`
}

/** 0.0123 as `1.2 %`; a share that is not quite nothing or everything is never shown as that. */
export function percent(share: number): string {
  const digits = share > 0 && share < 0.001 ? 3 : 1
  const shown = (100 * share).toFixed(digits)
  if (share > 0 && Number(shown) === 0) return '< 0.001 %'
  if (share < 1 && Number(shown) === 100) return '> 99.9 %'
  return `${shown} %`
}

/** Bytes, to read: `12.3 MB`. */
export function bytes(number: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let shown = number
  let unit = 0
  while (shown >= 1000 && unit < units.length - 1) {
    shown /= 1000
    unit++
  }
  return `${unit === 0 ? shown : shown.toFixed(1)} ${units[unit]}`
}

/** A name and how often it was met, where it was met more than once. */
export function times(name: string, number: number): string {
  return `${safe(name)}${number > 1 ? ` ×${count(number)}` : ''}`
}

/** A difference with its sign, with so many digits; nothing has none. */
export function signed(number: number, digits: number): string {
  const shown = number.toFixed(digits)
  if (Number(shown) === 0) return (0).toFixed(digits)
  return number > 0 ? `+${shown}` : shown
}
