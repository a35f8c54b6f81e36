/**
 * The word lists that decide what a name is for and what everybody knows. They are all here so that one can see at a
 * glance what the detector takes for granted about English names. The host extends them by the fields of
 * `ProvenancePolicy` that bear their names.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Last words of names that hold the id of something. */
export const idWords = words(`
  id ids uid uids uuid uuids guid guids ref refs reference references key keys email emails sku skus iban slug slugs
  pk fk mrn vin isbn issn upc ean gtin asin pnr awb sha barcode imei iccid npi ndc ein ssn isin cusip doi orcid
`)

/** Words before `number`, `no`, `num` or `code` that make it an id: an order number counts nothing. */
export const numberedThings = words(`
  account activation badge booking case card certificate claim confirmation container contract customer discussion
  document employee flight flyer incident invoice issue item license loyalty lot member membership meter order pairing
  parcel part passport patient payment personnel plate policy pr product pull purchase receipt record reference
  registration request reservation routing security serial setup shipment staff student subscriber ticket tracking
  train transaction user verification voucher waybill
`)

/** Last words that make an id of a numbered thing (`order_number`), and a quantity of another (`house_number`). */
export const numberWords = words('number numbers no num nums code codes')

/**
 * Words before `code` that name a short list which the whole world shares, so that no tool has to hand its codes out:
 * countries and their dialling codes, currencies, languages, airports, and the codes of protocols. Postal codes are too
 * many for that. The host adds to them by `kindWords`: `['tariff code']`.
 */
export const publicCodes = words(`
  country currency language lang locale area dial dialing dialling calling airport iata icao
  status exit error return response http color colour unit mime
`)

/** Last words of names that hold an amount or a measure. Matched exactly: `account` ends with count and is none. */
export const quantityWords = words(`
  amount amounts price prices cost costs total totals subtotal count counts qty quantity quantities size sizes length
  width height depth weight balance fee fees tax rate rates score scores percent percentage ratio duration limit offset
  page pages results age years months days hours minutes seconds ms timeout budget salary discount tip distance
  latitude longitude lat lng lon temperature max min sum average avg priority rank level ttl retries attempts bags
  baggages passengers guests rooms nights seats copies insurance
  cents in minor units tokens bytes expires seed line lines pixels memory cpu resolution zoom volume brightness port timezone x y z
`)

/** Last words of names that hold a moment, whose seconds since 1970 models work out (R6). */
export const momentWords = words(`
  at date time datetime timestamp ts start starts begin begins end ends until since due deadline expiry expiration
  expire scheduled epoch
`)

/** Words in the names of keys that the caller makes up, so that a request is safe to repeat or to find again (R6). */
export const callerWords = words('idempotency dedup deduplication correlation nonce')

/** What a client numbers for itself, so that `client_order_id` is a key of its own; a `client_id` is that of a person (R6). */
export const clientThings = words('order request mutation message msg token')

/** Last words of names that hold text of any kind. */
export const contentWords = words(`
  data content contents text texts row rows note notes query sql code codes range ranges message messages body comment
  comments description descriptions summary reason reasons details subject expression formula script command prompt
  thought thoughts question answer html json xml markdown snippet pattern regex filter filters template values
  cell cells column columns
`)

/** Last words of names for what the model is free to name. */
export const namingWords = words(`
  name names title titles label labels path paths filename filenames file files folder directory destination output
  headline caption nickname alias tag tags hashtags password passphrase secret
`)

/**
 * Last words of names whose values name a kind that many things share (a model, a machine type, a locale), known
 * outside of any conversation, and no record of its own.
 */
export const kindWords = words(`
  type types kind kinds model models class classes tier tiers flavor flavors flavour flavours engine engines runtime
  runtimes platform platforms architecture arch os edition version versions format formats encoding charset algorithm
  cipher protocol protocols locale locales language languages lang currency currencies country countries region regions
  unit color colors colour colours mime mimetype
`)

/** Mailboxes that any domain may have (R14). */
export const roleMailboxes = words(`
  abuse admin billing care contact customerservice feedback hello help helpdesk hr info it jobs legal mail marketing
  no-reply noreply office orders postmaster press privacy sales security service support team user webmaster
`)

/**
 * Labels of domains that stand for another one (RFC 2606), or that are nouns of any text: that a text says `company` or
 * `for example` does not make `company.com` or `example.com` known (R14).
 */
export const nounDomains = words(`
  example examples domain domains company business corporation organization organisation email mail mailbox website
  site host hosting server provider customer client test testing localhost internet
  yourcompany mycompany yourdomain mydomain
`)

/** Folders that every mailbox has (RFC 3501, RFC 6154), and the labels that mail providers use in their place (R8). */
export const mailFolders = words(`
  inbox unread starred flagged important drafts trash spam junk sent archive all
`)

/** What documents write where an id belongs (R8). */
export const standInWords = words('example placeholder dummy tbd todo')

/** Values that look like ids and are names of formats, algorithms and public services (R7). */
export const wellKnownLiterals = words(`
  a11y i18n l10n k8s b2b b2c e2e ec2 route53 argon2 blake2b blake2s blake3 es2020 es2022
  base32 base64 aes128 aes256 ascii crc32 ed25519 es2015 es256 gzip h264 h265 hs256 http1 http2 http3 ipv4 ipv6 iso8859 iso-8859-1
  latin1 md5 mp3 mp4 oauth2 p256 rs256 s3 sha1 sha224 sha256 sha384 sha512 utf16 utf32 utf8 utf-16 utf-32 utf-8 web3 x264
  x265 x509 x86 x64 win32 win64
`)

/** Units behind a number, in canonical form: of length, mass, volume, data, time, money, electricity, and of ordinals (R7). */
export const units = words(`
  px em rem vh vw pt pc nm um μm mm cm km m in ft yd mi
  mcg ug μg mg g kg t lb lbs oz st ml cl dl l gal tsp tbsp cup cups
  b kb mb gb tb pb ki mi gi ti kib mib gib tib bit bits byte bytes bps kbps mbps gbps hz khz mhz ghz
  ns us μs ms s sec secs second seconds min mins minute minutes h hr hrs hour hours d day days w wk week weeks
  mo month months y yr yrs year years am pm nd rd th x k bn % ° °c °f c f
  usd eur gbp jpy chf cad aud inr cny v mv kv ma w kw mw kwh wh j kj cal kcal pa kpa bar psi mmhg
  rpm fps dpi mph kmh kph mol mmol meq iu ppm bpm db core cores cpu cpus vcpu vcpus
`)
