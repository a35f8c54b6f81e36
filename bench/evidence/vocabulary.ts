import { Random } from './random.ts'

const common =
  `the of to and a in is for on that with be as it are was by this at have from or not an will your you we
they can has been if their all our which when there out about who more no so up would what only its time into them
than some could other then now over order may new these two after first also any like work where most through back
much well before must down should because each just those people how too little state good very make world still own
see men here get between both life being under never day same another know while last might us great old year off come
since against go came right used take three shipped delivered refund address payment customer item account ticket
status please thank support agent policy cancel return exchange request update closed open pending`.split(
    /\s+/,
  )

const onsets = 'b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr sh sl st th tr'.split(' ')
const nuclei = 'a e i o u ai ea io ou'.split(' ')
const codas = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'st', 'ng']

const syllable = (random: Random) => random.pick(onsets) + random.pick(nuclei) + random.pick(codas)

function madeUpWord(random: Random): string {
  let word = syllable(random)
  for (let more = 1 + random.below(3); more > 0; more--) word += syllable(random)
  return word
}

function vocabularyOf(size: number): readonly string[] {
  const random = new Random(20_000)
  const words = new Set(common)
  while (words.size < size) words.add(madeUpWord(random))
  return [...words]
}

/** 20,000 words, the commonest first. */
const vocabulary = vocabularyOf(20_000)

/** A word, drawn by the law of Zipf: the n-th word of the list comes up in proportion to 1 / n. */
export function word(random: Random): string {
  return vocabulary[Math.floor((vocabulary.length + 1) ** random.float()) - 1] as string
}

/** So many words with spaces between. */
export function words(random: Random, count: number): string {
  let text = word(random)
  for (let i = 1; i < count; i++) text += ` ${word(random)}`
  return text
}

/** One sentence. */
export function sentence(random: Random): string {
  const text = words(random, 5 + random.below(16))
  const comma = random.chance(0.4) ? `, ${words(random, 3 + random.below(6))}` : ''
  return `${text[0]?.toUpperCase()}${text.slice(1)}${comma}.`
}

/** Sentences of at least so many characters together. */
export function prose(random: Random, length: number): string {
  let text = sentence(random)
  while (text.length < length) text += (random.chance(0.15) ? '\n\n' : ' ') + sentence(random)
  return text
}

const firstNames =
  'Sara James Mei Noah Olivia Ivan Yara Lucas Chen Fatima Raj Emma José Zoë Amelia Ethan Sofia Liam'.split(
    ' ',
  )
const lastNames =
  'Doe Rossi Müller Kim Garcia Patel Nguyen Silva Brown Li Johansson Khan Davis Moore Sato Lopez'.split(' ')

/** The first and the last name of somebody. A few hold accents. */
export function person(random: Random): readonly [first: string, last: string] {
  return [random.pick(firstNames), random.pick(lastNames)]
}

/** A name without accents, as it stands in addresses. */
export function plain(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

const scripts = [
  [0x0430, 0x044f],
  [0x03b1, 0x03c9],
  [0x4e00, 0x5fff],
  [0x3041, 0x3093],
  [0x0e01, 0x0e2e],
  [0x0905, 0x0939],
] as const

/** Prose of other scripts than ours, one script a sentence, with an id now and then. */
export function foreignProse(random: Random, length: number, id: () => string): string {
  let text = ''
  while (text.length < length) {
    const [from, to] = random.pick(scripts)
    for (let count = 6 + random.below(12); count > 0; count--) {
      for (let letters = 1 + random.below(9); letters > 0; letters--)
        text += String.fromCharCode(from + random.below(to - from))
      text += random.chance(0.03) ? ` ${id()} ` : ' '
    }
    text += '\n'
  }
  return text
}
