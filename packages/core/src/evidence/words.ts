/**
 * The word lists that decide what a name is for. They are all here so that one can see at a glance what the detector
 * takes for granted about English names, and every list can be extended by an option.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Last words of names that hold the id of something. */
export const idWords = words(`
  id ids uid uids uuid uuids guid guids ref refs reference references key keys email emails sku skus iban slug slugs
  pk fk mrn vin isbn upc ean asin
`)

/** Words before `number`, `no`, `num` or `code` that make it an id: an order number counts nothing. */
export const numberedThings = words(`
  account booking case card certificate claim confirmation contract customer document employee flight incident
  invoice item license member membership order part passport payment policy product purchase record reference
  request reservation routing serial shipment ticket tracking transaction user voucher
`)

/** Last words that make an id of a numbered thing. */
export const numberWords = words('number numbers no num nums code codes')

/** Last words of names that hold an amount or a measure. Matched exactly: `account` ends with count and is none. */
export const quantityWords = words(`
  amount amounts price prices cost costs total totals subtotal count counts qty quantity quantities size sizes length
  width height depth weight balance fee fees tax rate rates score scores percent percentage ratio duration limit offset
  page pages results age years months days hours minutes seconds ms timeout budget salary discount tip distance
  latitude longitude lat lng lon temperature max min sum average avg priority rank level ttl retries attempts bags
  baggages passengers guests rooms nights seats copies insurance
  cents in minor units tokens bytes expires seed line lines pixels memory cpu resolution zoom volume brightness port timezone x y z
`)

/** Last words of names that hold text of any kind. */
export const contentWords = words(`
  data content contents text texts row rows note notes query sql code codes range ranges message messages body comment
  comments description descriptions summary reason reasons details subject expression formula script command prompt
  thought thoughts question answer html json xml markdown snippet pattern regex filter filters template values
`)

/** Last words of names for what the model is free to name. */
export const namingWords = words(`
  name names title titles label labels path paths filename filenames file files folder directory destination output
  headline caption nickname alias tag tags hashtags password passphrase secret
`)

/** Mailboxes that any domain may have. */
export const roleMailboxes = words(`
  abuse admin billing care contact customerservice feedback hello help helpdesk hr info it jobs legal mail marketing
  no-reply noreply office orders postmaster press privacy sales security service support team user webmaster
`)

/** Values that look like ids and are names of formats and algorithms. */
export const wellKnownLiterals = words(`
  base32 base64 aes128 aes256 ascii crc32 ed25519 es2015 es256 gzip h264 h265 hs256 http1 http2 http3 ipv4 ipv6 iso8859 iso-8859-1
  latin1 md5 mp3 mp4 oauth2 p256 rs256 s3 sha1 sha224 sha256 sha384 sha512 utf16 utf32 utf8 utf-16 utf-32 utf-8 web3 x264
  x265 x509 x86 x64 win32 win64
`)
