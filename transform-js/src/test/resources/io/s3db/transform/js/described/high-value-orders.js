(data) => {
  // Only replicate high-value orders to fraud detection
  if (data.total < 1000) return null;  // Skip low-value orders

  // Only replicate completed orders to analytics
  if (data.status !== 'completed') return null;  // Skip pending

  return {
    order_id: data.id,
    amount: data.total,
    customer_id: data.userId,
    risk_score: data.total > 5000 ? 'high' : 'medium'
  };
}
