-- A gateway may take money and doubt it, and its call may get lost: orders that are over are asked about.
ALTER TABLE payment_intents ADD COLUMN doubt TEXT; -- the gateway's word, until it says that it was paid or refused
CREATE INDEX payment_intents_by_expiry ON payment_intents (expires_at);
