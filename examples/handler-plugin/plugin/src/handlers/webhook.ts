import { createWebhookHandler } from '../webhook.ts'

const {
  HANDRAIL_WEBHOOK_URL: url,
  HANDRAIL_WEBHOOK_TOKEN: token,
  HANDRAIL_WEBHOOK_VALUES: values,
} = process.env
if (!url) throw new Error('set HANDRAIL_WEBHOOK_URL to the address that is asked about calls')

export default createWebhookHandler({ url, ...(token && { token }), sendValues: values === 'yes' })
