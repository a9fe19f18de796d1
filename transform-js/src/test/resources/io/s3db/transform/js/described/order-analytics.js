(data) => ({
  order_id: data.id,
  order_date: data.createdAt,
  customer_id: data.userId,
  total_amount: data.total,
  currency: data.currency,
  payment_method: data.paymentMethod,

  // Computed analytics fields
  order_value_usd: data.currency === 'USD'
    ? data.total
    : data.total * (data.exchangeRate || 1),

  is_large_order: data.total > 1000,
  is_international: data.currency !== 'USD',
  items_count: data.items?.length || 0,

  // Enrichment
  day_of_week: new Date(data.createdAt).getDay(),
  hour_of_day: new Date(data.createdAt).getHours(),

  // Metadata
  synced_at: new Date().toISOString(),
  data_version: '2.1'
})
