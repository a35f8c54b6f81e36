import { describe, expect, it } from 'vitest'
import { pageAssets } from '../../src/report/html/assets.ts'

const { style } = pageAssets()
const colours = new Map(
  [...style.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

/** The contrast of two colours as WCAG 2.2 defines it, from 1 to 21. */
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].toSorted((one, other) => other - one) as [number, number]
  return (x + 0.05) / (y + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const words = ['ink', 'muted', 'accent', 'doubt', 'observe', 'warn', 'block', 'defer']
const grounds = ['ground', 'surface', 'sunken']
const texts = [
  ...words.flatMap((word) => grounds.map((ground) => [word, ground] as const)),
  ...['found', 'found-strong'].map((ground) => ['ink', ground] as const),
  ['accent', 'found'] as const,
  ['doubt', 'doubt-ground'] as const,
]
/** Of marks in charts, and of the edges of what can be used. */
const shapes = [
  ['chart', 'ground'],
  ['edge', 'ground'],
  ['edge', 'surface'],
] as const

describe.each(['light', 'dark'] as const)('in the %s', (scheme) => {
  const colour = (name: string) => colours.get(name)?.[scheme] as string

  it.each(texts)('%s can be read on %s', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(shapes)('%s can be seen on %s', (shape, ground) => {
    expect(contrast(colour(shape), colour(ground))).toBeGreaterThanOrEqual(3)
  })
})

it('computes the contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})

it('has no colour anywhere else', () => {
  const rest = style.replaceAll(/--[\w-]+: light-dark\([^)]*\);/g, '')
  expect(rest.match(/#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(?:rgb|hsl|oklch)\([^)]*\)/gi)).toEqual([
    'rgb(0 0 0 / 18%)',
  ])
})
