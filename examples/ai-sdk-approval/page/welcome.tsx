const REQUESTS = [
  {
    title: 'Refund a kettle',
    text: 'Yara Silva (yara_silva_4417) says that the kettle she bought arrived broken. Please refund her the 54.00.',
  },
  {
    title: 'Cancel an order by phone',
    text: 'Omar Haddad is on the phone and reads his order number to me: W eight seven three two three seven six. Please cancel it.',
  },
]

/** What to try: two requests that end in a doubtful call. */
export function Welcome({ onChoose }: { onChoose: (text: string) => void }) {
  return (
    <section className="welcome" aria-labelledby="welcome">
      <h2 id="welcome">What does the customer need?</h2>
      <p>
        The assistant refunds and cancels on its own, as long as every id comes from you or from the shop’s
        records. When one does not, it stops and asks you.
      </p>
      {REQUESTS.map(({ title, text }) => (
        <button key={title} type="button" className="request" onClick={() => onChoose(text)}>
          <strong>{title}</strong>
          <span>{text}</span>
        </button>
      ))}
    </section>
  )
}
