(data) => ({
  order_id: data.id,
  customer_id: data.userId,
  total: data.total,
  items_count: data.items?.length || 0
})
