(data) => ({
  order_id: data.id,
  amount: data.total,
  customer: data.userId,
  timestamp: new Date().toISOString()
})
