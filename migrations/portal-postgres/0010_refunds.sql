-- Fees paid online that were given back in the case: how far the gateway is with giving back the money.
CREATE TABLE payment_refunds (
  reference      TEXT PRIMARY KEY,         -- of the payment
  asked_at       BIGINT NOT NULL,          -- last
  taken_at       BIGINT,
  gateway_number TEXT,
  status         TEXT,                     -- the gateway's own word
  problem        TEXT                      -- why it has not taken it
);
