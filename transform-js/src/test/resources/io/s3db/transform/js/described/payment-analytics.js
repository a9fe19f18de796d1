(data) => ({
  transaction_id: data.id,
  amount_usd: data.amount,
  currency: data.currency,
  customer_id: data.userId,
  merchant_id: data.merchantId,
  payment_method: data.method,
  status: data.status,
  created_at: data.createdAt,
  // Computed fields for analytics
  amount_cents: Math.round(data.amount * 100),
  is_large_transaction: data.amount > 1000,
  risk_score: data.amount > 5000 ? 'high' : 'low'
})
