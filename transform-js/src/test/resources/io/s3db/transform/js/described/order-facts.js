(data) => ({
  order_id: data.id,
  order_timestamp: data.createdAt,
  total_usd: data.total,
  customer_id: data.userId,
  items_count: data.items?.length || 0,
  avg_item_value: data.total / (data.items?.length || 1)
})
